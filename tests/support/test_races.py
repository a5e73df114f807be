"""Two at once, and workers that are killed: real transactions on real connections."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.utils import timezone

from community.activity import dispatch
from community.activity.models import Delivery, Event
from community.clocks.models import Clock
from community.support.models import Case
from forum.models import Question
from tests.cast import make_member, make_question

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*verbs: Callable[[], object]) -> list[object]:
    """Do all of them at the same instant, each on a connection of its own; what each returned or raised."""
    start, results = Barrier(len(verbs)), [None] * len(verbs)

    def run(place: int, verb) -> None:
        start.wait()
        try:
            results[place] = verb()
        except Exception as error:  # noqa: BLE001  it is what the test asks about
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, verb)) for place, verb in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def private_case(cast) -> Case:
    return Case.open_privately(by=cast.asker, title="My invoice is wrong", body="Elm Road.", topic=cast.topic)


def test_five_agents_take_one_case(cast):
    agents = [make_member(f"agent{n}", "agents") for n in range(5)]
    case = private_case(cast)
    results = at_once(*(lambda agent=agent: Case.objects.get(pk=case.pk).take(by=agent) for agent in agents))
    refused = [error for error in results if error is not None]
    case.refresh_from_db()
    assert len(refused) == 4
    assert all(isinstance(error, ValidationError) and case.owner.name in str(error) for error in refused)
    assert Event.objects.filter(verb="support.case.taken").count() == 1


def test_two_escalations_at_the_same_instant_open_one_case(cast):
    question, asker = cast.question(), cast.asker
    for _round in range(10):
        Case.objects.all().delete()
        results = at_once(
            lambda: Case.open_for(Question.objects.get(pk=question.pk), by=asker, why=Case.Why.ASKER),
            lambda: Case.open_for(Question.objects.get(pk=question.pk), by=None, why=Case.Why.PROMISE),
        )
        assert len({case.pk for case in results}) == 1
        assert Case.objects.count() == 1


def test_four_workers_read_the_same_broken_promises(cast):
    questions = [make_question(by=cast.asker, topic=cast.topic, title=f"Question number {n}") for n in range(25)]
    for question in questions[:10]:
        question.escalate(by=cast.asker, reason="Please.")
    Clock.objects.update(due_at=timezone.now() - timedelta(hours=1))

    def work():
        Clock.note_broken(limit=5)
        while dispatch.read_batch("escalation"):
            pass

    assert at_once(*[work] * 4) == [None] * 4
    dispatch.drain()
    assert Case.objects.count() == 25
    assert Event.objects.filter(verb="support.case.opened").count() == 25


@pytest.mark.parametrize("number", range(6))
def test_customer_replies_while_the_agent_ends(cast, number):
    """Whichever comes first, the reply is kept and the case is open: it is read before it is over."""
    case, agent = private_case(cast), cast.agent
    seen = case.messages.get().pk
    ended, _replied = at_once(
        lambda: Case.objects.get(pk=case.pk).end(by=agent, outcome="solved", public_words="", seen=seen),
        lambda: Case.objects.get(pk=case.pk).customer_replies(body="One more thing."),
    )
    case.refresh_from_db()
    assert case.messages.filter(body="One more thing.").count() == 1
    assert case.is_open
    assert ended is None or "The customer has written meanwhile" in str(ended)


def test_private_case_sent_twice_at_once_is_opened_once(cast):
    person, topic = cast.asker, cast.topic
    results = at_once(
        *[lambda: Case.open_privately(by=person, title="My invoice is wrong", body="Elm Road.", topic=topic)] * 4
    )
    assert len({case.pk for case in results}) == 1
    assert Case.objects.count() == 1


def test_end_in_private_and_outcome_in_public_at_once(cast):
    """Both lock the question first: neither waits for ever for the other."""
    question = cast.question()
    case, agent, second = Case.open_for(question, by=cast.asker, why=Case.Why.ASKER), cast.agent, cast.second_agent
    results = at_once(
        lambda: Case.objects.get(pk=case.pk).end(by=agent, outcome="planned", public_words="In May."),
        lambda: Question.objects.get(pk=question.pk).set_outcome("declined", by=second, reason="No."),
        lambda: Case.open_for(Question.objects.get(pk=question.pk), by=None, why=Case.Why.PROMISE),
    )
    dispatch.drain()
    assert not [error for error in results if isinstance(error, Exception)]
    case.refresh_from_db()
    assert case.is_open == (Question.objects.get(pk=question.pk).outcome == "")


def test_worker_killed_in_mid_batch_loses_and_doubles_nothing(cast):
    questions = [make_question(by=cast.asker, topic=cast.topic, title=f"Question number {n}") for n in range(60)]
    Clock.objects.update(due_at=timezone.now() - timedelta(hours=1))
    Clock.note_broken()
    connections.close_all()
    for after in (0.02, 0.05, 0.1, 0.2, 0.3):
        worker = multiprocessing.get_context("fork").Process(target=_read_for_ever)
        worker.start()
        time.sleep(after)
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
    dispatch.drain()
    assert Case.objects.count() == len(questions)
    assert Event.objects.filter(verb="support.case.opened").count() == len(questions)
    assert not Delivery.objects.filter(reader="escalation").exists()


def _read_for_ever() -> None:
    connections.close_all()
    while True:
        dispatch.read_batch("escalation")
