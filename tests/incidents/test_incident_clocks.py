"""The promises of questions about an incident wait as long as it lasts."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.clocks.models import Clock
from community.support.models import Case
from tests.cast import make_comment, make_question


@pytest.fixture
def attached(cast, incident, work):
    question = cast.question()
    question.attach_to(incident, by=cast.agent)
    work()
    return question


def clock_of(question) -> Clock:
    return Clock.objects.of(question).get()


def test_clock_stands_while_it_lasts_and_runs_on_when_it_is_over(cast, incident, attached, work):
    assert clock_of(attached).in_words() == "The promise waits until the incident is over."
    Clock.objects.of(attached).update(
        paused_at=timezone.now() - timedelta(days=3), due_at=timezone.now() - timedelta(days=2)
    )
    assert Clock.note_broken() == 0
    incident.update(by=cast.agent, state="resolved", body="Over.")
    work()
    clock = clock_of(attached)
    assert clock.paused_at is None
    assert abs(clock.due_at - timezone.now() - timedelta(days=1)) < timedelta(seconds=10)
    assert not Case.objects.exists()


def test_update_on_the_way_changes_nothing(cast, incident, attached, work):
    incident.update(by=cast.agent, state="fixing", body="We are on it.")
    work()
    assert clock_of(attached).paused_at is not None


def test_incident_that_comes_back_stops_the_clocks_again(cast, incident, attached, work):
    incident.update(by=cast.agent, state="resolved", body="Over.")
    work()
    incident.update(by=cast.agent, state="investigating", body="It is back.")
    work()
    assert clock_of(attached).paused_at is not None


def test_question_that_also_lacks_detail_waits_for_both(cast, incident, attached, work):
    make_comment(attached, by=cast.helper, asks_for_detail=True)
    incident.update(by=cast.agent, state="resolved", body="Over.")
    work()
    assert clock_of(attached).paused_at is not None
    make_comment(attached, by=cast.asker, body="Version 4.")
    assert clock_of(attached).paused_at is None


def test_many_attached_questions_run_on_in_few_queries(cast, incident, work, django_assert_max_num_queries):
    for number in range(30):
        make_question(by=cast.asker, topic=cast.topic, title=f"Question number {number}").attach_to(
            incident, by=cast.agent
        )
    work()
    incident.update(by=cast.agent, state="resolved", body="Over.")
    with django_assert_max_num_queries(120):
        work()
    assert not Clock.objects.exclude(paused_at=None).exists()
