"""The same thing asked twice becomes one question, and two again where that was wrong."""

import re
from contextlib import suppress
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from advocates.models import PointEntry
from community.clocks.models import Clock
from community.content.audiences import Audience
from community.content.models import Draft
from community.notifications.models import Notification, Subscription
from community.search.models import Document
from forum.models import Answer, Duplicate, Merge, Question
from tests.cast import make_comment
from tests.forum.programs import program_of
from tests.forum.races import at_once

pytestmark = pytest.mark.django_db
WHY = "The same, asked twice."


@pytest.fixture
def two(cast):
    """What the asker asked twice, each answered by somebody."""
    gone = cast.question(title="Wi-Fi is gone at night, what now?")
    stays = cast.question()
    cast.answer(gone, by=cast.advocate, body="Abracadabra, says the manual.")
    cast.answer(stays)
    return gone, stays


def fresh(*questions: Question) -> list[Question]:
    return [Question.objects.get(pk=question.pk) for question in questions]


def test_who_looks_after_threads_sees_what_will_happen_then_does_it_once(client, cast, two, work):
    gone, stays = two
    make_comment(gone, by=cast.helper, body="Since when?")
    client.force_login(cast.moderator)
    path = f"/questions/{gone.pk}/merge/"
    assert f'value="{stays.pk}"' in client.get(path).content.decode()  # by the same asker: offered
    assert "Say why" in client.post(path, {"likely": stays.pk}).content.decode()
    said = {"likely": stays.pk, "reason": WHY}
    outlook = client.post(path, said).content.decode()
    assert "Nothing has changed yet." in outlook and "1 answer goes there, and 1 comment." in outlook
    assert not Merge.objects.exists()
    back = client.post(path, said | {"back": "yes"}).content.decode()
    assert WHY in back and "There is a problem" not in back

    for _time in range(2):
        led = client.post(path, said | {"confirmed": "yes"})
        assert led["Location"] == stays.get_absolute_url()

    work()
    page = Client().get(stays.get_absolute_url()).content.decode()
    assert "Abracadabra" in page and "Since when?" in page and "2 answers" in page
    reader = Client().get(gone.get_absolute_url())
    assert (reader.status_code, reader["Location"]) == (301, stays.get_absolute_url())
    assert Merge.objects.count() == 1
    assert not Document.objects.filter(subject_id=gone.pk, kind="question").exists()
    assert "Abracadabra" in Document.objects.get(subject_id=stays.pk, kind="question").text
    parts = re.findall(r"/sitemap-questions-\d+\.xml", Client().get("/sitemap.xml").content.decode())
    for address in ("/questions/", "/feeds/questions.atom", *parts):
        listed = Client().get(address).content.decode()
        assert gone.get_absolute_url() not in listed and stays.get_absolute_url() in listed
    assert parts
    assert "Abracadabra" in Client().get(f"/feeds/questions/{stays.pk}.atom").content.decode()


def test_each_history_says_who_and_why_and_everybody_is_told(client, cast, two, work):
    gone, stays = two
    answer, comment = gone.answers.get(), make_comment(gone, by=cast.helper)
    work()
    Notification.objects.all().delete()
    Merge.make(gone, into=stays, by=cast.moderator, reason=WHY)
    work()
    client.force_login(cast.moderator)
    for path in (
        f"/questions/{gone.pk}/history/",
        f"/questions/{stays.pk}/history/",
        f"/answers/{answer.pk}/history/",
        f"/comments/{comment.pk}/history/",
    ):
        page = client.get(path).content.decode()
        assert "Mona Moderator" in page and WHY in page
    assert "Undo the merge" in client.get(f"/questions/{stays.pk}/history/").content.decode()
    told = dict(Notification.objects.values_list("member__username", "title"))
    assert told == {
        "ann": "Your question is part of another one now",
        "ada": "What you wrote stands under another question now",
        "hugo": "What you wrote stands under another question now",
    }


def test_followers_me_toos_and_drafts_go_along(client, cast, two):
    gone, stays = two
    gone.say_me_too(by=cast.stranger)
    Subscription.follow(cast.editor, gone)
    Draft.keep({"body": "I think"}, by=cast.manager, place=f"answer:{gone.pk}")
    merge = Merge.make(gone, into=stays, by=cast.moderator, reason=WHY)
    stays = fresh(stays)[0]
    assert stays.me_too_count == 1
    assert Subscription.is_following(cast.stranger, stays) and Subscription.is_following(cast.editor, stays)
    assert Draft.objects.get().place == f"answer:{stays.pk}"
    client.force_login(cast.stranger)
    assert client.get(gone.get_absolute_url()).status_code == 301  # what they wait for stands there
    client.post(f"/questions/{gone.pk}/answers/", {"body": "From a page that was open."})
    assert stays.answers.filter(author=cast.stranger).exists()
    merge.undo(by=cast.moderator, reason="Two things.")
    gone, stays = fresh(gone, stays)
    assert (gone.me_too_count, stays.me_too_count) == (1, 0)
    assert not Subscription.is_following(cast.editor, stays)


def test_the_solution_there_stays_and_the_other_one_keeps_what_it_earned(cast, two, work):
    gone, stays = two
    mine, theirs = gone.answers.get(), stays.answers.get()
    gone.accept(mine, by=cast.asker)
    stays.accept(theirs, by=cast.asker)
    mine.vote(by=cast.stranger)
    work()
    earned = dict(PointEntry.objects.values_list("member__username", "points"))
    merge = Merge.make(gone, into=stays, by=cast.moderator, reason=WHY)
    work()
    gone, stays = fresh(gone, stays)
    mine.refresh_from_db()
    cast.advocate.refresh_from_db()
    assert (gone.solution, stays.solution, mine.question) == (None, theirs, stays)
    assert (mine.score, mine.confirmed_count, cast.advocate.people_helped) == (1, 1, 1)
    assert earned == dict(PointEntry.objects.values_list("member__username", "points"))
    merge.undo(by=cast.moderator, reason="Two things.")
    work()
    gone, stays = fresh(gone, stays)
    cast.advocate.refresh_from_db()
    mine.refresh_from_db()
    assert (gone.solution, stays.solution, mine.confirmed_count) == (mine, theirs, 0)
    assert cast.advocate.people_helped == 1 and gone.duplicate_of is None
    assert earned == dict(PointEntry.objects.values_list("member__username", "points"))


def test_the_solution_is_carried_where_the_same_asker_has_none_there(cast, two):
    gone, stays = two
    mine = gone.answers.get()
    gone.accept(mine, by=cast.asker)
    merge = Merge.make(gone, into=stays, by=cast.moderator, reason=WHY)
    gone, stays = fresh(gone, stays)
    assert (gone.solution, stays.solution, stays.accepted_by) == (None, mine, cast.asker)
    merge.undo(by=cast.moderator, reason="Two things.")
    gone, stays = fresh(gone, stays)
    assert (gone.solution, gone.accepted_by, stays.solution) == (mine, cast.asker, None)


def test_promises_follow_what_is_answered_where(cast):
    gone = cast.answer(cast.question(title="Wi-Fi is gone at night, what now?")).question
    stays = cast.question()
    merge = Merge.make(gone, into=stays, by=cast.moderator, reason=WHY)
    stays = fresh(stays)[0]
    assert stays.is_answered and stays.first_answered_at >= stays.created_at
    assert not Clock.objects.of(stays).open().exists()
    merge.undo(by=cast.moderator, reason="Two things.")
    assert Clock.objects.of(stays).running().exists() and not Clock.objects.of(gone).open().exists()


def test_undo_sends_back_what_came_and_leaves_what_was_said_since(client, cast, two):
    gone, stays = two
    Merge.make(gone, into=stays, by=cast.moderator, reason=WHY)
    since = cast.answer(fresh(stays)[0], by=cast.stranger)
    client.force_login(cast.moderator)
    path = f"/questions/{gone.pk}/merge/remove/"
    assert client.post(path, {"reason": ""}).status_code == 422
    for _time in range(2):
        assert client.post(path, {"reason": "Two things."}).status_code == 302
    gone, stays = fresh(gone, stays)
    assert (gone.answer_count, stays.answer_count, gone.is_merged) == (1, 2, False)
    assert since in stays.answers.all() and not Duplicate.objects.exists()
    assert Client().get(gone.get_absolute_url()).status_code == 200


def test_undo_is_refused_while_a_solution_hangs_on_it(cast, two):
    gone, stays = two
    mine = gone.answers.get()
    merge = Merge.make(gone, into=stays, by=cast.moderator, reason=WHY)
    fresh(stays)[0].accept(fresh_answer(mine), by=cast.asker)
    with pytest.raises(ValidationError, match="has become the solution"):
        merge.undo(by=cast.moderator, reason="Two things.")
    fresh(stays)[0].unaccept(by=cast.asker)
    Merge.make(fresh(stays)[0], into=cast.question(title="A third one, about all of it"), by=cast.moderator, reason=WHY)
    with pytest.raises(ValidationError, match="leads to another question"):
        merge.undo(by=cast.moderator, reason="Two things.")
    with pytest.raises(ValidationError, match="Undo the merge"):
        Duplicate.objects.get(question=gone).undo(by=cast.moderator)


def fresh_answer(answer: Answer) -> Answer:
    return Answer.objects.get(pk=answer.pk)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"audience": Audience.STAFF}, "for different people"),
        ({"kind": Question.Kind.DISCUSSION}, "They stay apart"),
    ],
)
def test_what_does_not_fit_together_is_refused_in_words(client, cast, two, change, sentence):
    gone, stays = two
    Question.objects.filter(pk=stays.pk).update(**change)
    client.force_login(cast.moderator)
    page = client.post(f"/questions/{gone.pk}/merge/", {"canonical": stays.pk, "reason": WHY})
    assert page.status_code == 422 and sentence in page.content.decode()
    with pytest.raises(ValidationError):
        Merge.make(gone, into=gone, by=cast.moderator, reason=WHY)
    stays.hide(by=cast.moderator)
    with pytest.raises(ValidationError):
        Merge.make(gone, into=stays, by=cast.moderator, reason=WHY)


def test_a_program_merges_and_undoes_and_strangers_may_not(cast, two):
    gone, stays = two
    send = program_of(cast.moderator)
    for _time in range(2):
        made = send(f"/questions/{gone.pk}/merge", {"canonical": stays.pk, "reason": WHY})
        assert (made.status_code, made.json()["id"], made.json()["answers"]) == (200, stays.pk, 2)
    undone = send(f"/questions/{gone.pk}/merge/remove", {"reason": "Two things."})
    assert (undone.status_code, undone.json()["answers"]) == (200, 1)
    refused = program_of(cast.stranger)(f"/questions/{gone.pk}/merge", {"canonical": stays.pk, "reason": WHY})
    assert refused.status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_two_questions_into_each_other_at_once_lose_nothing(cast, two):
    gone, stays = two
    for _time in range(5):
        both = at_once(
            partial(merged, gone.pk, stays.pk, cast.moderator), partial(merged, stays.pk, gone.pk, cast.moderator)
        )
        assert sorted(both) == ["merged", "refused"]
        merge = Merge.objects.standing().get()
        assert merge.canonical.answers.count() == 2 and merge.question.answers.count() == 0
        merge.undo(by=cast.moderator, reason="Again.")
    assert {question.answers.count() for question in two} == {1}


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_accepting_and_voting_while_the_thread_is_merged_leaves_no_dangling_solution(cast, two, figure):
    gone, stays = two
    mine, stranger, asker = gone.answers.get(), cast.stranger, cast.asker
    for time in range(6):
        results = at_once(
            partial(merged, gone.pk, stays.pk, cast.moderator),
            lambda: accepted(gone.pk, mine.pk, asker),
            lambda: Answer.objects.get(pk=mine.pk).vote(by=stranger),
            lambda n=time: answered(gone.pk, f"Try {n}.", stranger),
        )
        assert results[0] == "merged"
        assert not gone.answers.exists() and stays.answers.count() == 2 + results.count("answered")
        for question in Question.objects.exclude(solution=None):
            assert question.solution.question_id == question.pk
            question.unaccept(by=asker)
        Merge.objects.standing().get().undo(by=cast.moderator, reason="Again.")
        Answer.objects.get(pk=mine.pk).take_back_vote(by=stranger)
        Question.objects.get(pk=gone.pk).unaccept(by=asker)
        gone.answers.filter(author=stranger).delete()
        stays.answers.filter(author=stranger).delete()
    figure(
        "a thread is merged while it is accepted, voted for and answered, 6 times",
        "never a dangling solution, no answer left behind",
        "0 dangling, 0 left behind",
    )


def answered(question: int, body: str, by) -> str:
    try:
        Question.objects.get(pk=question).takes_words.answer(by=by, body=body)
    except ValidationError:
        return "refused"
    return "answered"


def merged(question: int, into: int, by) -> str:
    try:
        Merge.make(Question.objects.get(pk=question), into=Question.objects.get(pk=into), by=by, reason=WHY)
    except ValidationError:
        return "refused"
    return "merged"


def accepted(question: int, answer: int, by) -> None:
    with suppress(ValidationError, ValueError):
        Question.objects.get(pk=question).accept(Answer.objects.get(pk=answer), by=by)
