"""What the help widget reads and is: public, for any site, without a cookie; small; and what a question begins with."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings as site
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.api.widget.views import script
from community.catalogue.models import IntakeField, Product, Release
from community.content.audiences import Audience
from community.lib.static import joined_modules
from community.search import index, lexical
from community.search.models import Search
from forum.models import Question
from knowledgebase.models import Article, GoLink
from tests.knowledgebase.articles import make_published

MODULES = sorted((site.BASE_DIR / "static/js/widget").glob("*.js"))
PAGE = "https://app.example.com/home/7?token=secret#mail=ann@example.com"


@pytest.fixture
def article(cast) -> Article:
    made = make_published(
        cast, title="Keep the hub on one channel", summary="Channels <b>wander</b>.", topic=cast.topic
    )
    index.refresh(Article, [made.pk])
    return made


def read(client, path, **said):
    answer = client.get(f"/api/v1/widget/{path}", said)
    assert not answer.cookies
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in answer
    return answer


def test_a_visitor_begins_searches_and_reads(client, cast, article, django_assert_max_num_queries):
    GoLink.pin(article, by=cast.second_editor, topic="wi-fi")
    with django_assert_max_num_queries(6):
        start = read(client, "start", topic="wi-fi", product="hub", version="1", language="de-AT").json()
    assert (start["language"], start["direction"]) == ("de", "ltr")
    assert [each["slug"] for each in start["results"]] == [article.slug]

    with django_assert_max_num_queries(5):
        found = read(client, "search", q="channel hub").json()
    assert found["said"] == "1 result"
    assert found["results"][0]["title"] == ["Keep the ", "hub", " on one ", "channel", ""]
    assert found["results"][0]["state"] == "Article"
    assert read(client, "search", q="").json()["results"] == []

    answer = read(client, f"articles/{article.slug}")
    assert "<ol>" in answer.json()["steps"]
    assert "<b>" not in answer.json()["summary"]
    assert answer["Cache-Control"].startswith("public, max-age=0, s-maxage=60")
    with CaptureQueriesContext(connection) as again:
        same = client.get(f"/api/v1/widget/articles/{article.slug}", headers={"If-None-Match": answer["ETag"]})
    assert (same.status_code, len(again), same["Access-Control-Allow-Origin"]) == (304, 0, "*")


def test_searches_in_it_are_known_once_they_are_finished_and_who_searched_is_not(
    client, cast, article, django_assert_max_num_queries
):
    """Half a word is nobody's search. Opened, asked about, sent or left, it is; by nobody, on no page."""
    typed = read(client, "search", q="channel h", language="de")
    assert "no-store" in typed["Cache-Control"]
    assert not Search.objects.exists()
    tell = {"shown": typed.json()["shown"], "place": 1}
    for _time in range(2):
        told = client.post("/api/v1/widget/opened", tell, headers={"origin": "https://app.example.com"})
        assert (told.status_code, told["Access-Control-Allow-Origin"], told.cookies.output()) == (204, "*", "")
    search = Search.objects.get()
    assert (search.query, search.language, search.clicked) == ("channel h", "de", 1)
    assert search.shown == [f"article-{article.pk}"]

    left = read(client, "search", q="the hub").json()
    client.post("/api/v1/widget/opened", {"shown": left["shown"], "place": 0})
    assert Search.objects.filter(query="the hub", clicked=None, results=1).count() == 1

    lexical.count_words()
    with django_assert_max_num_queries(7):
        sent = read(client, "search", q="chanel", sent="true").json()
    assert [each["slug"] for each in sent["results"]] == [article.slug], "sent, it is read as it may have been meant"
    read(client, "search", q="sauna ann@mailbox.org", sent="true")
    read(client, "search", q="  ", sent="true")
    assert Search.objects.to_nowhere().get().folded.startswith("sauna")
    assert "mailbox" not in Search.objects.to_nowhere().get().query
    assert Search.objects.count() == 4

    client.force_login(cast.asker)
    form = client.get("/questions/ask/", {"title": "chanel", "search": sent["search"]}).content.decode()
    mark = re.search(r'name="search" value="([^"]+)"', form)[1]
    said = {"title": "My chanel hums", "body": "Since Monday.", "topic": cast.topic.pk, "seen": "", "search": mark}
    client.post("/questions/ask/", said)
    assert Search.objects.get(query="chanel").became_question
    wrong = client.post("/api/v1/widget/opened", {"shown": "made:up", "place": 1})
    assert (wrong.status_code, Search.objects.count()) == (204, 4)
    assert client.post("/api/v1/widget/opened", {"shown": left["shown"], "place": 99}).status_code == 422


def test_even_staff_are_answered_as_visitors(client, cast, article):
    """A script on whatever page, in the browser of an administrator, reads what everybody reads."""
    article.file_under(by=cast.editor, audience=Audience.STAFF)
    index.refresh(Article, [article.pk])
    client.force_login(cast.administrator)

    assert read(client, "start", topic="wi-fi").json()["results"] == []
    assert read(client, "search", q="channel hub").json()["results"] == []
    assert read(client, f"articles/{article.slug}").status_code == 404
    article.file_under(by=cast.editor, audience=Audience.PUBLIC)
    article.hide(by=cast.moderator)
    assert read(client, f"articles/{article.slug}").status_code in (404, 410)


def test_a_network_searches_so_often_a_minute(client, db, settings):
    settings.LIMITS_ENABLED, settings.LIMITS = True, {"widget-search": "1/m"}
    assert read(client, "search", q="hub").status_code == 200
    refused = read(client, "search", q="lamp")
    assert refused.status_code == 429
    assert refused["Retry-After"]


def test_nothing_else_of_the_site_is_open_to_other_sites(client, article):
    for path in ("/", "/search/?q=hub", "/api/v1/articles", f"/api/v1/articles/{article.slug}", "/api/v1/questions"):
        assert "Access-Control-Allow-Origin" not in client.get(path), path


def test_the_script_has_a_stable_address(client, db):
    answer = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "max-age=300" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer["Vary"]
    words = gzip.decompress(answer.content).decode()
    assert words == client.get("/widget.js").content.decode()
    assert "The help site cannot be reached." in words
    assert client.get("/widget.js", headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.proof
def test_the_script_is_under_ten_kilobytes(figure):
    size = len(script().compressed)
    assert size < 10_000
    figure("the help widget, one script, compressed", "under 10 kB", f"{size / 1000:.1f} kB")


def test_each_module_is_small_and_shares_the_function_without_a_clash():
    joined = joined_modules(Path(site.BASE_DIR, "static/js/widget/main.js"))
    assert not re.search(r"^\s*(import|export)\b", joined, re.MULTILINE)
    assert not re.search(r"\beval\b|new Function|\.style\b|<style|document\.cookie|localStorage", joined)
    declared = []
    for module in MODULES:
        words = module.read_text()
        assert len(words.splitlines()) <= 80, module.name
        declared += re.findall(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", words, re.MULTILINE)
    assert len(declared) == len(set(declared))
    assert all(re.search(rf"\b{name}\b", joined) for name in declared), "each module is needed by another one"


def test_a_question_from_inside_the_product_begins_with_what_is_known(client, cast):
    hub = Product.objects.create(name="Hub", slug="hub")
    release = Release.objects.create(product=hub, version="3.2")
    asks = {"title": "Codes arrive late", "topic": cast.topic.slug, "product": "hub", "page": PAGE}

    form = client.get("/questions/ask/", asks | {"version": "v3.2"}).context["form"]
    assert form["title"].value() == "Codes arrive late"
    assert str(form["topic"].value()) == str(cast.topic.pk)
    assert (form["product"].value(), form["release"].value()) == (hub.pk, release.pk)
    assert form["page"].value() == "https://app.example.com/home/7"
    field = IntakeField.objects.create(topic=cast.topic, label="Firmware", kind="version", product=hub)
    form = client.get("/questions/ask/", asks | {"version": "3.3"}).context["form"]
    assert (form[f"intake_{field.pk}"].value(), form["release"].value(), form["version"].value()) == ("3.3", None, None)
    page = client.get("/questions/ask/", asks | {"version": "9.9 beta"}).content.decode()
    assert 'value="9.9 beta"' in page
    assert "secret" not in page
    client.force_login(cast.asker)
    sent = {"title": "Codes arrive late today", "topic": cast.topic.pk, "body": "Since Monday."}
    client.post("/questions/ask/", sent | {"page": PAGE, "version": "9.9 beta"})
    told = Question.objects.get(title="Codes arrive late today").body
    assert told == "Since Monday.\n\n- Page: `https://app.example.com/home/7`\n- Version: 9.9 beta"
    client.post("/questions/ask/", sent | {"title": "Codes arrive late once more", "page": "", "version": ""})
    assert Question.objects.get(title="Codes arrive late once more").body == "Since Monday."


@pytest.mark.parametrize("page", ["javascript://x/%0aalert(1)", "https://", "https://[", "http://user:pw@/", "data:,x"])
def test_what_is_no_page_is_left_out(client, db, page):
    assert not client.get("/questions/ask/", {"page": page}).context["form"]["page"].value()


def test_operators_see_the_line_for_their_page(client, cast, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(cast.agent)
    page = client.get("/embedding/", {"product": "hub", "version": '3"'}).content.decode()
    assert "data-product=&quot;hub&quot; data-version=&quot;3&amp;quot;&quot;&gt;&lt;/script&gt;" in page
    assert f"connect-src {settings.SITE_URL}" in page
