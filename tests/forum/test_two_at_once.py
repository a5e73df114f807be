"""Two people doing the same thing at once, and one person doing it twice, end in one effect and no error."""

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone

from advocates.models import PointEntry, PointRule
from advocates.models.ledger import Deed
from community.clocks.models import Clock
from forum.models import Answer, MeToo, Question
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
def test_two_people_accept_different_answers(cast, is_proving, figure):
    times = 100 if is_proving else 25
    question = cast.question()
    answers = [cast.answer(question, body=f"Try {n}.") for n in range(2)]
    asker, agent = signed_in(cast.asker), signed_in(cast.agent)
    path = f"/questions/{question.pk}/solution/"
    statuses, solutions = [], set()

    for _time in range(times):
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
        f"two people accept different answers at the same instant, {times} times",
        "always exactly one solution, no 500",
        f"{times} of {times} with one solution, {sum(s >= 500 for s in statuses)} times a 5xx; either one won",
    )


@pytest.mark.proof
def test_fifty_members_vote_at_once_and_one_member_fifty_times(cast, work, figure):
    PointRule.objects.filter(deed=Deed.VOTED).update(daily_times=None)
    answer, other = cast.answer(), cast.answer()
    members = [make_member(f"voter{n}") for n in range(50)]

    crowd = [signed_in(member) for member in members]
    windows = [signed_in(members[0]) for _ in range(50)]

    many = at_once(*[lambda c=c: c.post(f"/answers/{answer.pk}/vote/").status_code for c in crowd])
    one = at_once(*[lambda c=c: c.post(f"/answers/{other.pk}/vote/").status_code for c in windows])
    work()

    assert set(many) == set(one) == {302}
    for voted, score in ((answer, 50), (other, 1)):
        voted.refresh_from_db()
        assert voted.score == voted.votes.count() == score
        assert PointEntry.objects.filter(subject_id=voted.pk, rule__deed=Deed.VOTED).count() == score
        Answer.objects.filter(pk=voted.pk).recount()
        voted.refresh_from_db()
        assert voted.score == score
    figure(
        "50 votes at once by 50 members; by one member",
        "50; 1; score = ledger = recount",
        f"{answer.score}; {other.score}; as many entries of the ledger, and the same after a recount",
    )


def test_one_member_has_the_problem_many_times_at_once(cast):
    question = cast.question()

    at_once(*[lambda: Question.objects.get(pk=question.pk).say_me_too(by=cast.stranger)] * 5)

    question.refresh_from_db()
    assert (question.me_too_count, MeToo.objects.count()) == (1, 1)


@pytest.mark.proof
def test_accepting_and_taking_it_back_twenty_times_leaves_what_was_said_last(cast, work, figure):
    answer = cast.answer()
    question = answer.question
    for _time in range(20):
        question.accept(answer, by=cast.asker)
        question.unaccept(by=cast.asker)
        work()
    question.refresh_from_db()
    cast.helper.refresh_from_db()
    assert (question.solution, cast.helper.points, cast.helper.people_helped) == (None, 0, 0)
    assert Clock.objects.of(question).open().count() == 0
    question.accept(answer, by=cast.asker)
    work()
    cast.helper.refresh_from_db()
    assert cast.helper.people_helped == 1
    assert cast.helper.points == PointRule.objects.in_force(timezone.now()).get(deed=Deed.ACCEPTED).points
    figure(
        "accept and take back, 20 times",
        "net effect right",
        f"0 points and 0 people helped after the last taking back, {cast.helper.points} and 1 after accepting once more",
    )


def test_the_same_form_sent_many_times_at_once_makes_one(cast):
    question = cast.question()
    clients = [signed_in(cast.helper) for _ in range(8)]

    statuses = at_once(
        *[lambda c=c: c.post(f"/questions/{question.pk}/answers/", {"body": "Once."}).status_code for c in clients]
    )

    assert set(statuses) == {302}
    assert Answer.objects.count() == 1


@pytest.mark.proof
def test_accepting_while_the_answer_is_hidden(cast, figure):
    dangling = 0
    for _time in range(20):
        answer = cast.answer()
        question = Question.objects.get(pk=answer.question_id)

        results = at_once(
            lambda q=question, a=answer: q.accept(Answer.objects.get(pk=a.pk), by=cast.asker),
            lambda a=answer: Answer.objects.get(pk=a.pk).hide(by=cast.moderator),
        )

        question.refresh_from_db()
        dangling += question.solution is not None
        assert all(result is None or isinstance(result, ValidationError) for result in results)
    assert not dangling
    figure("accept against taking away, 20 times", "never a dangling solution", f"{dangling} dangling")
