"""Members report what should not stand here; what trusted members call spam is hidden at once."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from community.moderation.models import Decision, Flag, Reason, Review
from community.moderation.models.flag import HARM
from tests.cast import make_answer, make_member


@pytest.fixture
def spam(cast):
    """Sam has never helped anybody, and sells watches."""
    return make_answer(cast.question(), by=cast.stranger, body="Cheap watches at https://watches.example")


def report(client, member, thing, name="answer", **data):
    client.force_login(member)
    return client.post(reverse("moderation:flag", args=[name, thing.pk]), {"reason": "spam", **data})


def test_member_reports_an_answer_and_is_thanked(cast, client, spam):
    response = report(client, cast.helper, spam, note="It links to a shop.")
    assert response.url == spam.get_absolute_url()
    flag = Flag.objects.get()
    assert (flag.reporter, flag.reason, flag.note, flag.review.subject) == (
        cast.helper,
        Reason.SPAM,
        "It links to a shop.",
        spam,
    )


def test_signed_out_report_is_kept_until_they_have_signed_in(cast, client, spam):
    response = client.post(reverse("moderation:flag", args=["answer", spam.pk]), {"reason": "spam"})
    assert response.status_code == 302
    assert not Flag.objects.exists()
    assert client.session["pending_post"]["path"] == reverse("moderation:flag", args=["answer", spam.pk])


def test_reporting_twice_is_one_report(cast, client, spam):
    report(client, cast.helper, spam)
    report(client, cast.helper, spam, reason="abuse")
    assert Flag.objects.count() == 1
    assert Review.objects.get().flag_count == 1


def test_two_reports_of_one_thing_are_one_review(cast, spam):
    Flag.raise_on(spam, by=cast.helper, reason="spam")
    Flag.raise_on(spam, by=cast.asker, reason="abuse")
    review = Review.objects.get()
    assert review.flag_count == 2
    assert review.author == cast.stranger


def test_one_cannot_report_oneself(cast, client, spam):
    response = report(client, cast.stranger, spam)
    assert response.status_code == 422
    assert "You wrote this yourself" in response.content.decode()


def test_something_else_needs_words(cast, client, spam):
    response = report(client, cast.helper, spam, reason="other")
    assert response.status_code == 422
    assert not Flag.objects.exists()


def test_being_negative_is_no_reason(cast, client, spam):
    assert report(client, cast.helper, spam, reason="negative").status_code == 422
    assert set(HARM) == set(Reason)
    client.force_login(cast.helper)
    page = client.get(reverse("moderation:flag", args=["answer", spam.pk])).content.decode()
    assert "is no reason" in page


def test_what_one_may_not_see_cannot_be_reported(cast, client):
    question = cast.question(by=cast.colleague, audience="organisation", organisation=cast.organisation)
    assert report(client, cast.stranger, question, "question").status_code == 404
    assert report(client, cast.stranger, question, "no-such-thing").status_code == 404


@pytest.mark.parametrize("name", ["question", "answer", "comment"])
def test_each_kind_of_post_has_its_report_page(cast, client, name):
    question = cast.question()
    thing = {"question": lambda: question, "answer": lambda: cast.answer(question)}.get(name)
    thing = thing() if thing else question.comments.model.post(by=cast.stranger, question=question, body="Hm.")
    client.force_login(cast.advocate)
    assert client.get(reverse("moderation:flag", args=[name, thing.pk])).status_code == 200


# -- Order


def test_harm_and_certainty_order_the_queue(cast):
    question = cast.question()
    late_duplicate = make_answer(question, by=cast.stranger, body="Said before, at length.")
    private = make_answer(question, by=cast.stranger, body="Their number is 0123.")
    Flag.raise_on(late_duplicate, by=cast.helper, reason="duplicate")
    Flag.raise_on(private, by=cast.helper, reason="private-data")
    assert [review.subject for review in Review.objects.open().most_harmful_first()] == [private, late_duplicate]


def test_more_reports_weigh_more(cast, spam):
    Flag.raise_on(spam, by=cast.helper, reason="spam")
    before = Review.objects.get().score
    Flag.raise_on(spam, by=cast.asker, reason="spam")
    assert Review.objects.get().score > before


def test_reports_of_who_was_wrong_before_weigh_less(cast):
    question = cast.question()
    for number in range(5):
        answer = make_answer(question, by=cast.helper, body=f"A good answer, number {number}.")
        Flag.raise_on(answer, by=cast.stranger, reason="spam")
        Decision.make(Review.objects.of(answer).get(), by=cast.moderator, action="keep")
    wrong = Flag.raise_on(question, by=cast.stranger, reason="spam")
    unknown = Flag.raise_on(question, by=make_member("nina"), reason="spam")
    assert wrong.confidence < 0.2 < unknown.confidence


# -- The spam rule


def test_spam_is_hidden_at_once_when_two_trusted_members_say_so(cast, work, spam):
    Flag.raise_on(spam, by=cast.advocate, reason="spam")
    work()
    spam.refresh_from_db()
    assert not spam.is_hidden
    Flag.raise_on(spam, by=cast.agent, reason="spam")
    work()
    spam.refresh_from_db()
    assert spam.is_hidden
    decision = Decision.objects.get()
    assert (decision.is_automatic, decision.decided_by, decision.reason) == (True, None, Reason.SPAM)
    assert Review.objects.get().is_open, "a moderator looks at it next"


def test_rule_that_is_applied_twice_hides_once(cast, work, spam):
    for member in (cast.advocate, cast.agent, cast.second_agent):
        Flag.raise_on(spam, by=member, reason="spam")
    work()
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("reporters", [["stranger2", "stranger3", "stranger4"], ["advocate"]])
def test_many_strangers_or_one_trusted_member_are_not_enough(cast, work, spam, reporters):
    for name in reporters:
        Flag.raise_on(spam, by=getattr(cast, name, None) or make_member(name), reason="spam")
    work()
    spam.refresh_from_db()
    assert not spam.is_hidden


def test_rule_does_not_hide_for_other_reasons(cast, work, spam):
    Flag.raise_on(spam, by=cast.advocate, reason="abuse")
    Flag.raise_on(spam, by=cast.agent, reason="abuse")
    work()
    spam.refresh_from_db()
    assert not spam.is_hidden


def test_rule_does_not_hide_what_a_known_helper_wrote(cast, work):
    cast.helper.people_helped = 5
    cast.helper.save(update_fields=["people_helped"])
    answer = cast.answer()
    Flag.raise_on(answer, by=cast.advocate, reason="spam")
    Flag.raise_on(answer, by=cast.agent, reason="spam")
    work()
    answer.refresh_from_db()
    assert not answer.is_hidden


def test_own_post_raises_nothing_in_the_database(cast, spam):
    with pytest.raises(ValidationError):
        Flag.raise_on(spam, by=cast.stranger, reason="spam")
    assert not Review.objects.exists()
