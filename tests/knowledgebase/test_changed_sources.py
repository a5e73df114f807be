"""Somebody changes what an article quotes: its owner looks at both texts and decides."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from community.activity.models import Event
from community.api.models import ApiKey
from community.content.models import PostRevision
from community.notifications.models import Notification
from forum.promotion import promote_to_article
from knowledgebase import sources, tasks
from knowledgebase.models import SourceTask
from knowledgebase.passages import passages_of
from tests.knowledgebase.articles import make_promoted, make_solution


def open_kinds(article) -> list[str]:
    return sorted(SourceTask.objects.open().filter(article=article).values_list("kind", flat=True))


@pytest.mark.proof
def test_an_edited_source_becomes_a_task_of_the_owner_with_both_texts(cast, client, work, figure):
    answer = make_solution(cast)
    article = make_promoted(cast, answer)
    work()
    assert not SourceTask.objects.exists()

    answer.edit(by=cast.helper, body="Set the channel to 11 by hand.")
    work()

    task = SourceTask.objects.get()
    assert (task.kind, task.article, task.quoted.number, task.now.number) == ("edited", article, 1, 2)
    after = task.opened_at - Event.objects.get(verb="forum.answer.edited").at
    assert after < timedelta(minutes=1)
    figure("from the edit of a source to the task of the owner", "within a minute", f"{after.total_seconds():.2f} s")
    assert Notification.objects.filter(member=cast.editor, title__contains="A source of your article").count() == 1
    client.force_login(cast.editor)
    assert "(1)" in client.get(reverse("kb:drafts")).content.decode()
    page = client.get(reverse("kb:tasks"), {"mine": 1}).content.decode()
    assert article.title in page
    assert "<del>6</del>" in page
    assert "<ins>11</ins>" in page
    client.force_login(cast.stranger)
    assert client.get(reverse("kb:tasks")).status_code == 403


def test_editing_it_again_brings_the_same_task_up_to_date_and_replays_change_nothing(cast, work):
    answer = make_solution(cast)
    article = make_promoted(cast, answer)
    answer.edit(by=cast.helper, body="Set the channel to 11 by hand.")
    work()
    answer.edit(by=cast.helper, body="Set the channel to 1 by hand.")
    work()
    for _replay in range(2):
        tasks.look_for_changed_sources()

    task = SourceTask.objects.get()
    assert task.now.number == 3
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceTask.objects.create(
            article=article, post_type=task.post_type, post_id=task.post_id, kind="edited", quoted=task.quoted
        )
    answer.edit(by=cast.helper, body=task.quoted.body)
    work()
    task.refresh_from_db()
    assert task.outcome == "settled"


def test_the_new_words_are_taken_over_into_the_next_revision(cast, client, work):
    answer = make_solution(cast, body="Set the channel to 6 by hand. It has held since.")
    article = make_promoted(cast, answer)
    answer.edit(by=cast.helper, body="Set the channel to 11 by hand. It has held since.")
    work()
    task = SourceTask.objects.get()
    client.force_login(cast.second_editor)

    response = client.post(reverse("kb:task-new-words", args=[task.pk]))

    assert response.url == reverse("kb:article-edit", args=[article.slug])
    newest = article.newest_revision()
    assert (newest.number, newest.author, newest.is_approved) == (2, cast.second_editor, False)
    assert newest.steps == "Set the channel to 11 by hand. It has held since."
    quoted = {s.passage: s.post_revision.number for s in newest.sources.filter(author=cast.helper)}
    assert quoted == {"Set the channel to 11 by hand.": 2, "It has held since.": 2}
    assert set(passages_of(newest.steps_html)) == set(quoted)
    task.refresh_from_db()
    assert (task.outcome, task.closed_by) == ("taken-over", cast.second_editor)
    article.submit(by=cast.second_editor)
    article.publish(by=cast.editor)
    work()
    tasks.look_for_changed_sources()
    assert open_kinds(article) == []


def test_it_stays_for_a_reason_and_is_not_asked_again_about_the_same_words(cast, client, work):
    answer = make_solution(cast)
    article = make_promoted(cast, answer)
    answer.edit(by=cast.helper, body="Set the channel to 11 by hand.")
    work()
    task = SourceTask.objects.get()
    client.force_login(cast.editor)
    address = reverse("kb:task-stays", args=[task.pk])

    client.post(address, {"reason": " "})
    assert open_kinds(article) == ["edited"]
    client.post(address, {"reason": "Channel 6 is what we tested."})

    task.refresh_from_db()
    assert (task.outcome, task.reason, task.closed_by) == ("stays", "Channel 6 is what we tested.", cast.editor)
    tasks.look_for_changed_sources()
    assert open_kinds(article) == []
    with pytest.raises(ValidationError):
        task.stay(by=cast.editor, reason="")
    answer.edit(by=cast.helper, body="Do not do that.")
    work()
    assert open_kinds(article) == ["edited"]


def test_unaccepted_hidden_and_deleted_sources_are_told_apart_and_settle_when_undone(cast, work):
    answer = make_solution(cast)
    article = make_promoted(cast, answer)
    question = answer.question
    question.unaccept(by=cast.asker)
    work()
    assert open_kinds(article) == ["unaccepted"]
    question.accept(answer, by=cast.asker)
    work()
    assert open_kinds(article) == []

    question.hide(by=cast.moderator)
    work()
    assert open_kinds(article) == ["hidden", "hidden"]  # the question and the answer below it
    question.unhide(by=cast.moderator)
    work()
    assert open_kinds(article) == []

    kind, pk = article.drafted_from_type_id, answer.pk
    question.unaccept(by=cast.asker)
    work()
    answer.delete()
    sources.look_at([(kind, pk)])
    tasks.look_for_changed_sources()
    assert open_kinds(article) == ["gone"]
    article.archive(by=cast.second_editor)
    work()
    assert open_kinds(article) == []


def test_hidden_words_stay_out_of_the_page_of_who_may_not_see_them(cast, client, work):
    answer = make_solution(cast)
    promote_to_article(answer, by=cast.editor)
    answer.edit(by=cast.helper, body="A canary sings here.")
    answer.hide(by=cast.moderator)
    work()
    assert PostRevision.objects.of(answer).count() == 2
    client.force_login(cast.editor)
    page = client.get(reverse("kb:tasks")).content.decode()
    assert "was hidden" in page
    assert "canary" not in page


def test_a_program_reads_and_decides_the_same(cast, client, work):
    answer = make_solution(cast)
    make_promoted(cast, answer)
    answer.edit(by=cast.helper, body="Set the channel to 11 by hand.")
    work()
    _key, secret = ApiKey.make(member=cast.editor, name="x", scope="write")
    headers = {"Authorization": f"Bearer {secret}"}
    [task] = client.get("/api/v1/articles/tasks", headers=headers).json()["tasks"]
    assert (task["kind"], task["now"]) == ("edited", "Set the channel to 11 by hand.")
    said = client.post(
        f"/api/v1/articles/tasks/{task['id']}/stays", {"reason": "Tested."}, "application/json", headers=headers
    )
    assert said.json() == {"outcome": "stays"}
    assert timezone.now() - SourceTask.objects.get().closed_at < timedelta(minutes=1)
