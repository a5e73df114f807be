"""A question past its promise, or for which somebody asks for staff, becomes a case: once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.activity.models import Event
from community.clocks.models import Clock
from community.support.models import Case
from community.support.readers import escalate
from forum.models import Question
from tests.cast import make_question


@pytest.fixture
def late(cast):
    """A question whose promise was broken a minute ago, as the clocks have noted."""
    question = cast.question()
    Clock.objects.of(question).update(due_at=timezone.now() - timedelta(minutes=1))
    Clock.note_broken()
    return question


def test_broken_promise_opens_a_case(late, work):
    work()
    case = late.case
    assert case.opened_why == Case.Why.PROMISE
    assert case.customer == late.author
    assert case.is_late
    assert case.state == Case.State.NEW


def test_answer_in_the_last_second_needs_no_case(cast, late, work):
    cast.answer(late)
    work()
    assert not Case.objects.exists()


def test_hidden_question_needs_no_case(cast, late, work):
    late.hide(by=cast.moderator)
    work()
    assert not Case.objects.exists()


def test_clock_that_is_not_due_is_not_broken(cast, work):
    cast.question()
    assert Clock.note_broken() == 0
    work()
    assert not Case.objects.exists()


@pytest.mark.parametrize(("who", "why"), [("asker", "asker"), ("advocate", "advocate"), ("agent", "staff")])
def test_person_asks_for_staff(cast, work, who, why):
    question = cast.question()
    question.escalate(by=getattr(cast, who), reason="It is about my contract.")
    work()
    assert question.case.opened_why == why
    assert question.case.opened_reason == "It is about my contract."


def test_asking_again_changes_nothing(cast, work):
    question = cast.question()
    for person in (cast.asker, cast.advocate, cast.asker):
        question.escalate(by=person, reason="Please.")
    work()
    assert Case.objects.count() == 1
    assert question.case.opened_why == Case.Why.ASKER


def test_asking_again_after_the_end_opens_the_same_case_again(cast, work):
    question = cast.question()
    question.escalate(by=cast.asker, reason="Please.")
    work()
    case = question.case
    case.end(by=cast.agent, outcome=Question.Outcome.WORKAROUND, public_words="Use the cable.")
    work()
    question.refresh_from_db()
    question.escalate(by=cast.asker, reason="The cable is no help.")
    work()
    case.refresh_from_db()
    question.refresh_from_db()
    assert case.is_open
    assert question.outcome == ""
    assert Case.objects.count() == 1


def test_replay_gives_the_same(cast, late, work):
    second = make_question(by=cast.stranger, topic=cast.topic, title="The lamp hums at night")
    second.escalate(by=cast.stranger, reason="Please.")
    work()
    second.case.end(by=cast.agent, outcome=Question.Outcome.DECLINED, public_words="It has to hum.")
    work()
    before = list(Case.objects.order_by("id").values())
    events = list(Event.objects.filter(verb__in=["clocks.promise.broken", "forum.question.escalated"]))
    escalate(list(reversed(events)))
    escalate(events)
    assert list(Case.objects.order_by("id").values()) == before
