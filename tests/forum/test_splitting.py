"""Something else that was asked in a thread becomes a question of its own."""

import re
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from community.clocks.models import Clock
from community.content.models import PostRevision
from community.moderation.models import Flag, Review
from community.moderation.models.flag import Reason
from community.notifications.models import Notification, Subscription
from community.search.models import Document
from forum.models import Answer, Comment, Question, Split
from tests.cast import make_comment, make_topic
from tests.forum.programs import program_of
from tests.forum.races import at_once

pytestmark = pytest.mark.django_db
WHY = "That is another device."
TITLE = "My second hub hums, is that normal?"


@pytest.fixture
def thread(cast):
    """A question, what somebody else asks in an answer, and what answers that."""
    question = cast.question()
    right = cast.answer(question)
    asks = cast.answer(question, by=cast.stranger, body="And my **second** hub hums, is that normal?")
    replies = cast.answer(question, by=cast.advocate, body="It hums when it is warm. Abracadabra.")
    return question, right, asks, replies


def test_who_looks_after_threads_splits_it_off_after_seeing_what_will_happen(client, cast, thread, work):
    question, right, asks, replies = thread
    about = Comment.post(by=cast.helper, question=question, answer=replies, body="Mine too.")
    on_asking = Comment.post(by=cast.helper, question=question, answer=asks, body="Which hub?")
    client.force_login(cast.moderator)
    path = f"/questions/{question.pk}/split/"
    page = client.get(f"{path}?asks=answer-{asks.pk}").content.decode()
    assert re.search(rf'value="answer-{asks.pk}"[^>]* checked', page)
    said = {
        "asks": f"answer-{asks.pk}",
        "answers": [replies.pk],
        "title": TITLE,
        "topic": cast.topic.pk,
        "reason": WHY,
    }
    outlook = client.post(path, said).content.decode()
    assert "Sam Stranger asks" in outlook and "There is no undoing." in outlook and not Split.objects.exists()

    for _time in range(2):
        led = client.post(path, said | {"confirmed": "yes"})
        made = Split.objects.get().made
        assert led["Location"] == made.get_absolute_url()

    work()
    made = Question.objects.get(pk=made.pk)
    assert (made.author, made.body, made.created_at) == (cast.stranger, asks.body, asks.created_at)
    assert list(made.answers.all()) == [replies] and list(question.answers.all()) == [right]
    about.refresh_from_db()
    on_asking.refresh_from_db()
    assert (about.question, about.answer, on_asking.question, on_asking.answer) == (made, replies, made, None)
    assert (made.answer_count, Question.objects.get(pk=question.pk).answer_count) == (1, 1)
    old, new = (Client().get(each.get_absolute_url()).content.decode() for each in (question, made))
    assert made.get_absolute_url() in old and "Abracadabra" not in old
    assert question.get_absolute_url() in new and "<strong>second</strong>" in new
    assert Client().get(f"/answers/{asks.pk}/")["Location"] == made.get_absolute_url()
    assert "Abracadabra" not in Document.objects.get(subject_id=question.pk, kind="question").text
    assert "Abracadabra" in Document.objects.get(subject_id=made.pk, kind="question").text


def test_histories_say_why_and_everybody_is_told(client, cast, thread, work):
    question, _right, asks, replies = thread
    asks.edit(by=cast.stranger, body="And my second hub hums.")
    Flag.raise_on(asks, by=cast.helper, reason=Reason.SPAM)
    work()
    Notification.objects.all().delete()
    made = Split.make(
        question, asks=asks, answers=[replies], title=TITLE, topic=cast.topic, by=cast.moderator, reason=WHY
    ).made
    work()
    assert {"sam", "ada", "ann"} == set(Notification.objects.values_list("member__username", flat=True))
    assert Subscription.is_following(cast.stranger, made) and Subscription.is_following(cast.advocate, made)
    assert Review.objects.get().subject == made and PostRevision.objects.of(made).count() == 3
    client.force_login(cast.moderator)
    for path in (
        f"/questions/{made.pk}/history/",
        f"/questions/{question.pk}/history/",
        f"/answers/{replies.pk}/history/",
    ):
        page = client.get(path).content.decode()
        assert "Mona Moderator" in page and WHY in page


def test_nobody_has_answered_it_so_an_answer_is_promised_and_the_old_one_is_promised_again(cast):
    question = cast.question()
    asks = cast.answer(question, by=cast.stranger, body="And my second hub?")
    assert not Clock.objects.of(question).open().exists()
    made = Split.make(question, asks=asks, title=TITLE, topic=cast.topic, by=cast.moderator, reason=WHY).made
    assert Clock.objects.of(made).running().exists() and Clock.objects.of(question).running().exists()


def test_a_comment_may_ask_and_what_waited_for_it_waits_no_more(cast):
    question = cast.question()
    comment = make_comment(question, by=cast.helper, body="Does mine do that too?", asks_for_detail=True)
    made = Split.make(question, asks=comment, title=TITLE, topic=cast.topic, by=cast.moderator, reason=WHY).made
    question.refresh_from_db()
    assert (made.author, made.body, question.needs_info_since) == (cast.helper, comment.body, None)
    assert not Comment.objects.exists()


def test_where_nobody_asks_the_mover_asks_in_their_own_words(client, cast, thread):
    question, _right, _asks, replies = thread
    client.force_login(cast.moderator)
    said = {"asks": "me", "words": "Why does it hum?", "title": TITLE, "topic": cast.topic.pk, "reason": WHY}
    path = f"/questions/{question.pk}/split/"
    assert "Choose the answers that belong to it." in client.post(path, said).content.decode()
    client.post(path, said | {"answers": [replies.pk], "confirmed": "yes"})
    made = Split.objects.get().made
    assert (made.author, made.body, made.created_at) == (cast.moderator, "Why does it hum?", question.created_at)


def test_the_solution_stays_and_what_is_gone_is_said(cast, thread):
    question, right, asks, replies = thread
    question.accept(right, by=cast.asker)
    split = partial(Split.make, question, title=TITLE, topic=cast.topic, by=cast.moderator, reason=WHY)
    with pytest.raises(ValidationError, match="does not ask"):
        split(asks=right)
    with pytest.raises(ValidationError, match="stays with the question"):
        split(asks=asks, answers=[right])
    below = Comment.post(by=cast.helper, question=question, answer=replies, body="And is mine?")
    replies.hide(by=cast.moderator)
    for chosen in ({"asks": asks, "answers": [replies]}, {"asks": below}):
        with pytest.raises(ValidationError, match="no longer there"):
            split(**chosen)
    with pytest.raises(ValidationError, match="Say why"):
        split(asks=asks, reason=" ")
    with pytest.raises(ValidationError, match="stays private"):
        split(asks=asks, topic=make_topic("Contracts", is_private_by_default=True))


def test_a_program_splits_once_and_merging_back_brings_the_answers_back(cast, thread):
    question, _right, asks, replies = thread
    send = program_of(cast.moderator)
    call = {"title": TITLE, "topic": cast.topic.slug, "asks_answer": asks.pk, "answers": [replies.pk], "reason": WHY}
    for _time in range(2):
        made = send(f"/questions/{question.pk}/split", call)
        assert (made.status_code, made.json()["author"]["username"], made.json()["answers"]) == (201, "sam", 1)
    assert Split.objects.count() == 1
    assert program_of(cast.asker)(f"/questions/{question.pk}/split", call).status_code == 403
    back = send(f"/questions/{made.json()['id']}/merge", {"canonical": question.pk, "reason": "Not another one."})
    assert back.json()["answers"] == 2


@pytest.mark.django_db(transaction=True)
def test_split_off_while_it_is_accepted_and_by_two_at_once(cast, thread):
    question, _right, asks, replies = thread
    split = partial(Split.make, answers=[replies], title=TITLE, topic=cast.topic, by=cast.moderator, reason=WHY)

    def tried(do) -> str:
        try:
            do()
        except (ValidationError, ValueError):
            return "refused"
        return "done"

    asker = cast.asker
    said = at_once(
        lambda: tried(lambda: split(Question.objects.get(pk=question.pk), asks=asks)),
        lambda: tried(lambda: split(Question.objects.get(pk=question.pk), asks=asks)),
        lambda: tried(lambda: Question.objects.get(pk=question.pk).accept(Answer.objects.get(pk=replies.pk), by=asker)),
    )
    assert said.count("done") == 1 and Split.objects.count() == (0 if said[2] == "done" else 1)
    for each in Question.objects.exclude(solution=None):
        assert each.solution.question_id == each.pk
