"""What a program does in the forum beyond asking and answering: the same verbs as the pages, and the same refusals."""

import pytest

from community.incidents.models import Incident
from community.search.index import refresh
from community.search.vectors import forget_makers, make_missing
from forum.models import Comment, Deflection, Question
from tests.forum.programs import program_of

BEST = "Choose a fixed Wi-Fi channel for the hub, so that it no longer loses its connection every night."
TITLE = "My hub loses Wi-Fi every night"


@pytest.fixture
def solved(cast):
    """A question that answers another one, and can be found."""
    question = cast.question(by=cast.stranger)
    question.accept(cast.answer(question, body=f"I had that too. {BEST}"), by=cast.stranger)
    refresh(Question, [question.pk])
    make_missing()
    forget_makers()
    return question


def post(client, path, body):
    """What the API answers to who shows no key."""
    return client.post(f"/api/v1{path}", body, content_type="application/json")


def test_a_comment_on_an_answer_is_made_once_and_publishes_no_private_facts(cast):
    answer, program = cast.answer(), program_of(cast.stranger)
    path = f"/answers/{answer.pk}/comments"

    private = program(path, {"body": "Write to ann@mailbox.org then?"})
    first, again = (program(path, {"body": "On which band?"}).json()["id"] for _ in range(2))

    assert (private.status_code, private.json()["facts"][0]["kind"]) == (422, "mail_address")
    comment = Comment.objects.get()
    assert first == again == comment.pk and comment.answer == answer
    answer.question.set_locked(True, by=cast.moderator)
    assert program(path, {"body": "And then?"}).status_code == 403


def test_an_article_begins_with_an_answer_once_for_who_may_propose_articles(cast):
    path = f"/answers/{cast.answer().pk}/article"

    first, again = (program_of(cast.editor)(path).json() for _ in range(2))

    assert first == again and first["status"] == "draft"
    assert program_of(cast.stranger)(path).status_code == 403


def test_a_help_widget_shows_what_answers_and_says_that_it_did(client, cast, solved):
    found = client.get("/api/v1/questions/suggestions", {"title": TITLE, "topic": cast.topic.slug})
    said = {"seen": found.json()["seen"], "helped": found.json()["suggestions"][0]["name"]}

    assert found.json()["suggestions"][0]["best"] == BEST and found["Cache-Control"] == "private, no-store"
    assert not Deflection.objects.exists()
    assert post(client, "/questions/deflections", said | {"helped": "question-0"}).status_code == 422
    assert post(client, "/questions/deflections", {"seen": "made:up", "helped": "x"}).status_code == 422
    assert [post(client, "/questions/deflections", said).status_code for _ in range(2)] == [204, 204]
    row = Deflection.objects.get()
    assert (row.outcome, row.member, row.typed, row.topic) == ("answered", None, TITLE, cast.topic)

    assert post(client, "/questions/deflections/remove", {"seen": said["seen"]}).status_code == 204
    asked = {"title": TITLE, "body": "Since Monday.", "topic": cast.topic.slug, "seen": said["seen"]}
    question = program_of(cast.asker)("/questions", asked).json()["id"]

    row.refresh_from_db()
    assert (row.outcome, row.member, row.question_id) == ("none", cast.asker, question)
    solved.hide(by=cast.moderator)
    assert post(client, "/questions/deflections", said).status_code == 404


def test_support_is_called_by_the_asker_and_opens_one_case(cast, work):
    path = f"/questions/{cast.question().pk}/escalation"

    sent = [program_of(cast.asker)(path, {"reason": "My contract is 4711."}) for _ in range(2)]
    work()

    assert [response.status_code for response in sent] == [200, 200] and "4711" not in sent[0].content.decode()
    assert Question.objects.get().case.opened_reason == "My contract is 4711."
    assert program_of(cast.stranger)(path, {}).status_code == 403


def test_staff_say_that_a_question_belongs_to_an_incident_and_moderators_lock_it(cast):
    incident = Incident.declare(by=cast.agent, title="Hubs go offline", body="We look.", severity="major")
    path, agent, moderator = f"/questions/{cast.question().pk}", program_of(cast.agent), program_of(cast.moderator)

    assert agent(f"{path}/incident", {"incident": incident.slug}).json()["incident"] == incident.slug
    assert agent(f"{path}/incident/remove").json()["incident"] is None
    assert moderator(f"{path}/lock").json()["is_locked"] is True
    assert moderator(f"{path}/lock/remove").json()["is_locked"] is False

    assert agent(f"{path}/lock").status_code == moderator(f"{path}/incident", {"incident": "x"}).status_code == 403
    incident.update(by=cast.agent, state="resolved", body="Over.")
    assert agent(f"{path}/incident", {"incident": incident.slug}).status_code == 404


def test_the_asker_says_how_it_went(cast):
    answer, asker = cast.answer(), program_of(cast.asker)
    path = f"/questions/{answer.question_id}/follow-up"

    assert program_of(cast.stranger)(path, {"said": "broken"}).status_code == 403
    for _ in range(2):
        broken = asker(path, {"said": "broken", "words": "It was off again."}).json()
    assert broken["all_answers"][0]["failed_for"] == Comment.objects.count() == 1
    assert asker(path, {"said": "solved"}).status_code == asker(path, {"said": "otherwise"}).status_code == 422
    assert asker(path, {"said": "solved", "answer": answer.pk}).json()["all_answers"][0]["is_solution"]
    assert asker(path, {"said": "broken"}).status_code == 409

    asker(f"/questions/{answer.question_id}/solution/remove")
    otherwise = asker(path, {"said": "otherwise", "words": "A new cable."}).json()
    assert (otherwise["outcome"], otherwise["outcome_reason"]) == ("solved", "A new cable.")
