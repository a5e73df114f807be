"""Useful, me too, follow: one press each."""

import pytest
from django.test import Client

from community.notifications.models import Subscription
from forum.models import Answer, Question
from tests.cast import make_member
from tests.forum.races import at_once


@pytest.mark.django_db
def test_a_vote_counts_once_and_can_be_taken_back(client, cast):
    answer = cast.answer()
    client.force_login(cast.stranger)
    for path, score in (("", 1), ("", 1), ("remove/", 0), ("remove/", 0)):
        assert client.post(f"/answers/{answer.pk}/vote/{path}").status_code == 302
        assert Answer.objects.get().score == score


@pytest.mark.django_db
def test_nobody_votes_for_their_own_answer(client, cast):
    answer = cast.answer()
    client.force_login(cast.helper)
    assert client.post(f"/answers/{answer.pk}/vote/").status_code == 403
    assert Answer.objects.get().score == 0


@pytest.mark.django_db
def test_the_button_comes_back_pressed_and_says_so(client, cast):
    answer = cast.answer()
    client.force_login(cast.stranger)
    button = client.post(f"/answers/{answer.pk}/vote/", headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in button.content.decode()
    assert f'id="vote-{answer.pk}"' in button.content.decode()
    assert "Your vote counts" in button["HX-Trigger"]


@pytest.mark.django_db
def test_votes_are_limited(client, cast, settings):
    settings.LIMITS_ENABLED = True
    answer = cast.answer()
    client.force_login(cast.stranger)
    statuses = [client.post(f"/answers/{answer.pk}/vote/").status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]


@pytest.mark.django_db
def test_me_too_counts_once_and_follows(client, cast):
    question = cast.question()
    client.force_login(cast.stranger)
    client.post(f"/questions/{question.pk}/me-too/")
    client.post(f"/questions/{question.pk}/me-too/")
    assert Question.objects.get().me_too_count == 1
    assert Subscription.is_following(cast.stranger, question)


@pytest.mark.django_db
def test_follow_and_unfollow(client, cast):
    question = cast.question()
    client.force_login(cast.stranger)
    client.post(f"/questions/{question.pk}/follow/")
    assert Subscription.is_following(cast.stranger, question)
    client.post(f"/questions/{question.pk}/follow/remove/")
    assert not Subscription.is_following(cast.stranger, question)


@pytest.mark.django_db
def test_signed_out_a_vote_leads_to_the_door_and_changes_nothing(client, cast):
    answer = cast.answer()
    assert client.post(f"/answers/{answer.pk}/vote/")["Location"].startswith("/accounts/login/")
    assert Answer.objects.get().score == 0


@pytest.mark.django_db(transaction=True)
def test_one_person_votes_ten_times_at_once_and_counts_once(cast):
    answer = cast.answer()
    clients = [Client() for _ in range(10)]
    for client in clients:
        client.force_login(cast.stranger)
    answers = at_once(*(lambda c=client: c.post(f"/answers/{answer.pk}/vote/") for client in clients))
    assert {response.status_code for response in answers} == {302}
    assert (Answer.objects.get().score, answer.votes.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_ten_people_vote_on_two_answers_at_once_and_all_are_counted(cast):
    first = cast.answer()
    second = cast.answer(first.question)
    people = [make_member(f"voter{n}") for n in range(10)]
    at_once(
        *(
            lambda pk=(first, second)[n % 2].pk, who=who: Answer.objects.get(pk=pk).vote(by=who)
            for n, who in enumerate(people)
        )
    )
    assert sorted(Answer.objects.values_list("score", flat=True)) == [5, 5]
    assert (Question.objects.get().best_score, Question.objects.get().vote_count) == (5, 10)
