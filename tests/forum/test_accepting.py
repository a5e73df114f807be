"""The asker says which answer solved it."""

import pytest

from community.activity.models import Event
from forum.models import Question
from tests.cast import make_answer
from tests.forum.races import at_once


def accept(client, question, answer, **headers):
    return client.post(f"/questions/{question.pk}/solution/", {"answer": answer.pk}, **headers)


@pytest.mark.django_db
def test_asker_accepts_and_everybody_sees_it(client, cast):
    answer = cast.answer()
    client.force_login(cast.asker)
    assert accept(client, answer.question, answer).status_code == 302
    client.logout()
    page = client.get(answer.question.get_absolute_url()).content.decode()
    assert "answer--solution" in page and "accepted by Ann Asker" in page


@pytest.mark.django_db
def test_the_solution_comes_first_however_many_votes_another_has(client, cast):
    first = cast.answer()
    liked = make_answer(first.question, by=cast.stranger, body="Everybody likes this one.")
    liked.vote(by=cast.helper)
    first.question.accept(first, by=cast.asker)
    page = client.get(first.question.get_absolute_url()).content.decode()
    assert page.index(f'id="answer-{first.pk}"') < page.index(f'id="answer-{liked.pk}"')


@pytest.mark.django_db
def test_a_stranger_is_told_that_only_the_asker_and_support_can(client, cast):
    answer = cast.answer()
    client.force_login(cast.stranger)
    assert accept(client, answer.question, answer).status_code == 403
    assert not Question.objects.get().is_solved


@pytest.mark.django_db
def test_an_answer_to_another_question_is_not_found(client, cast):
    answer, other = cast.answer(), cast.question(title="Another question altogether")
    client.force_login(cast.asker)
    assert accept(client, other, answer).status_code == 404


@pytest.mark.django_db
def test_without_reloading_the_thread_is_swapped_and_it_is_said_aloud(client, cast):
    answer = cast.answer()
    client.force_login(cast.asker)
    fragment = accept(client, answer.question, answer, headers={"HX-Request": "true"})
    assert "Solved" in fragment["HX-Trigger"]
    assert "data-focus" in fragment.content.decode() and "<html" not in fragment.content.decode()


@pytest.mark.django_db
def test_second_accept_moves_the_mark(cast):
    first = cast.answer()
    second = make_answer(first.question, by=cast.stranger)
    first.question.accept(first, by=cast.asker)
    first.question.accept(second, by=cast.asker)
    assert Question.objects.get().solution == second
    assert list(Event.objects.about(first).values_list("verb", flat=True))[-1] == "forum.answer.unaccepted"


@pytest.mark.django_db
def test_taking_it_back_opens_the_question(client, cast):
    answer = cast.answer()
    answer.question.accept(answer, by=cast.asker)
    client.force_login(cast.asker)
    client.post(f"/questions/{answer.question_id}/solution/remove/")
    assert not Question.objects.get().is_solved


@pytest.mark.django_db(transaction=True)
def test_accepting_and_voting_at_once_do_not_wait_for_each_other(cast):
    answer = cast.answer()
    for _time in range(20):
        at_once(lambda: answer.question.accept(answer, by=cast.asker), lambda: vote_anew(answer, cast.stranger))
        assert Question.objects.get().solution_id == answer.pk
        Question.objects.get().unaccept(by=cast.asker)
    answer.refresh_from_db()
    assert (answer.score, answer.votes.count(), Question.objects.get().solution_id) == (0, 0, None)


def vote_anew(answer, member):
    fresh = type(answer).objects.get(pk=answer.pk)
    fresh.vote(by=member)
    fresh.take_back_vote(by=member)
