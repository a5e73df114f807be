"""The clock that the demo sets back: for the verbs and for the defaults of columns, and only as long as it is asked to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from community.operations.demo.backdating import Backdating
from tests.cast import make_answer

LONG_AGO = datetime(2001, 2, 3, 4, 5, tzinfo=UTC)


def test_it_is_the_time_that_was_set():
    with Backdating() as clock:
        clock.set(LONG_AGO)
        assert timezone.now() == LONG_AGO
        clock.set(LONG_AGO + timedelta(hours=1))
        assert timezone.now() == LONG_AGO + timedelta(hours=1)
    assert datetime.now(UTC) - timezone.now() < timedelta(minutes=1)


def test_it_is_now_again_after_a_failure():
    with pytest.raises(RuntimeError), Backdating() as clock:
        clock.set(LONG_AGO)
        raise RuntimeError
    assert datetime.now(UTC) - timezone.now() < timedelta(minutes=1)


def test_verbs_and_defaults_write_that_time(cast):
    with Backdating() as clock:
        clock.set(LONG_AGO)
        question = cast.question()
        answer = make_answer(question, by=cast.helper)
        answer.vote(by=cast.stranger)
        question.accept(answer, by=cast.asker)
    question.refresh_from_db()
    assert question.created_at == question.last_activity_at == question.solved_at == LONG_AGO
    assert answer.votes.get().created_at == LONG_AGO


def test_dates_are_still_dates_to_templates():
    with Backdating() as clock:
        clock.set(LONG_AGO)
        assert timezone.template_localtime(LONG_AGO).tzinfo is not None
