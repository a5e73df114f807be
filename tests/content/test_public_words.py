"""Nobody publishes something private without saying so, and what was taken out is forgotten everywhere."""

import json

import pytest

from community.activity.models import Event
from community.api.models import ApiKey
from community.content.models import PostRevision
from community.notifications.models import Mail, Notification
from community.search.models import Document
from community.support.models import Case
from forum.models import Answer, Comment, Question

CARD = "4111 1111 1111 1111"
MAIL = "ann.asker@post-office.net"
PHONE = "+44 20 7946 0018"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client, cast):
    """`ask(body, private_facts=…)` posts a question of Ann's."""
    client.force_login(cast.asker)

    def post(body, title="The hub blinks red since today", **more):
        return client.post("/questions/ask/", {"title": title, "body": body, "topic": cast.topic.pk, **more})

    return post


def test_a_card_number_is_asked_about_before_anything_is_live(ask):
    response = ask(f"I paid with {CARD} and nothing came.")
    page = response.content.decode()
    assert response.status_code == 422
    assert not Question.objects.exists()
    assert "What shall become of it?" in page
    assert "Leave it in" not in page
    assert 'formaction="/cases/new/"' in page
    assert CARD in page, "what was typed is still in the form"


def test_taking_it_out_leaves_a_note_in_its_place(ask):
    assert ask(f"I paid with {CARD} and nothing came.", private_facts="remove").status_code == 302
    question = Question.objects.get()
    assert "4111" not in question.body
    assert "removed]" in question.body
    assert "removed]" in question.body_html


def test_nobody_keeps_a_card_number(ask):
    assert ask(f"I paid with {CARD}.", private_facts="keep").status_code == 422
    assert not Question.objects.exists()


def test_a_mail_address_may_be_kept(ask):
    assert ask(f"Write to {MAIL}, it is public anyway.").status_code == 422
    assert ask(f"Write to {MAIL}, it is public anyway.", private_facts="keep").status_code == 302
    assert MAIL in Question.objects.get().body


def test_it_can_go_to_support_in_private_instead(client, cast, ask):
    words = {"title": "Charged twice this month", "body": f"My card is {CARD}.", "topic": cast.topic.pk}
    assert client.post("/cases/new/", words).status_code == 302
    assert not Question.objects.exists()
    assert CARD in Case.objects.get().messages.get().body


def test_a_title_is_looked_at_too(ask):
    assert ask("It never rings.", title=f"Call me at {PHONE} please").status_code == 422
    ask("It never rings.", title=f"Call me at {PHONE} please", private_facts="remove")
    assert "7946" not in Question.objects.get().title


@pytest.mark.parametrize("place", ["answers", "comments"])
def test_answers_and_comments_ask_too(client, cast, place):
    question = cast.question()
    client.force_login(cast.helper)
    address = f"/questions/{question.pk}/{place}/"
    assert client.post(address, {"body": f"Send it to {MAIL}"}).status_code == 422
    assert not Answer.objects.exists()
    assert not Comment.objects.exists()
    assert client.post(address, {"body": f"Send it to {MAIL}", "private_facts": "remove"}).status_code == 302


def test_an_edit_does_not_ask_again_about_what_was_kept(client, cast):
    answer = cast.answer(body=f"Write to {MAIL}.")
    client.force_login(cast.helper)
    address = f"/answers/{answer.pk}/edit/"
    assert client.post(address, {"body": f"Please write to {MAIL}."}).status_code == 302
    assert client.post(address, {"body": f"Please write to {MAIL} or call {PHONE}."}).status_code == 422


def test_what_an_edit_takes_out_is_forgotten_by_revisions_mail_lists_and_search(cast, work):
    question = cast.question()
    answer = cast.answer(question, body=f"Call me: {PHONE}. Then we look at it.")
    work()
    assert PHONE in Notification.objects.get(member=cast.asker).excerpt
    assert PHONE in Mail.objects.get(member=cast.asker).text

    answer.edit(by=cast.helper, body="Call me. Then we look at it.")
    work()

    assert [PHONE in revision.body for revision in PostRevision.objects.of(answer)] == [False, False]
    assert PHONE not in Notification.objects.get(member=cast.asker).excerpt
    mail = Mail.objects.get(member=cast.asker)
    assert PHONE not in mail.text + mail.html
    assert "[phone number removed]" in mail.text
    assert "7946" not in json.dumps(list(Event.objects.values_list("data", flat=True)))
    assert "7946" not in " ".join(f"{d.title} {d.text}" for d in Document.everything.all())


def test_what_was_kept_stays_in_revisions(cast):
    answer = cast.answer(body=f"Write to {MAIL}.")
    answer.edit(by=cast.helper, body=f"Please write to {MAIL}.")
    assert all(MAIL in revision.body for revision in PostRevision.objects.of(answer))
    assert not Event.objects.filter(verb="forum.answer.redacted").exists()


def test_a_program_is_told_what_was_found_and_chooses(client, cast):
    key = ApiKey.make(member=cast.asker, name="test", scope=ApiKey.Scope.WRITE)[1]
    new = {"title": "The hub blinks red since today", "body": f"Write to {MAIL}.", "topic": cast.topic.slug}

    def send(**more):
        headers = {"Authorization": f"Bearer {key}"}
        return client.post("/api/v1/questions", new | more, content_type="application/json", headers=headers)

    refused = send()
    said = json.loads(refused.content)
    assert refused.status_code == 422
    assert said["facts"][0]["may_be_public"] is True
    assert MAIL not in refused.content.decode()
    assert "private_facts" in said["next"]
    assert send(private_facts="remove").status_code == 201
    assert MAIL not in Question.objects.get().body


def test_a_hint_says_so_while_somebody_types(client):
    assert client.post("/private-facts/", {"body": "The hub blinks."}).content.strip() == b""
    hint = client.post("/private-facts/", {"body": f"My card is {CARD}"}).content.decode()
    assert "everybody could read it" in hint
    assert CARD not in hint


def test_outcomes_and_the_end_of_a_case_ask_too(client, cast, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    question = cast.question()
    client.force_login(cast.agent)
    form = {"outcome": "declined", "reason": f"Ask {MAIL}."}
    assert client.post(f"/questions/{question.pk}/outcome/", form).status_code == 422
    assert client.post(f"/questions/{question.pk}/outcome/", form | {"private_facts": "keep"}).status_code == 302
