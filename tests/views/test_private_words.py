"""Words that are private stand in nothing that a visitor or another customer reads: page, fragment, feed, sitemap, API, log."""

import logging

import pytest
from django.test import Client

from community.api.api import api
from community.content.audiences import Audience
from community.search import rebuilding, vectors
from community.search.models import Vocabulary
from community.support.models import Case
from knowledgebase.models import CommonRequest, Ticket
from knowledgebase.requests.drafts import draft_for
from knowledgebase.requests.mining import mine
from tests.cast import make_answer, make_question
from tests.knowledgebase.articles import make_article, make_published
from tests.test_permissions import LINES
from tests.world import World

CANARY = "quetzalword"
# The word with what stands before it, wherever it was planted.
PLANTED = tuple(f"{before} {CANARY}" for before in ("night", "of", "at", "Dear", "Wi-Fi", "Tell", "draft", "is", "own"))
TITLES = (
    "The hub loses its Wi-Fi every night",
    "My hub loses the Wi-Fi at night",
    "Hub loses Wi-Fi each night at three",
)


@pytest.fixture
def world(db, work, settings):
    """A community in which each private place holds the word, among public ones about the same."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    world = World()
    for title in TITLES:
        question = make_question(by=world.asker, topic=world.topic, title=title)
        question.accept(make_answer(question, by=world.helper, body="Set the channel to 6 by hand."), by=world.asker)
    Ticket.objects.create(
        source="phones", external_id="1", subject=f"Hub loses its Wi-Fi at night {CANARY}", body=f"{CANARY} by phone",
        channel="phone", created_at=question.created_at, topic=world.topic,
    )  # fmt: skip
    case = Case.open_privately(
        by=world.asker, title=f"Wi-Fi of {CANARY}", body=f"I live at {CANARY}.", topic=world.topic
    )
    case.reply(by=world.agent, body=f"Dear {CANARY}, we look.")
    case.add_note(by=world.agent, body=f"{CANARY} was rude")
    for audience in (Audience.STAFF, Audience.ADVOCATES):
        make_published(
            world, title=f"Hub and Wi-Fi {CANARY}", steps=f"Tell {CANARY}.", audience=audience, topic=world.topic
        )
    world.asking.answer(reader="somebody", choice="Yes", words=f"Hub and Wi-Fi at night, of {CANARY}.")
    draft = make_article(by=world.editor, title=f"Wi-Fi draft {CANARY}", topic=world.topic)
    draft.submit(by=world.editor)
    draft.comment_on_review(by=world.second_editor, body=f"Who is {CANARY}?")
    world.question(title=f"Wi-Fi of our own {CANARY}", audience=Audience.ORGANISATION, organisation=world.organisation)
    work()
    rebuilding.rebuild()
    vectors.make_missing()
    mine()
    return world


def test_no_page_and_no_call_says_them_to_who_may_not_know(world, caplog, figure):
    caplog.set_level(logging.DEBUG)
    ways = (
        "/search/?q=",
        "/search/typed/?q=",
        "/questions/similar/?q=",
        "/api/v1/search?q=",
        "/api/v1/widget/search?q=",
    )
    searched = [
        f"{path}{word}" for path in ways for word in (CANARY, CANARY[:6], "quetzalwrod", "hub+wifi+night", "wifi")
    ]
    pages = [world.address(name) for method, name, _letters in LINES if method == "GET"]
    calls = [
        f"/api/v1{path}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        if "get" in methods and "{" not in path
    ]
    read = 0
    for person in (None, world.stranger):
        client = Client()
        if person is not None:
            client.force_login(person)
        for address in (*pages, *calls, *searched):
            said = client.get(address).content.decode(errors="ignore")
            # What somebody typed comes back to them; what stands before it here was never typed.
            told = [words for words in (PLANTED if CANARY in address else (CANARY,)) if words in said]
            assert not told, address
            read += 1
    assert CANARY not in caplog.text
    assert not Vocabulary.objects.filter(words__contains=CANARY).exists()
    figure(
        "private words of tickets, cases, notes, drafts, readers and audiences, planted as canaries",
        "not in search, suggestions, drafts, feeds, sitemap, JSON-LD, logs",
        f"{read} pages and calls read signed out and by another customer, and their log: in none",
    )


def test_a_draft_of_what_many_ask_holds_public_words_alone(world):
    common = CommonRequest.objects.filter(volume__gte=3).order_by("-volume").first()
    article = draft_for(common, by=world.editor)
    revision = article.newest_revision()
    assert "channel to 6" in revision.steps
    assert CANARY not in revision.title + revision.summary + revision.steps + revision.body
