"""What readers see: the shelves, an article, its history; fast, complete, for those who may."""

import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.catalogue.models import Platform, Product, Release
from community.content import subjects
from community.content.audiences import Audience
from knowledgebase.models import Article
from tests.knowledgebase.articles import make_article, make_promoted, make_published, make_section, make_solution

STORY = "## Why it happens\n\nTwo hubs shout.\n\n## What else helps\n\n### Cables\n\nUse one."


def blocks_of(page: str) -> list[dict]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1]) if found else []


def test_the_page_says_what_to_do_then_why(cast, client):
    article = make_published(cast, summary="When the hub loses its Wi-Fi at night.", body=STORY)

    response = client.get(article.get_absolute_url())

    page = response.content.decode()
    assert response.headers["Cache-Control"].startswith("public")
    assert not response.cookies
    assert page.index("When the hub loses") < page.index("What to do") < page.index("Two hubs shout.")
    assert '<h2 id="on-why-it-happens"><a href="#on-why-it-happens">Why it happens</a></h2>' in page
    assert '<h3 id="on-cables">' in page
    for anchor in ("#what-to-do", "#on-why-it-happens", "#on-what-else-helps", "#on-cables"):
        assert f'href="{anchor}"' in page
    assert f'<link rel="canonical" href="http://localhost:8000{article.get_absolute_url()}">' in page


def test_a_short_article_has_no_contents(cast, client):
    page = client.get(make_published(cast, body="## Why\n\nBecause.").get_absolute_url()).content.decode()
    assert "On this page" not in page


def test_search_engines_get_true_dates(cast, client):
    article = make_promoted(cast)

    data, crumbs = blocks_of(client.get(article.get_absolute_url()).content.decode())

    assert data["@type"] == "TechArticle"
    assert data["headline"] == article.title
    assert data["datePublished"][:19] == article.published_at.isoformat()[:19]
    assert data["dateModified"][:19] == article.current.reviewed_at.isoformat()[:19]
    assert data["author"]["name"] == "Edda Editor"
    assert {person["name"] for person in data["contributor"]} == {"Ann Asker", "Hugo Helper"}
    assert data["editor"]["name"] == "Egon Editor"
    assert [item["name"] for item in crumbs["itemListElement"]] == [
        "Knowledge base",
        article.section.name,
        article.title,
    ]


def test_words_cannot_break_out_of_the_data_block(cast, client):
    article = make_published(cast, title="</script><script>alert(1)</script>")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert blocks_of(page)[0]["headline"] == "</script><script>alert(1)</script>"


def test_it_says_what_it_applies_to(cast, client):
    hub = Product.objects.create(name="Hub", slug="hub")
    release = Release.objects.create(product=hub, version="3.10")
    ios = Platform.objects.create(name="iOS", slug="ios")
    article = make_published(cast, products=[hub], releases=[release], platforms=[ios])
    assert "Hub 3.10, iOS" in client.get(article.get_absolute_url()).content.decode()


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.ADVOCATES])
def test_what_is_not_for_all_is_not_there_for_others(cast, client, audience):
    article = make_published(cast, audience=audience)
    addresses = [article.get_absolute_url(), reverse("kb:article-history", args=[article.slug])]

    for person in (None, cast.stranger):
        if person:
            client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
        assert article.title not in client.get(reverse("kb:index")).content.decode()
        assert article.title not in client.get(article.section.get_absolute_url()).content.decode()

    client.force_login(cast.agent)
    page = client.get(addresses[0]).content.decode()
    assert article.title in page
    assert "noindex" in page
    assert article.search_document()["audience"] == audience


def test_the_organisation_reads_its_own(cast, client):
    answer = make_solution(cast, audience=Audience.ORGANISATION, organisation=cast.organisation)
    article = make_promoted(cast, answer)
    client.force_login(cast.colleague)
    assert client.get(article.get_absolute_url()).status_code == 200
    client.force_login(cast.stranger)
    assert client.get(article.get_absolute_url()).status_code == 404


def test_a_draft_is_for_its_owner_and_for_editors(cast, client):
    article = make_article(by=cast.editor)
    assert client.get(article.get_absolute_url()).status_code == 404
    assert article.search_document() is None
    client.force_login(cast.stranger)
    assert client.get(article.get_absolute_url()).status_code == 404
    client.force_login(cast.second_editor)
    page = client.get(article.get_absolute_url()).content.decode()
    assert "A draft: only you and the editors see it." in page


def test_a_hidden_article_is_gone_and_comes_back(cast, client, django_capture_on_commit_callbacks):
    article = make_published(cast)
    assert client.get(article.get_absolute_url()).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        article.hide(by=cast.moderator)
    assert client.get(article.get_absolute_url()).status_code == 410
    assert article.search_document() is None
    client.force_login(cast.moderator)
    assert "Hidden by a moderator" in client.get(article.get_absolute_url()).content.decode()
    client.logout()
    with django_capture_on_commit_callbacks(execute=True):
        article.unhide(by=cast.moderator)
    assert client.get(article.get_absolute_url()).status_code == 200


def test_it_is_found_by_its_steps_and_its_story(cast):
    document = make_published(cast, summary="In short.", body=STORY).search_document()
    assert document["kind"] == "article"
    assert "channel 6" in document["solution_html"]
    assert "Two hubs shout" in document["body_html"]


def test_it_is_a_subject_like_all_others(cast):
    assert subjects.name_of(make_article(by=cast.editor)) == "article"


def test_a_new_address_leads_on_in_one_step(cast, client):
    article = make_published(cast)
    first = article.get_absolute_url()
    article.readdress("choose-a-channel", by=cast.second_editor)
    article.readdress("one-channel", by=cast.second_editor)

    response = client.get(first)
    assert (response.status_code, response.url) == (301, "/kb/one-channel/")
    assert client.get("/kb/choose-a-channel/").url == "/kb/one-channel/"

    article.readdress("keep-the-hub-on-one-channel", by=cast.second_editor)
    assert client.get(first).status_code == 200


def test_an_address_belongs_to_one_article_for_good(cast, client):
    article = make_published(cast)
    article.readdress("one-channel", by=cast.second_editor)
    other = make_published(cast)
    assert other.slug == "keep-the-hub-on-one-channel-2"
    client.force_login(cast.second_editor)
    response = client.post(reverse("kb:article-address", args=[other.slug]), {"slug": "one-channel"}, follow=True)
    assert "Another article has or had this address" in response.content.decode()


@pytest.mark.parametrize("title", ["New", "Drafts", "Requests", "Sections"])
def test_no_article_takes_the_address_of_a_page(cast, title):
    assert make_article(by=cast.editor, title=title).slug == f"{title.lower()}-2"


def test_the_shelves_show_what_helps_most_first(cast, client):
    good = make_published(cast, title="Helps many")
    make_published(cast, title="Helps nobody yet")
    make_section("Empty shelf")
    good.note_reader(reader="somebody", helped=True)

    page = client.get(reverse("kb:index")).content.decode()

    assert page.index("Helps many") < page.index("Helps nobody yet")
    assert "Empty shelf" not in page
    section = client.get(good.section.get_absolute_url()).content.decode()
    assert "helped 1 person" in section


def test_an_empty_knowledge_base_says_what_to_do(client, db):
    assert "No article yet" in client.get(reverse("kb:index")).content.decode()


def test_history_shows_each_change(cast, client):
    article = make_published(cast)
    for number, steps in ((2, "Choose channel 11."), (3, "Choose channel 36.")):
        article.revise(by=cast.editor, title=article.title, steps=steps, comment=f"Change {number}")
        article.submit(by=cast.editor)
        article.publish(by=cast.second_editor)
    article.revise(by=cast.editor, title=article.title, steps="Not for readers yet.", comment="Only a draft")
    address = reverse("kb:article-history", args=[article.slug])

    page = client.get(address).content.decode()
    assert "From revision 2 to 3" in page
    assert "<ins>36</ins>" in page
    assert "Change 2" in page
    assert "Only a draft" not in page
    assert "From revision 1 to 2" in client.get(address + "?to=2").content.decode()
    assert "From revision 1 to 3" in client.get(address + "?from=1&to=3").content.decode()
    assert client.get(address + "?to=4").status_code == 404
    client.force_login(cast.editor)
    assert "Only a draft" in client.get(address).content.decode()


def test_a_signed_out_page_takes_few_queries(cast, client, django_assert_max_num_queries):
    article = make_promoted(cast)
    addresses = [
        article.get_absolute_url(),
        reverse("kb:index"),
        article.section.get_absolute_url(),
        reverse("kb:article-history", args=[article.slug]),
    ]
    for address in addresses:
        client.get(address)  # what Django itself remembers, such as content types
    cache.clear()
    for address in addresses:
        with django_assert_max_num_queries(6):
            client.get(address)
        with django_assert_max_num_queries(0):
            client.get(address)


def test_a_list_takes_the_same_queries_for_one_and_for_many(cast, client):
    make_published(cast)
    section = reverse("kb:section", args=[make_section().slug])
    client.get(section)  # what Django itself remembers
    counts = []
    for how_many in (0, 12):
        for number in range(how_many):
            make_published(cast, title=f"Another {number}")
        for address in (reverse("kb:index"), section):
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_a_page_takes_the_same_queries_for_one_source_and_for_many(cast, client):
    few = make_promoted(cast)
    long = make_promoted(cast, make_solution(cast, title="A long story", body="One thing. " * 40))
    client.get(few.get_absolute_url())
    counts = []
    for article in (few, long):
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(article.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Article.objects.count() == 2
