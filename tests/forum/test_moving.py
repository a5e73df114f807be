"""A question stands in the right topic, with the right tags, and its history says who put it there and why."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from community.clocks.models import Clock, ServiceTarget
from community.members.models import Expertise, Grant, Right, Team
from community.notifications.models import Notification
from community.search.models import Document
from community.support.models import Case
from forum.models import Question
from tests.cast import make_comment, make_topic
from tests.forum.programs import program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def billing():
    return make_topic("Billing")


def test_a_member_with_the_grant_moves_it_after_seeing_what_will_happen(client, cast, billing, work):
    answer = cast.answer()
    question = answer.question
    question.accept(answer, by=cast.asker)
    Grant.give(cast.stranger, Right.RETAG, topic=cast.topic, reason="trusted")
    client.force_login(cast.stranger)
    assert f"/questions/{question.pk}/topic/" in client.get(question.get_absolute_url()).content.decode()
    path, said = f"/questions/{question.pk}/topic/", {"topic": "billing", "reason": "It is about the invoice."}
    assert "Say why" in client.post(path, {"topic": "billing"}).content.decode()
    assert "no longer in “Wi-Fi”" in client.post(path, said).content.decode()
    assert client.post(path, said | {"confirmed": "yes"})["Location"] == question.get_absolute_url()
    work()
    assert question.title in Client().get("/topics/billing/").content.decode()
    assert question.title not in Client().get("/topics/wi-fi/").content.decode()
    assert Document.objects.get(subject_id=question.pk, kind="question").topic == billing
    assert [row.topic for row in Expertise.objects.filter(member=cast.helper)] == [billing]
    assert Notification.objects.filter(member=cast.asker, title__contains="“Billing”").count() == 1
    assert Notification.objects.filter(member=cast.helper, title__contains="“Billing”").count() == 1
    client.force_login(cast.asker)
    history = client.get(f"/questions/{question.pk}/history/").content.decode()
    assert "Sam Stranger" in history and "It is about the invoice." in history and "billing" in history


def test_a_promise_that_ends_sooner_there_holds_and_none_is_put_off(cast, billing):
    ServiceTarget.objects.create(promise="first-answer", topic=billing, minutes=60)
    question = cast.question()
    before = Clock.objects.of(question).get().due_at
    question.move(to=billing, by=cast.asker)
    clock = Clock.objects.of(question).get()
    assert clock.due_at < before and clock.target.topic == billing
    sooner = clock.due_at
    question.edit(by=cast.asker, topic=cast.topic)  # an edit moves it as well
    clock.refresh_from_db()
    assert (clock.topic, clock.due_at) == (cast.topic, sooner)
    Clock.objects.update(due_at=before - timedelta(days=2), broken_at=before)
    question.move(to=billing, by=cast.asker)
    assert Clock.objects.get().due_at == before - timedelta(days=2)


def test_its_case_goes_to_the_team_there(cast, billing, work):
    team = Team.objects.create(name="Money", slug="money")
    team.topics.add(billing)
    question = cast.question()
    case = Case.open_for(question, by=cast.asker, why="asker")
    question.move(to=billing, by=cast.moderator, reason="Money.")
    work()
    case.refresh_from_db()
    assert (case.topic, case.team) == (billing, team)


def test_tags_are_changed_with_a_reason_and_a_diff(client, cast):
    question = cast.question(tags=["router"])
    Grant.give(cast.stranger, Right.RETAG, reason="trusted")
    client.force_login(cast.stranger)
    path = f"/questions/{question.pk}/tags/"
    assert client.post(path, {"tags": "hub, night"}).status_code == 422
    client.post(path, {"tags": "hub, night", "reason": "It is no router."})
    assert sorted(question.tags.names()) == ["hub", "night"]
    client.force_login(cast.asker)
    history = client.get(f"/questions/{question.pk}/history/").content.decode()
    assert "It is no router." in history and "router" in history and "night" in history


def test_who_edits_what_others_wrote_says_why_and_comments_have_a_history(client, cast):
    question = cast.question()
    comment = make_comment(question, by=cast.helper, body="Witch version?")
    client.force_login(cast.moderator)
    path = f"/comments/{comment.pk}/edit/"
    assert client.post(path, {"body": "Which version?"}).status_code == 422
    assert client.post(path, {"body": "Which version?", "reason": "A letter."}).status_code == 302
    with pytest.raises(ValidationError, match="Say why"):
        question.edit(by=cast.moderator, body="Shorter.")
    client.force_login(cast.helper)
    assert f"/comments/{comment.pk}/history/" in client.get(question.get_absolute_url()).content.decode()
    page = client.get(f"/comments/{comment.pk}/history/").content.decode()
    assert "A letter." in page and "Mona Moderator" in page and "<ins>Which</ins>" in page


def test_programs_edit_with_a_reason(cast):
    answer = cast.answer()
    comment = make_comment(answer.question, by=cast.helper)
    send = program_of(cast.moderator)
    title = {"title": "The hub loses its Wi-Fi at night"}
    for path, more in (
        (f"/questions/{answer.question_id}", title),
        (f"/answers/{answer.pk}", {}),
        (f"/comments/{comment.pk}", {}),
    ):
        assert send(f"{path}/edit", {"body": "Shorter."} | more).status_code == 409
        edited = send(f"{path}/edit", {"body": "Shorter.", "reason": "To the point."} | more)
        assert (edited.status_code, edited.json()["body"]) == (200, "Shorter.")
        assert program_of(cast.stranger)(f"{path}/edit", {"body": "Mine."} | more).status_code == 403


def test_programs_move_and_tag(cast, billing):
    question = cast.question()
    send = program_of(cast.moderator)
    moved = send(f"/questions/{question.pk}/topic", {"topic": "billing", "reason": "Money."})
    assert (moved.status_code, moved.json()["topic"]) == (200, "billing")
    tagged = send(f"/questions/{question.pk}/tags", {"tags": ["invoice"], "reason": "What it is."})
    assert tagged.json()["tags"] == ["invoice"]
    assert send(f"/questions/{question.pk}/topic", {"topic": cast.topic.slug}).status_code >= 400
    assert program_of(cast.stranger)(f"/questions/{question.pk}/tags", {"tags": [], "reason": "x"}).status_code == 403


def test_what_was_public_is_not_moved_where_all_is_private(client, cast):
    contracts = make_topic("Contracts", is_private_by_default=True)
    question = cast.question()
    with pytest.raises(ValidationError, match="stays private"):
        question.move(to=contracts, by=cast.moderator, reason="x")
    with pytest.raises(ValidationError, match="stays private"):
        question.edit(by=cast.asker, topic=contracts)
    client.force_login(cast.moderator)
    assert "Contracts" not in client.get(f"/questions/{question.pk}/topic/").content.decode()
    assert Question.objects.get().topic == cast.topic
