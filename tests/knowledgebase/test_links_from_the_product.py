"""Links inside the product lead to the article that fits best, and misses are counted, without the person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.catalogue.models import Product, Release
from community.content.audiences import Audience
from knowledgebase import leading
from knowledgebase.models import GoCount, GoLink
from tests.knowledgebase.articles import make_published


@pytest.fixture
def hub(db) -> Product:
    product = Product.objects.create(name="Hub", slug="hub")
    for version in ("3.0", "3.4", "3.9", "3.10", "4.0"):
        Release.objects.create(product=product, version=version)
    return product


def releases(product, *versions):
    return Release.objects.filter(product=product, version__in=versions)


def led(client, **said) -> str:
    answer = client.get("/go/", said)
    assert answer.status_code == 302
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    return answer["Location"]


def test_versions_compare_as_versions(client, cast, hub, django_assert_max_num_queries):
    at_large = make_published(cast, title="The hub at large", products=[hub])
    span = make_published(cast, title="From 3.0 to 3.9", releases=releases(hub, "3.0", "3.9"))
    exact = make_published(cast, title="Only 3.10", releases=releases(hub, "3.10"))
    make_published(cast, title="Another product", products=[Product.objects.create(name="Valve", slug="valve")])
    asks = {"product": "hub", "topic": "wi-fi"}

    with django_assert_max_num_queries(11):
        assert led(client, version="3.10", **asks) == exact.get_absolute_url()
    assert led(client, version="v3.4.1", **asks) == span.get_absolute_url()
    assert led(client, version="5.2", **asks) == at_large.get_absolute_url()
    at_large.archive(by=cast.editor)
    assert led(client, version="5.2", **asks) == exact.get_absolute_url(), "the nearest older release"
    assert led(client, version="1.0", **asks) == span.get_absolute_url(), "the nearest newer one"
    assert led(client, product="hub", topic="", version="soon ²") in {a.get_absolute_url() for a in (span, exact)}


def test_the_most_helpful_one_of_the_language_else_of_the_site(client, cast):
    plain = make_published(cast, title="Plain")
    helped = make_published(cast, title="It helped")
    helped.note_reader(reader="somebody", helped=True)
    german = make_published(cast, title="Auf Deutsch", language="de")

    assert led(client, topic="wi-fi") == helped.get_absolute_url()
    assert led(client, topic="wi-fi", locale="de-AT") == german.get_absolute_url()
    assert led(client, topic="wi-fi", locale="fr_CA") == helped.get_absolute_url()
    helped.hide(by=cast.moderator)
    assert led(client, topic="wi-fi", locale="tlh") == plain.get_absolute_url()


def test_a_pin_goes_first_while_everybody_may_read_it(client, cast, hub):
    pinned = make_published(cast, title="The chosen one", topic=cast.question().topic)
    other = make_published(cast, title="A better liked one")
    other.note_reader(reader="somebody", helped=True)
    client.force_login(cast.second_editor)
    form = {
        "article": pinned.get_absolute_url(),
        "topic": "pairing",
        "product": hub.pk,
        "since": "3.4",
        "until": "3.10",
    }

    assert client.post("/kb/links/", form | {"until": "3.0"}).status_code == 422
    assert client.post("/kb/links/", form | {"article": "/kb/nowhere/"}).status_code == 422
    assert client.post("/kb/links/", form).status_code == 302
    assert client.post("/kb/links/", form).status_code == 302, "twice is once"
    GoLink.pin(other, by=cast.second_editor, topic="pairing")

    asks = {"topic": "pairing", "product": "hub"}
    assert GoLink.objects.count() == 2
    assert led(client, version="3.9", **asks) == pinned.get_absolute_url()
    assert led(client, version="4.0", **asks) == other.get_absolute_url()
    assert led(client, topic="pairing", version="3.9") == other.get_absolute_url()
    page = client.get("/kb/links/").content.decode()
    assert "The chosen one" in page
    assert "3.4 – 3.10" in page
    link = GoLink.objects.get(article=pinned)
    assert client.post(f"/kb/links/{link.pk}/remove/").status_code == 302
    assert led(client, version="3.9", **asks) == other.get_absolute_url()


def test_what_not_everybody_may_read_is_never_led_to(client, cast):
    """Drafts, internal, hidden and archived articles: neither by themselves nor pinned; to nobody, also not to editors."""
    pinned = make_published(cast, title="Chosen")
    GoLink.pin(pinned, by=cast.second_editor, topic="wi-fi")
    internal = make_published(cast, title="For staff", audience=Audience.STAFF)
    hidden, archived = make_published(cast, title="Hidden"), make_published(cast, title="Archived")
    hidden.hide(by=cast.moderator)
    archived.archive(by=cast.editor)
    client.force_login(cast.editor)
    assert led(client, topic="wi-fi") == pinned.get_absolute_url()

    pinned.hide(by=cast.moderator)

    assert led(client, topic="wi-fi") == "/search/?q=Wi+Fi&go=1"
    page = client.get("/kb/links/").content.decode()
    assert "not for everybody: another one is found" in page
    for article in (internal, hidden, archived):
        assert client.post("/kb/links/", {"article": article.slug, "topic": "x"}).status_code in (403, 422)


def test_a_link_leads_nowhere_else(client, db):
    assert led(client, topic="//evil.example/", product="https://evil.example") == (
        "/search/?q=%2F%2Fevil.example%2F+https%3A%2F%2Fevil.example&go=1"
    )
    assert led(client) == "/kb/"
    assert not GoCount.objects.exclude(topic="?").exists(), "an address without anything is no link"
    assert led(client, topic="a\0b" * 99, version="9" * 999, locale="../../x").startswith("/search/?q=a+b")


def test_misses_are_counted_by_day_and_a_flood_makes_few_rows(client, cast, hub, settings, monkeypatch):
    monkeypatch.setattr(leading, "NEW_NAMES", 3)
    make_published(cast, title="The hub", topic=cast.topic, products=[hub], language="en")
    asks = {"topic": "wi-fi", "product": "hub", "version": "3.10", "locale": "de"}
    led(client, **asks)
    led(client, **asks)
    assert client.head("/go/", asks).status_code == 302
    for number in range(5):
        led(client, topic=f"made-up-{number}", product=f"none-{number}", version=f"{number}.99")

    led(client, topic="made-up-0", product="none-0", version="0.99")
    led(client, topic="0171 2345678", product="none-0", version="0.99")

    used, missed = GoCount.objects.used().get(), GoCount.objects.missed().get(topic="?")
    assert (used.count, used.topic, used.product, used.version, used.language) == (2, "wi-fi", "hub", "3.10", "de")
    assert (missed.count, missed.product, missed.version) == (4, "?", "?")
    assert dict(GoCount.objects.missed().exclude(topic="?").values_list("topic", "count")) == {
        "made-up-0": 2, "made-up-1": 1,
    }  # fmt: skip
    GoCount.objects.update(day=timezone.now().date() - timedelta(days=100))
    client.force_login(cast.editor)
    assert "3.10" not in client.get("/kb/links/").content.decode(), "figures of the last ninety days"
    settings.LIMITS_ENABLED, settings.LIMITS = True, {"go": "2/d"}
    for _again in range(4):
        led(client, topic="wi-fi", product="valve")
    assert GoCount.objects.get(topic="wi-fi", article=None).count == 2, "led all the same, and not counted"


def test_whoever_writes_what_is_missing_begins_with_what_was_asked_for(client, cast, hub):
    client.force_login(cast.editor)
    assert cast.topic
    led(client, topic="wi-fi", product="hub", locale="de")

    page = client.get("/kb/links/").content.decode()
    assert "/kb/new/?topic=wi-fi&amp;product=hub&amp;locale=de" in page
    form = client.get("/kb/new/", {"topic": "wi-fi", "product": "hub", "locale": "de"}).context["filing"]
    assert form["topic"].value() == cast.topic.pk
    assert form["products"].value() == [hub.pk]
    assert form["language"].value() == "de"
