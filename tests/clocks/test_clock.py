"""Clocks of questions: started by a target, stopped for reasons, kept, broken once."""

from datetime import time, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from community.activity.models import Event
from community.clocks.models import Calendar, Clock, Promise, ServiceTarget, Stop, with_promise
from forum.models import Question
from tests.cast import make_comment, make_question, make_topic

HOUR = timedelta(hours=1)


def clock_of(question) -> Clock:
    return Clock.objects.of(question).get()


def move(question, **by) -> None:
    """Let time pass for the clock of a question: all of its moments lie further back."""
    clock = clock_of(question)
    for name in ("started_at", "due_at", "paused_at"):
        moment = getattr(clock, name)
        if moment is not None:
            setattr(clock, name, moment - timedelta(**by))
    clock.save()


@pytest.fixture
def office(db) -> Calendar:
    """A calendar in which work is done from nine to ten, every day."""
    calendar = Calendar.objects.create(name="One hour", time_zone="UTC")
    for weekday in range(7):
        calendar.windows.create(weekday=weekday, opens=time(9), closes=time(10))
    return calendar


def test_fresh_site_promises_an_answer_within_a_day(cast):
    clock = clock_of(cast.question())
    assert clock.promise == Promise.FIRST_ANSWER
    assert clock.due_at - clock.started_at == 24 * HOUR


def test_topic_may_have_a_target_of_its_own(cast):
    billing = make_topic("Billing")
    ServiceTarget.objects.create(promise=Promise.FIRST_ANSWER, topic=billing, minutes=60)
    clock = clock_of(cast.question(topic=billing))
    assert clock.due_at - clock.started_at == HOUR


def test_no_target_no_promise(cast):
    ServiceTarget.objects.all().delete()
    assert not Clock.objects.of(cast.question()).exists()


def test_starting_twice_starts_once(cast):
    question = cast.question()
    assert Clock.start(question, Promise.FIRST_ANSWER, topic=question.topic) == clock_of(question)


def test_answer_keeps_the_promise(cast):
    question = cast.question()
    cast.answer(question)
    assert clock_of(question).kept_at is not None
    assert clock_of(question).in_words() == ""


def test_asker_does_not_keep_it_themselves(cast):
    question = cast.question()
    cast.answer(question, by=cast.asker)
    assert clock_of(question).is_open


def test_clock_stands_while_detail_is_missing(cast):
    question = cast.question()
    move(question, hours=4)
    make_comment(question, by=cast.helper, asks_for_detail=True)
    assert clock_of(question).stopped_for == [Stop.NEEDS_INFO]
    move(question, hours=30)
    assert Clock.note_broken() == 0
    make_comment(question, by=cast.asker, body="Version 4.")
    clock = clock_of(question)
    assert clock.paused_at is None
    assert clock.due_at - timezone.now() == pytest.approx(20 * HOUR, abs=timedelta(seconds=10))


def test_clock_that_stands_for_two_reasons_waits_for_both(cast):
    question = cast.question()
    Clock.pause(question, Stop.NEEDS_INFO)
    Clock.pause(question, Stop.INCIDENT)
    Clock.pause(question, Stop.INCIDENT)
    assert sorted(clock_of(question).stopped_for) == [Stop.INCIDENT, Stop.NEEDS_INFO]
    Clock.resume(question, Stop.NEEDS_INFO)
    assert clock_of(question).paused_at is not None
    Clock.resume(question, Stop.INCIDENT)
    Clock.resume(question, Stop.INCIDENT)
    assert clock_of(question).paused_at is None


def test_working_time_that_was_left_counts_in_working_time(cast, office):
    """Half of the hour was left when the clock stopped, long ago: half an hour of the calendar's time is left still."""
    ServiceTarget.objects.update(minutes=60, calendar=office)
    question = cast.question()
    past = (timezone.now() - timedelta(days=5)).replace(hour=9, minute=30, second=0, microsecond=0)
    Clock.objects.of(question).update(paused_at=past, due_at=past + HOUR / 2, stopped_for=[Stop.NEEDS_INFO])
    Clock.resume(question, Stop.NEEDS_INFO)
    expected = office.hours().add(timezone.now(), HOUR / 2)
    assert abs(clock_of(question).due_at - expected) < timedelta(seconds=10)


def test_clocks_of_many_run_on_with_few_queries(cast, office, django_assert_max_num_queries):
    ServiceTarget.objects.update(minutes=60, calendar=office)
    for number in range(20):
        make_question(by=cast.asker, topic=cast.topic, title=f"Question number {number}")
    clocks = Clock.objects.of_many(Question, Question.objects.values("pk"))
    clocks.stop(Stop.INCIDENT)
    assert clocks.filter(paused_at=None).count() == 0
    with django_assert_max_num_queries(7):
        clocks.run_on(Stop.INCIDENT)
    assert clocks.exclude(paused_at=None).count() == 0


def test_stopping_does_not_hide_a_promise_that_is_broken(cast):
    question = cast.question()
    move(question, hours=25)
    Clock.pause(question)
    assert clock_of(question).paused_at is None
    assert Clock.note_broken() == 1


def test_broken_promise_is_noted_once(cast):
    question = cast.question()
    move(question, hours=25)
    assert Clock.note_broken() == 1
    assert Clock.note_broken() == 0
    assert Event.objects.filter(verb="clocks.promise.broken").count() == 1


def test_all_are_noted_however_many(cast):
    for number in range(7):
        make_question(by=cast.asker, topic=cast.topic, title=f"Question number {number}")
    Clock.objects.update(due_at=timezone.now() - HOUR)
    assert Clock.note_broken(limit=3) == 7


def test_promise_in_words(cast):
    question = cast.question()
    clock = clock_of(question)
    now = clock.started_at
    clock.due_at = now.replace(hour=14, minute=0) + timedelta(days=2)
    assert clock.in_words(now) == f"A person answers by {clock.due_at:%A} 14:00."
    clock.due_at = clock.due_at + timedelta(days=20)
    assert clock.in_words(now) == f"A person answers by {clock.due_at.day} {clock.due_at:%B} 14:00."
    assert clock.in_words(clock.due_at).startswith("A person should have answered by ")
    Clock.pause(question)
    assert clock_of(question).in_words() == "The promise waits for the detail that was asked for."


def test_words_are_in_the_readers_time_zone(cast):
    clock = clock_of(cast.question())
    clock.due_at = timezone.now().replace(hour=14, minute=0)
    with timezone.override("Asia/Tokyo"):
        assert "23:00" in clock.in_words(clock.due_at - HOUR)


def test_list_knows_what_is_overdue_without_asking_for_each(cast, django_assert_num_queries):
    late, fresh, answered = (
        make_question(by=cast.asker, topic=cast.topic, title=f"Number {n} of three") for n in range(3)
    )
    move(late, hours=25)
    cast.answer(answered)
    with django_assert_num_queries(1):
        found = {question.pk: question for question in with_promise(Question.objects.all())}
    assert found[late.pk].promise_is_overdue
    assert not found[fresh.pk].promise_is_overdue
    assert found[fresh.pk].promise_due_at == clock_of(fresh).due_at
    assert found[answered.pk].promise_due_at is None


def test_database_refuses_what_makes_no_sense(cast):
    question = cast.question()
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.of(question).update(paused_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceTarget.objects.update(minutes=0)


def test_time_zone_must_exist(db):
    with pytest.raises(ValidationError):
        Calendar(name="Moon", time_zone="Moon/Tycho").full_clean()


@pytest.mark.django_db(transaction=True)
def test_four_workers_note_each_broken_promise_once(cast):
    ServiceTarget.objects.get_or_create(promise=Promise.FIRST_ANSWER, topic=None, defaults={"minutes": 60})
    for number in range(30):
        make_question(by=cast.asker, topic=cast.topic, title=f"Question number {number}")
    Clock.objects.update(due_at=timezone.now() - HOUR)
    start, noted = Barrier(4), []

    def work():
        start.wait()
        noted.append(Clock.note_broken(limit=4))
        connection.close()

    workers = [Thread(target=work) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(noted) == 30
    assert Event.objects.filter(verb="clocks.promise.broken").count() == 30
