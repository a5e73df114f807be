"""Two people doing the same thing at once, and one person doing it twice, end in one effect and no error."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from forum.models import Answer, MeToo, Question, Vote
from tests.cast import make_member

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Start all acts at the same instant, each on a connection of its own; what each returned or raised."""
    barrier = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=30)
            results[place] = act()
        except Exception as error:  # noqa: BLE001  whatever it was is what is compared
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def signed_in(member) -> Client:
    client = Client(HTTP_SEC_FETCH_SITE="same-origin", raise_request_exception=False)
    client.force_login(member)
    return client


@pytest.mark.proof
def test_two_people_accept_different_answers(cast, figure):
    question = cast.question()
    answers = [cast.answer(question, body=f"Try {n}.") for n in range(2)]
    asker, agent = signed_in(cast.asker), signed_in(cast.agent)
    path = f"/questions/{question.pk}/solution/"
    statuses, solutions = [], set()

    for _time in range(100):
        first, second = at_once(
            lambda: asker.post(path, {"answer": answers[0].pk}).status_code,
            lambda: agent.post(path, {"answer": answers[1].pk}).status_code,
        )
        statuses += [first, second]
        question.refresh_from_db()
        assert question.solution in answers
        assert sum(answer.is_solution for answer in Answer.objects.all()) == 1
        solutions.add(question.solution_id)
        question.unaccept(by=cast.asker)

    assert set(statuses) == {302}
    figure(
        "two people accept different answers at the same instant, 100 times",
        "always exactly one solution, no 500",
        f"100 of 100 with one solution, {sum(s >= 500 for s in statuses)} times a 5xx; either one won",
    )


def test_many_members_vote_at_once(cast):
    answer = cast.answer()
    members = [make_member(f"voter{n}") for n in range(12)]

    at_once(*[lambda m=m: Answer.objects.get(pk=answer.pk).vote(by=m) for m in members])

    answer.refresh_from_db()
    assert answer.score == Vote.objects.count() == len(members)


def test_one_member_votes_and_shares_many_times_at_once(cast):
    answer = cast.answer()
    question = answer.question

    at_once(*[lambda: Answer.objects.get(pk=answer.pk).vote(by=cast.stranger)] * 5)
    at_once(*[lambda: Question.objects.get(pk=question.pk).say_me_too(by=cast.stranger)] * 5)

    answer.refresh_from_db()
    question.refresh_from_db()
    assert (answer.score, Vote.objects.count()) == (1, 1)
    assert (question.me_too_count, MeToo.objects.count()) == (1, 1)


def test_the_same_form_sent_many_times_at_once_makes_one(cast):
    question = cast.question()
    clients = [signed_in(cast.helper) for _ in range(8)]

    statuses = at_once(
        *[lambda c=c: c.post(f"/questions/{question.pk}/answers/", {"body": "Once."}).status_code for c in clients]
    )

    assert set(statuses) == {302}
    assert Answer.objects.count() == 1


def test_accepting_while_the_answer_is_hidden(cast):
    for _time in range(10):
        answer = cast.answer()
        question = Question.objects.get(pk=answer.question_id)

        at_once(
            lambda q=question, a=answer: q.accept(Answer.objects.get(pk=a.pk), by=cast.asker),
            lambda a=answer: Answer.objects.get(pk=a.pk).hide(by=cast.moderator),
        )

        question.refresh_from_db()
        assert question.solution is None
