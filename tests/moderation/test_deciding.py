"""Moderators decide: with a published reason, told to the author, seen by everybody, never about themselves."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from community.activity.models import Event
from community.moderation.models import Decision, Flag, Review
from community.notifications.models import Mail, Notification
from tests.cast import make_answer


@pytest.fixture
def reported(cast):
    """An answer of Sam's that Hugo reported as spam."""
    answer = make_answer(cast.question(), by=cast.stranger, body="Cheap watches at https://watches.example")
    Flag.raise_on(answer, by=cast.helper, reason="spam", note="A shop.")
    return answer


def review_of(thing):
    return Review.objects.of(thing).latest("opened_at")


def decide(client, member, thing, **data):
    client.force_login(member)
    return client.post(
        reverse("moderation:decide", args=[review_of(thing).pk]), {"action": "hide", "reason": "spam", **data}
    )


def test_moderator_sees_the_report_and_hides_with_one_press(cast, client, reported, work):
    client.force_login(cast.moderator)
    page = client.get(reverse("moderation:queue")).content.decode()
    assert "Cheap watches" in page
    assert "A shop." in page
    assert 'data-hotkey="h"' in page
    assert decide(client, cast.moderator, reported).url == reverse("moderation:queue")
    reported.refresh_from_db()
    assert reported.is_hidden
    decision = Decision.objects.get()
    assert decision.decided_by == cast.moderator
    assert "advertises" in decision.statement
    assert client.get(reverse("moderation:queue")).content.decode().count("Cheap watches") == 0


def test_author_is_told_with_reason_and_statement(cast, client, reported, work):
    decide(client, cast.moderator, reported, statement="Two links to one shop.")
    work()
    notification = Notification.objects.get(member=cast.stranger)
    assert notification.title == "Your answer was hidden"
    mail = Mail.objects.get(member=cast.stranger)
    assert "Spam or advertising" in mail.text
    assert "Two links to one shop." in mail.text
    assert "watches" not in mail.subject
    assert "List-Unsubscribe" not in mail.headers
    assert not Mail.objects.filter(member=cast.helper, thread__contains="review").exists()


def test_author_still_sees_what_was_hidden(cast, client, reported):
    decide(client, cast.moderator, reported)
    client.force_login(cast.stranger)
    assert client.get(reported.question.get_absolute_url()).status_code == 200
    client.logout()
    assert "watches" not in client.get(reported.question.get_absolute_url()).content.decode()


def test_public_log_shows_the_decision_and_no_names(cast, client, reported):
    decide(client, cast.moderator, reported, public_line="Advertising for a shop.")
    client.logout()
    page = client.get(reverse("moderation:log"))
    words = page.content.decode()
    assert page.status_code == 200
    assert not page.cookies
    assert "Advertising for a shop." in words
    assert "Spam or advertising" in words
    for member in (cast.stranger, cast.helper, cast.moderator):
        assert member.name not in words
    assert "Cheap watches" not in words


def test_keeping_leaves_it_and_stands_in_the_log(cast, client, reported, work):
    decide(client, cast.moderator, reported, action="keep", reason="")
    reported.refresh_from_db()
    assert not reported.is_hidden
    assert Decision.objects.get().action == "keep"
    assert review_of(reported).upheld is False
    work()
    assert not Notification.objects.filter(member=cast.stranger).exists()


def test_keeping_shows_again_what_the_rule_hid_and_says_so(cast, client, reported, work):
    Flag.raise_on(reported, by=cast.advocate, reason="spam")
    Flag.raise_on(reported, by=cast.agent, reason="spam")
    work()
    reported.refresh_from_db()
    assert reported.is_hidden
    assert Notification.objects.filter(member=cast.stranger, title="Your answer was hidden").exists()
    decide(client, cast.moderator, reported, action="keep")
    work()
    reported.refresh_from_db()
    assert not reported.is_hidden
    assert Notification.objects.filter(member=cast.stranger, title="Your answer is shown again").exists()
    assert Decision.objects.count() == 2


def test_question_can_be_locked_and_an_answer_cannot(cast, client, reported):
    Flag.raise_on(reported.question, by=cast.helper, reason="abuse")
    assert decide(client, cast.moderator, reported.question, action="lock", reason="abuse").status_code == 302
    reported.question.refresh_from_db()
    assert reported.question.is_locked
    with pytest.raises(ValidationError, match="Only a question"):
        Decision.make(review_of(reported), by=cast.moderator, action="lock", reason="spam", statement="No.")


def test_hiding_needs_a_published_reason_and_a_statement(cast, client, reported):
    assert decide(client, cast.moderator, reported, reason="").status_code == 422
    assert decide(client, cast.moderator, reported, reason="negative").status_code == 422
    assert decide(client, cast.moderator, reported, reason="other").status_code == 422
    assert not Decision.objects.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            review=review_of(reported), action="hide", public_line="Gone.", decided_by=cast.moderator
        )


def test_nobody_decides_about_what_they_wrote(cast, client):
    answer = make_answer(cast.question(), by=cast.moderator, body="I am the law.")
    Flag.raise_on(answer, by=cast.helper, reason="abuse")
    client.force_login(cast.moderator)
    assert "I am the law" not in client.get(reverse("moderation:queue")).content.decode()
    assert decide(client, cast.moderator, answer, action="keep").status_code == 403
    with pytest.raises(PermissionDenied):
        Decision.make(review_of(answer), by=cast.moderator, action="keep")


@pytest.mark.parametrize("who", ["asker", "advocate", "agent", "editor", "manager"])
def test_only_moderators_come_in(cast, client, reported, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse("moderation:queue")).status_code == 403
    assert decide(client, getattr(cast, who), reported).status_code == 403


def test_second_decision_is_told_that_it_was_decided(cast, client, reported):
    decide(client, cast.moderator, reported)
    response = decide(client, cast.administrator, reported, action="keep")
    assert response.status_code == 302
    assert Decision.objects.count() == 1
    assert "decided this already" in client.get(response.url).content.decode()


def test_reported_again_after_a_decision_is_a_new_review(cast, reported):
    Decision.make(review_of(reported), by=cast.moderator, action="keep")
    Flag.raise_on(reported, by=cast.asker, reason="abuse")
    assert Review.objects.of(reported).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_the_same_instant_make_one_decision(cast, reported):
    results = []
    start = threading.Barrier(2)

    def make(member, action):
        review = review_of(reported)
        start.wait(timeout=20)
        try:
            Decision.make(review, by=member, action=action, reason="spam", statement="No shops.")
            results.append("decided")
        except ValidationError:
            results.append("too late")
        finally:
            connection.close()

    people = [(cast.moderator, "hide"), (cast.administrator, "keep")]
    threads = [threading.Thread(target=make, args=pair) for pair in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(results) == ["decided", "too late"]
    decision = Decision.objects.get()
    reported.refresh_from_db()
    assert reported.is_hidden == (decision.action == "hide")


@pytest.mark.django_db(transaction=True)
def test_five_reports_at_the_same_instant_are_one_review(cast):
    answer = cast.answer()
    people = [cast.asker, cast.stranger, cast.advocate, cast.agent, cast.editor]
    start = threading.Barrier(len(people))

    def report(member):
        start.wait(timeout=20)
        try:
            Flag.raise_on(answer, by=member, reason="spam")
        finally:
            connection.close()

    threads = [threading.Thread(target=report, args=[member]) for member in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert Review.objects.get().flag_count == 5
    assert Event.objects.filter(verb="moderation.flag.raised").count() == 5


def test_moderator_needs_a_second_factor(cast, client, reported, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(cast.moderator)
    assert client.get(reverse("moderation:queue")).url == reverse("mfa_index")
