"""What a search engine finds: every page that is meant to be found, and no other."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from community.content.audiences import Audience
from community.incidents.models import Incident
from community.views import seo
from forum.models import Duplicate, Question
from knowledgebase.models import Section
from tests.cast import make_answer, make_comment, make_member, make_question, make_topic
from tests.knowledgebase.articles import make_article
from tests.structured import data_of, flaws_in
from tests.world import World, routes

pytestmark = pytest.mark.django_db
SITE = "http://localhost:8000"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# The pages that may be shown, by name: any other page of the site says that it may not.
SHOWN = {
    "home", "forum:question-list", "forum:question-detail", "forum:topic", "forum:tag", "kb:index", "kb:section",
    "kb:article-detail", "incidents:list", "incidents:detail", "advocates:programme", "advocates:leaderboard",
    "moderation:log", "members:detail", "forum:release",
}  # fmt: skip
PAGED_BY_KEY = {
    "forum:question-list", "forum:question-detail", "forum:topic", "forum:release", "forum:tag", "kb:section", "incidents:list",
    "moderation:log",
}  # fmt: skip
STATED = {
    "home": {"Organization", "WebSite"},
    "forum:question-detail": {"QAPage", "BreadcrumbList"},
    "forum:topic": {"BreadcrumbList"},
    "forum:release": {"BreadcrumbList"},
    "forum:tag": {"BreadcrumbList"},
    "kb:article-detail": {"TechArticle", "BreadcrumbList"},
    "kb:section": {"BreadcrumbList"},
    "incidents:detail": {"BreadcrumbList"},
    "members:detail": {"ProfilePage"},
}

# What is asked for, the address that it is found under, and whether that may be shown.
FACES = [
    ("/?utm_source=mail", "/", True),
    ("/questions/?utm_source=mail&fbclid=1", "/questions/", True),
    ("/questions/?tab=newest", "/questions/", True),
    ("/questions/?tab=votes", "/questions/?tab=votes", False),
    ("/questions/?tab=unanswered&utm_source=x", "/questions/?tab=unanswered", False),
    ("/questions/?topic=wi-fi", "/topics/wi-fi/", True),
    ("/questions/?tag=router", "/tags/router/", True),
    ("/questions/?tag=rare", "/tags/rare/", False),
    ("/questions/?topic=wi-fi&tag=router", "/questions/?topic=wi-fi&tag=router", False),
    ("/questions/?topic=wi-fi&tab=solved", "/topics/wi-fi/?tab=solved", False),
    ("/topics/empty-shelf/", "/topics/empty-shelf/", False),
    ("/advocates/leaderboard/?period=month", "/advocates/leaderboard/", True),
    ("/advocates/leaderboard/?period=all", "/advocates/leaderboard/?period=all", False),
    ("/members/ann/", "/members/ann/", False),
    ("/members/HUGO/", "/members/hugo/", True),
]


@pytest.fixture
def site(cast, settings):
    """One of everything that may be found, and of everything that may not."""
    settings.STAFF_NEED_SECOND_FACTOR = False
    world = World()
    world.__dict__ |= {"topic": cast.topic}
    question = world.thread[0]
    question.accept(world.thread[1], by=world.asker)
    for number in range(2):
        world.answer(world.question(title=f"Another one about the router, {number}", tags=["router"]))
    wanted = world.question(title="Five people have this problem, nobody an answer", tags=["rare"])
    for number in range(5):
        wanted.say_me_too(by=make_member(f"neighbour{number}"))
    waiting = world.question(title="Nobody has answered this one yet")
    world.answer(world.question(title="It came with the new version", release=world.release))
    talk = make_question(by=world.asker, topic=world.topic, title="What do you use it for?", kind="discussion")
    hidden = world.answer(world.question(title="This one was hidden by a moderator")).question
    hidden.hide(by=world.moderator)
    private = make_question(
        by=world.colleague, topic=world.topic, title="For our company only, please", audience=Audience.ORGANISATION,
        organisation=world.organisation,
    )  # fmt: skip
    make_answer(private, by=world.colleague)
    copy = world.answer(world.question(title="The same again, asked in other words")).question
    Duplicate.mark(copy, canonical=question, by=world.moderator)
    make_topic("Empty shelf")
    Section.objects.create(name="Nothing yet", slug="nothing-yet")
    draft = make_article(by=world.editor, title="Not yet to be read")
    told = Incident.declare(
        by=world.agent, title="Staff only", body="We look.", severity="minor", audience=Audience.STAFF
    )
    world.__dict__["found"] = [question, wanted, talk, world.article, world.incident, world.helper, world.topic]
    world.__dict__["not_found"] = [waiting, hidden, private, copy, draft, told, world.asker, world.stranger]
    return world


def test_sitemap_names_what_may_be_found_and_nothing_else(client, site):
    named = set(addresses(client))
    assert {row.get_absolute_url() for row in site.found} | {"/tags/router/", "/kb/sections/first-steps/"} <= named
    gone = {row.get_absolute_url() for row in site.not_found}
    assert not (gone | {"/topics/empty-shelf/", "/tags/rare/", "/kb/sections/nothing-yet/"}) & named


@pytest.mark.proof
def test_the_sitemap_and_the_pages_that_may_be_shown_are_the_same(client, site, figure):
    """A crawler starts at the home page and follows every link; what it may show is compared with what the sitemap names."""
    named = addresses(client)
    assert len(named) == len(set(named))
    shown, seen = crawl(client, ["/", *named])

    assert set(named) - shown == set()
    assert shown - set(named) == set()
    question = site.found[0]
    # Dates are written in whole seconds.
    Question.objects.filter(pk=question.pk).update(modified_at=timezone.now() - timedelta(hours=1))
    before = dates(client)
    question.edit(by=site.asker, body="Since **Wednesday**.")
    after = dates(client)
    moved = [address for address in after if after[address] != before[address]]
    assert moved == [question.get_absolute_url()]
    figure(
        "sitemap set minus indexable set, found by following every link of a made community",
        "empty both ways; one edit changes one lastmod",
        f"{len(named)} named, {len(shown)} shown of {seen} addresses, differences 0 and 0; {len(moved)} date changed",
    )


def test_every_page_that_there_is_keeps_the_rule(client, site):
    """A visitor opens one page of each kind: the few that may be shown say what they are, all others that they may not."""
    for name in routes():
        address = site.address(name)
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        html = answer.content.decode(errors="replace")
        is_page = answer["Content-Type"].startswith("text/html")
        if name not in SHOWN:
            assert answer["X-Robots-Tag"] == "noindex", name
            assert not is_page or 'name="robots"' in html or "<head" not in html, name
            continue
        assert "X-Robots-Tag" not in answer and 'name="robots"' not in html, name
        assert canonical(html) == SITE + address, name
        assert {thing["@type"] for thing in data_of(html)} == STATED.get(name, set()), name
        assert flaws_in(html) == [], name
        shared = dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)"', html))
        assert shared["og:title"] and shared["og:url"] == SITE + address, name
        assert (shared["og:image:width"], shared["og:image:height"]) == ("1200", "630"), name
        assert html.count("<title>") == html.count('rel="canonical"') == 1, name
    assert set(routes()) >= SHOWN


def test_the_address_of_each_face_of_a_page(client, site):
    for path, leads_to, is_shown in FACES:
        answer = client.get(path)
        html = answer.content.decode()
        assert canonical(html) == SITE + leads_to, path
        assert ('name="robots"' not in html) is ("X-Robots-Tag" not in answer) is is_shown, path


def test_a_later_page_is_its_own_address_and_is_not_shown(client, cast):
    for number in range(25):
        make_question(by=cast.asker, topic=cast.topic, title=f"Question number {number}")
    cursor = client.get("/questions/").context["page"].next_cursor
    html = client.get(f"/questions/?after={cursor}&utm_source=x").content.decode()
    assert canonical(html) == f"{SITE}/questions/?after={cursor}" and 'name="robots"' in html
    assert '<a class="button" href="/questions/">' in html  # the way back is a link
    Question.objects.all().update(hidden_at=timezone.now())
    cache.clear()
    assert client.get(f"/questions/?after={cursor}&again").status_code == 404


def test_pages_have_no_numbers(client, site):
    for name in (*SHOWN, "search:results"):
        path = site.address(name)
        assert client.get(path, {"q": "hub", "page": "9999"}).status_code == 404, name
        if name in PAGED_BY_KEY:
            assert client.get(path, {"after": "bm90aGluZw"}).status_code == 404, name


def test_what_was_taken_away_is_gone_and_what_was_never_public_is_unknown(client, site):
    _waiting, hidden, private, copy, draft, told, *_people = site.not_found
    answer = make_answer(site.found[0], by=site.stranger, body="Buy my hub.")
    answer.hide(by=site.moderator)
    gone = Incident.declare(by=site.agent, title="A mistake", body="It was none.", severity="minor")
    gone.hide(by=site.moderator)
    for path in (
        hidden.get_absolute_url(),
        f"/questions/{hidden.pk}/",
        f"/questions/{hidden.pk}/image/0.png",
        f"/feeds/questions/{hidden.pk}.atom",
        f"/answers/{answer.pk}/",
        gone.get_absolute_url(),
    ):
        page = client.get(path)
        assert page.status_code == 410, path
        assert "This was taken away" in page.content.decode() and page["Cache-Control"] == "no-store"
    for path in (
        private.get_absolute_url(),
        f"/questions/{private.pk}/image/0.png",
        f"/feeds/questions/{private.pk}.atom",
        draft.get_absolute_url(),
        f"{draft.get_absolute_url()}image/0.png",
        told.get_absolute_url(),
        "/questions/987654321/nothing/",
        "/members/nobody/",
    ):
        assert client.get(path).status_code == 404, path
    assert copy.title not in client.get("/questions/").content.decode()


def test_another_address_leads_on_in_one_step(client, site):
    question, copy = site.found[0], site.not_found[3]
    wrong = client.get(f"/questions/{question.pk}/some-other-words/")
    assert (wrong.status_code, wrong["Location"]) == (301, question.get_absolute_url())
    same = client.get(f"/questions/{copy.pk}/some-other-words/")
    assert (same.status_code, same["Location"]) == (301, question.get_absolute_url())
    assert same["Cache-Control"] == "max-age=600"
    feed = client.get(f"/feeds/questions/{copy.pk}.atom")
    assert (feed.status_code, feed["Location"]) == (301, f"/feeds/questions/{question.pk}.atom")


def test_links_of_members_are_theirs_and_those_of_the_site_are_not_marked(client, site):
    make_comment(site.found[0], by=site.helper, body="See https://example.com/manual and [this](http://example.org).")
    html = client.get(site.found[0].get_absolute_url()).content.decode()
    outward = re.findall(r'<a [^>]*href="https?://example[^>]*>', html)
    assert len(outward) == 2
    assert all('rel="ugc nofollow noopener"' in link for link in outward)
    assert 'href="/topics/wi-fi/" rel' not in html


def test_looking_at_a_page_changes_no_date(client, site):
    before = dates(client)
    for address in before:
        client.get(address)
    assert dates(client) == before


def test_large_sites_get_more_than_one_file_and_none_is_too_large(client, site, monkeypatch):
    whole = set(addresses(client))
    assert seo.A_FILE == 50_000
    monkeypatch.setattr(seo, "A_FILE", 2)
    cache.clear()
    files = locations(client, "/sitemap.xml?fresh")
    assert len([loc for loc in files if "questions" in loc]) > 1
    parts = [locations(client, file) for file in files if "pages" not in file]
    assert all(0 < len(part) <= 2 for part in parts)
    assert {unquote(path) for part in parts for path in part} < whole


@pytest.mark.parametrize("path", ["/sitemap-questions-99.xml", "/sitemap-nothing-0.xml"])
def test_no_such_file(client, path):
    assert client.get(path).status_code == 404


def test_who_has_the_sitemap_is_not_sent_it_again(client, site):
    etag = client.get("/sitemap.xml")["ETag"]
    assert client.get("/sitemap.xml", headers={"If-None-Match": etag}).status_code == 304


def test_robots_names_the_sitemap_and_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://localhost:8000/sitemap.xml" in answer.content.decode()


def test_no_page_is_both_refused_and_asked_not_to_be_shown(client, site):
    """A robot that may not fetch a page cannot read there that it is not to be shown."""
    refused = re.findall(r"Disallow: (\S+)", client.get("/robots.txt").content.decode())
    patterns = [re.compile(re.escape(path).replace(r"\*", ".*")) for path in refused]
    assert not [a for a in addresses(client) if any(p.match(a) for p in patterns)]
    pictures = [f"/questions/{site.found[0].pk}/image/0.png", reverse("site-image", args=["0"])]
    assert not [a for a in pictures if any(p.match(a) for p in patterns)]


def test_security_contact_holds_for_months(client):
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert lines["Contact"].startswith("mailto:")
    assert (parse_datetime(lines["Expires"]) - timezone.now()).days in range(100, 366)
    assert lines["Canonical"] == "http://localhost:8000/.well-known/security.txt"


def crawl(client, begin):
    """The addresses that may be shown under themselves, and how many were looked at."""
    shown, seen, waiting = set(), set(), list(begin)
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        page = client.get(address)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        html = page.content.decode()
        if "X-Robots-Tag" not in page and 'name="robots"' not in html and unquote(canonical(html)) == SITE + address:
            shown.add(address)
        links = [unescape(link) for link in re.findall(r'href="(/(?!static|api)[^"#]*)"', html)]
        waiting += [link if "?" in link else unquote(link) for link in links]
    return shown, len(seen)


def canonical(html):
    found = re.search(r'<link rel="canonical" href="([^"]*)"', html)
    return unescape(found[1]) if found else None


def locations(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return [urlsplit(loc.text).path for loc in ET.fromstring(answer.content).iter(f"{SITEMAP}loc")]


def addresses(client):
    cache.clear()  # nothing commits in a test, so no copy gets stale
    return [unquote(path) for file in locations(client, "/sitemap.xml") for path in locations(client, file)]


def dates(client):
    """The date of each page that has one."""
    cache.clear()
    found = {}
    for file in locations(client, "/sitemap.xml"):
        for url in ET.fromstring(client.get(file).content).iter(f"{SITEMAP}url"):
            date = url.find(f"{SITEMAP}lastmod")
            if date is not None:
                found[urlsplit(url.find(f"{SITEMAP}loc").text).path] = parse_datetime(date.text)
    return found
