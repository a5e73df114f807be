"""What a search engine reads on a question page: schema.org's QAPage, field by field."""

import json
import re

import pytest
from django.utils.dateparse import parse_datetime

from tests.cast import make_answer, make_comment

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"


def read(client, question):
    html = client.get(question.get_absolute_url()).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return [json.loads(text) for text in found]


@pytest.fixture
def thread(cast):
    answer = cast.answer()
    question = answer.question
    other = make_answer(question, by=cast.stranger, body="Or move the *hub*.")
    make_comment(question, by=cast.helper, body="Which version?")
    make_comment(question, by=cast.asker, answer=answer, body="That was it.")
    answer.vote(by=cast.stranger)
    question.say_me_too(by=cast.stranger)
    question.accept(answer, by=cast.asker)
    return question, answer, other


def test_the_question(client, thread):
    question, _answer, _other = thread
    (page,) = read(client, question)
    asked = page["mainEntity"]
    assert (page["@context"], page["@type"], asked["@type"]) == ("https://schema.org", "QAPage", "Question")
    assert asked["name"] == question.title and asked["text"] == "Since Monday."
    assert asked["url"] == SITE + question.get_absolute_url()
    assert asked["author"] == {"@type": "Person", "name": "Ann Asker", "url": f"{SITE}/members/ann/"}
    assert (asked["answerCount"], asked["commentCount"], asked["upvoteCount"]) == (2, 1, 1)
    assert parse_datetime(asked["datePublished"]) <= parse_datetime(asked["dateModified"])
    assert asked["comment"][0]["text"] == "Which version?"


def test_the_accepted_answer_and_the_others(client, thread):
    question, answer, other = thread
    asked = read(client, question)[0]["mainEntity"]
    accepted, suggested = asked["acceptedAnswer"], asked["suggestedAnswer"]
    assert accepted["@type"] == "Answer" and accepted["text"] == "Set the channel to 6 by hand."
    assert accepted["url"] == f"{SITE}{question.get_absolute_url()}#answer-{answer.pk}"
    assert (accepted["upvoteCount"], accepted["commentCount"]) == (1, 1)
    assert accepted["author"]["name"] == "Hugo Helper" and parse_datetime(accepted["datePublished"])
    assert [each["url"] for each in suggested] == [f"{SITE}{question.get_absolute_url()}#answer-{other.pk}"]
    assert suggested[0]["text"] == "Or move the hub."


def test_without_a_solution_every_answer_is_a_suggestion(client, thread, cast):
    question, _answer, _other = thread
    question.unaccept(by=cast.asker)
    asked = read(client, question)[0]["mainEntity"]
    assert "acceptedAnswer" not in asked and len(asked["suggestedAnswer"]) == 2


def test_what_was_hidden_is_not_there(client, thread, cast):
    question, _answer, other = thread
    other.hide(by=cast.moderator)
    asked = read(client, question)[0]["mainEntity"]
    assert asked["answerCount"] == 1 and "suggestedAnswer" not in asked


def test_nothing_typed_can_end_the_script(client, cast):
    question = cast.question(title="</script><script>alert(1)</script> <!-- & ")
    make_answer(question, by=cast.helper, body="`</script>`")
    html = client.get(question.get_absolute_url()).content.decode()
    assert "<script>alert" not in html
    assert read(client, question)[0]["mainEntity"]["name"] == question.title


def test_until_somebody_answered_there_is_none_and_the_page_is_not_to_be_shown(client, cast):
    question = cast.question()
    html = client.get(question.get_absolute_url()).content.decode()
    assert '<meta name="robots" content="noindex">' in html and "ld+json" not in html
