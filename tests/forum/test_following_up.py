"""What happens when nobody speaks: the asker is reminded, asked whether it helped, and staff look at outcomes again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.activity.models import Event
from community.clocks.models import Clock
from community.lib import versions
from community.notifications.models import Mail, Notification
from forum.models import Question
from forum.tasks import speak_up
from tests.cast import make_answer, make_comment


@pytest.fixture
def later(work):
    """`later(days)`: that much time has passed since anything happened, and the sweep has run."""

    def pass_by(days):
        back = timedelta(days=days)
        for question in Question.objects.all():
            for name in ("last_activity_at", "needs_info_since", "created_at"):
                if (at := getattr(question, name)) is not None:
                    setattr(question, name, at - back)
            question.save()
        speak_up()
        work()

    return pass_by


def mails_to(member, words) -> list[Mail]:
    return list(Mail.objects.filter(member=member, text__contains=words))


def test_a_silent_asker_is_asked_once_with_three_buttons(cast, later):
    question = cast.question()
    answer = cast.answer(question)
    later(6)
    assert not mails_to(cast.asker, "How did it go")
    later(2)
    later(30)
    (mail,) = mails_to(cast.asker, "How did it go")
    page = f"/questions/{question.pk}/follow-up/"
    for link in (f"{page}?said=solved&answer={answer.pk}", f"{page}?said=broken", f"{page}?said=otherwise"):
        assert link in mail.text
        assert link.replace("&", "&amp;") in mail.html
    question.refresh_from_db()
    assert question.solution is None


@pytest.mark.parametrize("why", ["nobody answered", "they spoke", "it is solved", "it is not a question"])
def test_nobody_is_asked_when(cast, later, why):
    question = cast.question(kind="discussion" if why == "it is not a question" else "question")
    if why != "nobody answered":
        answer = cast.answer(question)
    if why == "they spoke":
        make_comment(question, by=cast.asker, body="I try it tonight.")
    if why == "it is solved":
        question.accept(answer, by=cast.asker)
    later(10)
    assert not mails_to(cast.asker, "How did it go")


def test_opening_the_links_of_the_mail_says_nothing(client, cast):
    question = cast.question()
    answer = cast.answer(question)
    client.force_login(cast.asker)
    events = Event.objects.count()
    page = client.get(f"/questions/{question.pk}/follow-up/", {"said": "solved", "answer": answer.pk})
    assert page.status_code == 200
    assert f'<option value="{answer.pk}" selected>' in page.content.decode()
    question.refresh_from_db()
    assert question.solution is None
    assert Event.objects.count() == events


def test_this_answer_solved_it(client, cast):
    question = cast.question()
    answer = cast.answer(question)
    said(client, cast.asker, question, said="solved", answer=answer.pk)
    question.refresh_from_db()
    assert question.solution == answer
    assert question.is_accepted_by_asker


def test_still_broken_looks_for_help_again(client, cast):
    question = cast.question()
    for n in range(2):
        make_answer(question, by=cast.helper, body=f"Try {n}.")
    said(client, cast.asker, question, said="broken", words="Now it blinks twice.")
    question.refresh_from_db()
    assert question.is_not_helped
    assert Clock.objects.of(question).running().exists()
    assert question.comments.get().body == "Now it blinks twice."


def test_solved_otherwise_tells_the_next_one_how(client, cast):
    question = cast.question()
    cast.answer(question)
    page = said(client, cast.asker, question, said="otherwise", words="A new cable.")
    question.refresh_from_db()
    assert (question.outcome, question.outcome_by, question.lamp) == ("solved", cast.asker, "lit")
    assert question.outcome_review_on is None
    assert "A new cable." in page.content.decode()


def test_what_is_missing_is_said_and_nothing_is_lost(client, cast):
    question = cast.question()
    cast.answer(question)
    assert said(client, cast.asker, question, said="solved", words="Thanks!").status_code == 422
    page = said(client, cast.asker, question, said="otherwise", words="")
    assert page.status_code == 422
    assert "Say in a line what solved it." in page.content.decode()


def test_only_the_asker_says_how_it_went(client, cast):
    question = cast.question()
    answer = cast.answer(question)
    assert said(client, cast.stranger, question, said="solved", answer=answer.pk).status_code == 403


def test_who_was_asked_for_detail_is_reminded_once(cast, later):
    question = cast.question()
    make_comment(question, by=cast.helper, body="Which version is it?", asks_for_detail=True)
    later(2)
    assert not mails_to(cast.asker, "still waits for your detail")
    later(2)
    later(20)
    (mail,) = mails_to(cast.asker, "still waits for your detail")
    assert "Which version is it?" in mail.text


def test_an_outcome_is_looked_at_again(client, cast, work, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    question = cast.question()
    client.force_login(cast.agent)
    client.post(f"/questions/{question.pk}/outcome/", {"outcome": "known-issue", "reason": "The update breaks it."})
    question.refresh_from_db()
    assert question.outcome_review_on == timezone.localdate() + timedelta(days=30)
    client.logout()
    assert "We look at this again on" in client.get(question.get_absolute_url()).content.decode()

    Question.objects.update(outcome_review_on=timezone.localdate())
    speak_up()
    speak_up()
    work()
    assert Notification.objects.filter(member=cast.agent, title__startswith="Does it still hold?").count() == 1


def test_a_day_that_is_over_is_no_day_to_look_again(client, cast, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(cast.agent)
    form = {"outcome": "planned", "reason": "Next year.", "review_on": "2020-01-01"}
    response = client.post(f"/questions/{cast.question().pk}/outcome/", form)
    assert response.status_code == 422


def test_who_was_told_of_the_end_is_told_that_it_is_open_again(cast, work):
    question = cast.question()
    question.say_me_too(by=cast.stranger)
    question.set_outcome("declined", by=cast.agent, reason="We cannot, because it would break old hubs.")
    work()
    question.remove_outcome(by=cast.agent)
    work()
    for member in (cast.asker, cast.stranger):
        assert mails_to(member, "is open again")


def test_states_hold_for_rows_and_for_lists(cast):
    waiting, asked, archived = cast.question(), cast.question(), cast.question()
    cast.answer(asked)
    Question.objects.filter(pk=archived.pk).update(last_activity_at=timezone.now() - timedelta(days=181))
    for scope, twin in (
        ("waiting_for_help", "is_waiting_for_help"),
        ("waiting_for_asker", "is_waiting_for_asker"),
        ("archived", "is_archived"),
        ("not_helped", "is_not_helped"),
    ):
        listed = set(getattr(Question.objects, scope)())
        assert listed == {row for row in Question.objects.all() if getattr(row, twin)}, scope
    assert waiting in Question.objects.waiting_for_help()
    assert asked in Question.objects.waiting_for_asker()


def grow_old(question) -> None:
    """Half a year goes by without a word."""
    long_ago = timezone.now() - timedelta(days=181)
    Question.objects.filter(pk=question.pk).update(created_at=long_ago, last_activity_at=long_ago)


def test_half_a_year_of_silence_archives_and_the_asker_opens_it_again(client, cast):
    question = cast.question(title="Nobody ever knew")
    grow_old(question)
    Clock.objects.of(question).delete()
    assert "Nobody ever knew" not in client.get("/questions/?tab=unanswered").content.decode()
    assert "Nobody has said anything here for half a year" in client.get(question.get_absolute_url()).content.decode()
    client.force_login(cast.stranger)
    assert "I still need help" not in client.get(question.get_absolute_url()).content.decode()
    assert client.post(f"/questions/{question.pk}/revival/").status_code == 403
    client.force_login(cast.asker)
    assert "I still need help" in client.get(question.get_absolute_url()).content.decode()
    for _twice in range(2):
        page = client.post(f"/questions/{question.pk}/revival/", follow=True).content.decode()
    assert "It waits for help again" in page
    assert question in Question.objects.waiting_for_help()
    assert Clock.objects.of(question).running().count() == 1


def test_an_answer_or_a_comment_takes_it_out_of_the_archive(cast):
    for say in (make_answer, make_comment):
        question = cast.question()
        grow_old(question)
        say(question, by=cast.helper)
        assert question not in Question.objects.archived()


def test_pages_that_only_time_changed_are_fresh(client, cast):
    question = cast.question()
    grow_old(question)
    at = question.created_at + timedelta(seconds=1)
    key = (f"question:{question.pk}",)
    before = versions.read(key)
    Question.freshen_turned(at)
    assert versions.read(key) == before
    Question.freshen_turned(timezone.now() - timedelta(days=1) + timedelta(minutes=20))
    assert versions.read(key) > before


def said(client, member, question, **form):
    client.force_login(member)
    return client.post(f"/questions/{question.pk}/follow-up/", form, follow=True)
