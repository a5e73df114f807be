"""Feeds of articles, and what an article says of itself in its other languages."""

import json
import re
from xml.etree import ElementTree as ET

from django.core.cache import cache

from tests.knowledgebase.articles import make_article, make_published, make_section

ATOM = "{http://www.w3.org/2005/Atom}"


def facts(client, article) -> dict:
    cache.clear()
    page = client.get(article.get_absolute_url()).content.decode()
    found = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    return next(each for each in found if each["@type"] == "TechArticle")


def titles(client, path) -> list[str]:
    cache.clear()
    answer = client.get(path)
    assert answer["Content-Type"].startswith("application/atom+xml")
    return [entry.find(f"{ATOM}title").text for entry in ET.fromstring(answer.content).iter(f"{ATOM}entry")]


def test_a_feed_has_what_everybody_may_read_newest_first(cast, client):
    other = make_section("Billing")
    make_published(cast, title="First")
    newest = make_published(cast, title="Second", section=other, steps="See [this](/kb/first/).")
    make_published(cast, title="Of staff", audience="staff")
    make_article(by=cast.editor, title="A draft")

    assert titles(client, "/feeds/articles.atom") == ["Second", "First"]
    assert titles(client, f"/feeds/articles/{other.slug}.atom") == ["Second"]
    assert client.get("/feeds/articles/none.atom").status_code == 404
    [entry] = ET.fromstring(client.get(f"/feeds/articles/{other.slug}.atom").content).iter(f"{ATOM}entry")
    assert entry.find(f"{ATOM}published").text.startswith(newest.published_at.strftime("%Y-%m-%d"))
    assert "http://localhost:8000/kb/first/" in entry.find(f"{ATOM}content").text
    for path, feed in (("/kb/", "articles"), (other.get_absolute_url(), f"articles/{other.slug}")):
        assert f'href="/feeds/{feed}.atom"' in client.get(path).content.decode()
    newest.archive(by=cast.second_editor)
    assert titles(client, "/feeds/articles.atom") == ["First"]


def test_each_language_says_what_it_is_a_translation_of_with_true_dates(cast, client):
    article = make_published(cast)
    german = article.translate("de", by=cast.editor)
    german.revise(by=cast.editor, title="Den Hub auf einem Kanal halten", steps="Kanal 6 wählen.")
    assert "workTranslation" not in facts(client, article)
    german.submit(by=cast.editor)
    german.publish(by=cast.second_editor)

    original, translated = facts(client, article), facts(client, german)

    german.refresh_from_db()
    assert (original["inLanguage"], translated["inLanguage"]) == ("en", "de")
    [other] = original["workTranslation"]
    assert (other["@id"], other["inLanguage"]) == (translated["@id"], "de")
    assert other["datePublished"] == translated["datePublished"]
    assert translated["datePublished"][:16] == german.published_at.isoformat()[:16]
    assert translated["translationOfWork"]["@id"] == original["@id"]
    assert "translationOfWork" not in original
    german.hide(by=cast.moderator)
    assert "workTranslation" not in facts(client, article)
