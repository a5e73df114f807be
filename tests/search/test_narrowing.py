"""Narrowing a search: by the form beside it, by its address and by operators among the words."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from community.catalogue.models import Product, Release
from community.search import index
from community.search.finding import find
from community.search.queries import Filters, read
from forum.models import Question
from knowledgebase.models import Ticket
from tests.cast import make_answer, make_question, make_topic
from tests.knowledgebase.articles import make_published


@pytest.fixture
def world(cast, work):
    """Questions that all speak of a lamp: solved, answered, old, of another topic, about a release, and an article."""
    hub = Release.objects.create(product=Product.objects.create(name="Hub", slug="hub"), version="3.10")
    made = {
        "solved": make_question(by=cast.asker, topic=cast.topic, title="The lamp hums at night", tags=["night light"]),
        "open": make_question(by=cast.stranger, topic=cast.topic, title="The lamp will not dim", tags=["dimmer"]),
        "release": make_question(by=cast.asker, topic=cast.topic, title="The lamp left the hub", release=hub),
    }
    made["other"] = make_question(
        by=cast.stranger, topic=make_topic("Invoices"), title="The lamp on my invoice is wrong"
    )
    made["solved"].accept(make_answer(made["solved"], by=cast.helper, body="Tighten it."), by=cast.asker)
    make_answer(made["open"], by=cast.helper, body="Which one is it?")
    made["article"] = make_published(cast, topic=cast.topic, title="Which lamp fits")
    work("search")
    Question.objects.filter(pk=made["other"].pk).update(created_at=timezone.now() - timedelta(days=40))
    index.refresh(Question, [made["other"].pk])
    return made


def found(query, person=None, **filters):
    return {result.document.title for result in find(query, person, filters=Filters.of(filters))}


@pytest.mark.parametrize(
    ("query", "filters", "expected"),
    [
        ("lamp", {"kind": "article"}, {"article"}),
        ("lamp is:article", {}, {"article"}),
        ("lamp", {"state": "solved", "kind": "question"}, {"solved"}),
        ("lamp is:solved is:question", {}, {"solved"}),
        ("lamp", {"state": "answered", "kind": "question"}, {"solved", "open"}),
        ("lamp is:open", {}, {"open", "release", "other"}),
        ("lamp tag:dimmer", {}, {"open"}),
        ('lamp tag:"night light"', {}, {"solved"}),
        ("lamp", {"tag": "Night Light"}, {"solved"}),
        ("lamp tag:dimmer", {"tag": "night light"}, set()),
        ("lamp by:hugo", {}, {"solved", "open"}),
        ("lamp by:@HUGO", {}, {"solved", "open"}),
        ("lamp by:nobody-here", {}, set()),
        ("lamp", {"since": "month"}, {"solved", "open", "release", "article"}),
        ("lamp", {"version": "Hub 3.10"}, {"release"}),
        ('lamp version:"Hub 3.10"', {}, {"release"}),
        ("lamp version:3.10", {}, {"release"}),
        ('lamp topic:"INVOICES"', {}, {"other"}),
        ("tag:dimmer", {}, {"open"}),
        ("lamp -hums -dim is:question", {}, {"release", "other"}),
    ],
)
def test_what_narrows_a_search(world, cast, query, filters, expected):
    assert found(query, **filters) == {world[name].title for name in expected}


def test_a_topic_narrows_by_its_address(world, cast):
    assert found("lamp topic:invoices") == {world["other"].title}
    assert found("lamp", topic="invoices") == {world["other"].title}
    assert found("lamp topic:no-such-topic") == set()


def test_who_names_what_there_is_not_is_told(world, client):
    page = client.get(
        "/search/", {"q": "lamp topic:no-such tag:dimmer tag:gone by:nobody version:9.9"}
    ).content.decode()
    assert "There is nothing of that name here" in page
    named = ("tag:gone", "topic:no-such", "by:nobody", "version:9.9")
    assert all(f"<code>{name}</code>" in page for name in named)
    assert "<code>tag:dimmer</code>" not in page
    assert "nothing of that name" not in client.get("/search/", {"q": "zebra tag:dimmer"}).content.decode()


def test_operators_alone_list_the_newest_first(world):
    titles = [result.document.title for result in find("is:question is:open", None)]
    assert titles == [world[name].title for name in ("release", "open", "other")]


def test_what_means_nothing_here_stays_a_word():
    query = read("lamp is:broken tag: http://x:80")
    assert query.words == "lamp is:broken tag: http://x:80"
    assert not query.filters


def test_the_page_offers_what_fits_and_a_way_back(client, world, cast):
    html = client.get("/search/", {"q": "lamp", "topic": cast.topic.slug, "state": "open"}).content.decode()
    assert '<option value="Hub 3.10">Hub 3.10</option>' in html
    assert f'<option value="{cast.topic.slug}" selected>{cast.topic.name}</option>' in html
    ways_back = re.findall(r'<a class="tag" href="([^"]+)">([^<]+)<svg', html)
    assert ("?q=lamp&amp;state=open", cast.topic.name) in ways_back
    assert (f"?q=lamp&amp;topic={cast.topic.slug}", "not solved yet") in ways_back
    assert f"?q=lamp&amp;topic={cast.topic.slug}&amp;state=open&amp;tag=dimmer" in html
    assert "/search/follow/" in client.get("/search/", {"q": "lamp", "kind": "article"}).content.decode()
    assert "/search/follow/" not in client.get("/search/", {"q": "lamp tag:dimmer"}).content.decode()
    assert "follow" not in re.sub(r"following|follow-", "", html.split("<main")[1].split("</main>")[0])


def test_where_nothing_fits_the_page_says_what_narrows_it(client, world):
    html = client.get("/search/", {"q": "lamp", "tag": "no-such-tag"}).content.decode()
    assert "Nothing fits all of that" in html
    assert 'href="?q=lamp"' in html


@pytest.mark.parametrize("wrong", [{"kind": "case"}, {"state": "broken"}, {"since": "ever"}])
def test_a_filter_that_is_none_is_not_found(client, db, wrong):
    assert client.get("/search/", {"q": "lamp"} | wrong).status_code == 404


def test_tickets_are_offered_to_the_staff_alone(client, cast):
    Ticket.objects.create(
        source="desk", external_id="1", subject="The lamp in my kitchen hums", created_at=timezone.now()
    )
    index.refresh(Ticket, Ticket.objects.values_list("pk", flat=True))
    for person, offered in ((None, False), (cast.stranger, False), (cast.agent, True)):
        client.logout()
        if person:
            client.force_login(person)
        page = client.get("/search/", {"q": "lamp"}).content.decode()
        assert ("kind=ticket" in page) is offered
        listed = client.get("/search/", {"q": "lamp", "kind": "ticket"}).content.decode()
        assert ("in my kitchen hums" in re.sub("</?mark>", "", listed)) is offered


def test_where_nothing_is_of_the_chosen_kind_nobody_reads_that_it_was_never_asked(client, world):
    page = client.get("/search/", {"q": "lamp", "kind": "incident"}).content.decode()
    assert "Nothing fits all of that" in page
    assert "Nobody has asked that yet" not in page
