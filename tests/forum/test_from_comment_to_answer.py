"""A comment that helps becomes an answer; many comments fold."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from community.activity.models import Event
from community.clocks.models import Clock
from community.content.models import PostRevision
from community.moderation.models import Flag, Review
from community.moderation.models.flag import Reason
from community.notifications.models import Notification, Subscription
from forum.models import Answer, Comment, Question
from tests.cast import make_comment
from tests.forum.programs import program_of
from tests.forum.races import at_once

pytestmark = pytest.mark.django_db
WORDS = "Set the *channel* to 6."


@pytest.fixture
def comment(cast):
    """What the helper wrote as a comment, and is an answer."""
    return make_comment(cast.question(), by=cast.helper, body=WORDS)


def test_its_author_makes_an_answer_of_it_by_a_page_that_asks_first(client, cast, comment):
    client.force_login(cast.helper)
    page = client.get(comment.question.get_absolute_url()).content.decode()
    assert f"/comments/{comment.pk}/answer/" in page
    asked = client.get(f"/comments/{comment.pk}/answer/").content.decode()
    assert "<em>channel</em>" in asked and "Hugo Helper" in asked

    led = client.post(f"/comments/{comment.pk}/answer/", {"reason": "It solves it."})

    answer = Answer.objects.get()
    assert led["Location"] == answer.get_absolute_url()
    assert (answer.author, answer.created_at, answer.body) == (cast.helper, comment.created_at, WORDS)
    assert not Comment.objects.exists()


def test_the_address_of_the_comment_leads_to_the_answer(client, cast, comment):
    answer = comment.become_answer(by=cast.helper)
    page = Client().get(answer.question.get_absolute_url()).content.decode()
    assert page.count('id="comment-') == 1
    assert f'id="answer-{answer.pk}"><span class="answer__was" id="comment-{answer.was_comment}">' in page
    client.force_login(cast.helper)
    assert client.get(f"/comments/{answer.was_comment}/answer/")["Location"] == answer.get_absolute_url()


def test_only_its_author_and_who_looks_after_posts(client, cast, comment):
    for who in (cast.asker, cast.stranger):
        client.force_login(who)
        assert client.post(f"/comments/{comment.pk}/answer/").status_code == 403
        page = client.get(comment.question.get_absolute_url()).content.decode()
        assert f"/comments/{comment.pk}/answer/" not in page
    comment.question.set_locked(True, by=cast.moderator)
    client.force_login(cast.helper)
    assert client.post(f"/comments/{comment.pk}/answer/").status_code == 403
    client.force_login(cast.moderator)
    assert client.post(f"/comments/{comment.pk}/answer/").status_code == 302


def test_a_first_answer_keeps_the_promise_and_is_counted(cast, comment):
    comment.become_answer(by=cast.moderator)
    question = Question.objects.get()
    assert (question.answer_count, question.is_answered) == (1, True)
    assert Clock.objects.of(question).get().kept_at is not None


def test_a_comment_of_the_asker_keeps_no_promise(cast):
    question = cast.question()
    make_comment(question, by=cast.asker, body="Solved it by turning it off.").become_answer(by=cast.asker)
    question.refresh_from_db()
    assert not question.is_answered and Clock.objects.of(question).running().exists()


def test_what_waited_for_this_comment_waits_no_more(cast):
    question = cast.question()
    comment = make_comment(question, by=cast.helper, asks_for_detail=True)
    comment.become_answer(by=cast.moderator)
    question.refresh_from_db()
    assert question.needs_info_since is None


def test_the_history_says_who_and_why_and_keeps_earlier_words(client, cast, comment):
    comment.edit(by=cast.helper, body="Set the *channel* to 11.")
    answer = comment.become_answer(by=cast.moderator, reason="It is the way out.")
    client.force_login(cast.helper)
    page = client.get(f"/answers/{answer.pk}/history/").content.decode()
    assert "Mona Moderator" in page and "From a comment: It is the way out." in page and "Version 3" in page
    assert [row.body for row in PostRevision.objects.of(answer)][-1] == WORDS


def test_its_author_the_asker_and_followers_are_told_once(cast, comment, work):
    Subscription.follow(cast.stranger, comment.question)
    work()
    comment.become_answer(by=cast.moderator, reason="It solves it.")
    work()
    told = {row.member: row.title for row in Notification.objects.all()}
    assert len(told) == Notification.objects.count() == 3
    assert told[cast.helper] == "Your comment is an answer now"
    assert told[cast.asker] == "Hugo Helper answered your question"
    assert told[cast.stranger] == "Hugo Helper answered a question that you follow"


def test_what_was_reported_about_it_is_about_the_answer(cast, comment):
    Flag.raise_on(comment, by=cast.stranger, reason=Reason.SPAM)
    answer = comment.become_answer(by=cast.helper)
    assert Review.objects.get().subject == answer


def test_a_hidden_comment_stays_one(client, cast, comment):
    comment.hide(by=cast.moderator)
    with pytest.raises(ValidationError):
        comment.become_answer(by=cast.moderator)
    client.force_login(cast.moderator)
    assert client.post(f"/comments/{comment.pk}/answer/").status_code == 403


def test_a_comment_under_an_answer_stands_beside_it(cast):
    first = cast.answer()
    said = Comment.post(by=cast.stranger, question=first.question, answer=first, body="Channel 11 is better.")
    said.become_answer(by=cast.stranger)
    assert Question.objects.get().answer_count == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_answer(cast, comment):
    alike = [Comment.objects.get(pk=comment.pk) for _ in range(4)]
    moderator = cast.moderator
    made = at_once(*(partial(one.become_answer, by=moderator) for one in alike))
    assert len({answer.pk for answer in made}) == 1 == Answer.objects.count()
    assert Event.objects.filter(verb="forum.answer.posted").count() == 1


def test_a_program_makes_it_too_and_twice_is_once(client, cast, comment):
    send = program_of(cast.helper)
    one = send(f"/comments/{comment.pk}/answer", {"reason": "It solves it."})
    two = send(f"/comments/{comment.pk}/answer", {})
    assert one.status_code == two.status_code == 200 and one.json()["id"] == two.json()["id"]
    assert program_of(cast.stranger)("/comments/999/answer", {}).status_code == 404


def test_after_five_comments_the_rest_is_folded(client, cast):
    question = cast.question()
    for n in range(7):
        make_comment(question, by=cast.helper, body=f"Detail number {n}.")
    page = Client().get(question.get_absolute_url()).content.decode()
    shown, folded = page.split('<details class="comments__more">')
    assert "Show 2 more comments" in folded
    assert "Detail number 4." in shown and "Detail number 5." in folded and "Detail number 5." not in shown
