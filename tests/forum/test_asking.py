"""A customer asks, and is told what happens next."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from community.api.models import ApiKey
from community.clocks.models import Clock
from forum.models import Question
from forum.models.address import PARTS
from forum.urls import question_urls
from tests.forum.races import at_once

ASKED = {"title": "The hub loses its Wi-Fi every night", "body": "Since **Monday**.", "tags": "Router, night"}


def ask(client, about, **changes):
    return client.post("/questions/ask/", ASKED | {"topic": about.pk} | changes)


@pytest.mark.django_db
def test_the_question_is_live_at_once_for_everybody(client, cast):
    client.force_login(cast.asker)
    answer = ask(client, cast.topic)
    question = Question.objects.get()
    assert answer["Location"] == question.get_absolute_url()
    assert sorted(question.tags.names()) == ["night", "router"]
    page = Client().get(question.get_absolute_url()).content.decode()
    assert "<strong>Monday</strong>" in page and 'href="/tags/night/"' in page


@pytest.mark.django_db
def test_the_asker_is_told_by_when_a_person_answers(client, cast):
    client.force_login(cast.asker)
    address = ask(client, cast.topic)["Location"]
    page = client.get(address).content.decode()
    assert "Your question is live." in page
    assert re.search(r"A person answers by \w+day \d\d:\d\d\.", page)
    assert Clock.objects.get().due_at > timezone.now()


@pytest.mark.django_db
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, cast):
    client.force_login(cast.asker)
    page = ask(client, cast.topic, title="Help")
    assert page.status_code == 422
    assert "at least 8 characters" in page.content.decode() and "Since **Monday**." in page.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"), [("title", "a\0bcdefghij"), ("body", "x" * 30_001), ("topic", "x"), ("tags", "a,b,c,d,e,f")]
)
def test_nonsense_is_refused_with_a_page(client, cast, field, value):
    client.force_login(cast.asker)
    assert ask(client, cast.topic, **{field: value}).status_code == 422
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_signed_out_the_words_wait_while_somebody_signs_in(client, cast):
    assert ask(client, cast.topic).status_code == 302
    client.force_login(cast.asker)
    page = client.get("/accounts/continue/").content.decode()
    assert ASKED["title"] in page and ASKED["body"] in page
    assert not Question.objects.exists()


@pytest.mark.django_db
def test_a_new_member_asks_three_questions_on_the_first_day(client, cast, settings):
    settings.LIMITS_ENABLED = True
    client.force_login(cast.asker)
    answers = []
    for n in range(4):
        answers.append(ask(client, cast.topic, title=f"Question number {n} of today"))
        Question.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Question number 3 of today" in answers[3].content.decode()
    assert int(answers[3]["Retry-After"]) > 0
    assert Question.objects.count() == 3


@pytest.mark.django_db
def test_the_preview_is_what_the_page_will_show(client, cast):
    client.force_login(cast.asker)
    body = "## Title\n\n- one\n\n`code` <script>alert(1)</script>"
    preview = client.post("/questions/preview/", {"body": body}).content.decode()
    ask(client, cast.topic, body=body)
    assert preview == Question.objects.get().body_html


@pytest.mark.django_db
@pytest.mark.parametrize("title", ["Solution", "Answers!!", "History?"])
def test_a_title_that_is_the_name_of_a_part_of_the_page_still_has_an_address(client, cast, title):
    question = cast.question(title=title)
    assert client.get(question.get_absolute_url()).status_code == 200


@pytest.mark.django_db
def test_similar_questions_come_while_somebody_types(client, cast, work):
    cast.question(title="The hub loses its Wi-Fi every night")
    work()
    found = client.get("/questions/similar/", {"title": "hub loses wifi at night"}).content.decode()
    assert "The hub loses its Wi-Fi every night" in found and "<html" not in found
    assert not client.get("/questions/similar/", {"title": "hu"}).content.strip()


@pytest.mark.django_db
def test_a_form_that_comes_with_a_title_shows_what_is_similar_at_once(client, cast, work):
    cast.question(title="The hub loses its Wi-Fi every night")
    work()
    html = client.get("/questions/ask/", {"title": "hub loses wifi at night"}).content.decode()
    assert "The hub loses its Wi-Fi every night" in html and "Is it this one?" in html
    # Without scripts the fields of a topic come with a new page, and what is similar stays.
    again = client.post("/questions/intake/", {"title": "hub loses wifi at night", "topic": cast.topic.pk})
    assert "Is it this one?" in again.content.decode()
    assert "Is it this one?" not in client.get("/questions/ask/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_twenty_identical_questions_at_once_make_one(cast, figure):
    topic, clients = cast.topic, [Client() for _ in range(20)]
    for client in clients:
        client.force_login(cast.asker)
    answers = at_once(*(lambda client=client: ask(client, topic) for client in clients))
    figure("20 identical POSTs at once: rows", "1", Question.objects.count())
    address = Question.objects.get().get_absolute_url()
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, address)}


@pytest.mark.django_db
def test_questions_of_the_api_and_of_pages_count_together(client, cast, settings):
    settings.LIMITS_ENABLED = True
    key = ApiKey.make(member=cast.asker, name="mine", scope="write")[1]
    client.force_login(cast.asker)
    for number in range(3):
        ask(client, cast.topic, title=f"Question number {number} of today")
    said = {"title": "One more by the API, please", "body": "Hello.", "topic": cast.topic.slug}
    sent = Client().post(
        "/api/v1/questions", said, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )
    assert sent.status_code == 429


def test_every_part_of_a_questions_page_is_known_to_be_no_slug():
    parts = {str(each.pattern).split("/")[0] for each in question_urls}
    assert parts <= PARTS
