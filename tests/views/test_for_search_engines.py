"""What a search engine finds: every page that is meant to be found, and no other."""

import re
from datetime import timedelta
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from community.content.audiences import Audience
from community.incidents.models import Incident
from community.views import seo
from forum.models import Duplicate, Question
from tests.cast import make_answer, make_question, make_topic

pytestmark = pytest.mark.django_db
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def site(cast):
    """One of everything that may be found, and of everything that may not."""
    found = cast.answer().question
    waiting = cast.question(title="Nobody has answered this one yet")
    wanted = cast.question(title="Five people have this problem, nobody an answer")
    for number in range(5):
        wanted.say_me_too(by=cast_member(number))
    hidden = cast.answer(cast.question(title="This one was hidden by a moderator")).question
    hidden.hide(by=cast.moderator)
    private = make_question(
        by=cast.colleague, topic=cast.topic, title="For our company only, please", audience=Audience.ORGANISATION,
        organisation=cast.organisation,
    )  # fmt: skip
    make_answer(private, by=cast.colleague)
    copy = cast.answer(cast.question(title="The same again, asked in other words")).question
    Duplicate.mark(copy, canonical=found, by=cast.moderator)
    make_topic("Empty shelf")
    incident = Incident.declare(by=cast.agent, title="Logins fail", body="We look into it.", severity="major")
    return {"found": [found, wanted, incident], "not found": [waiting, hidden, private, copy]}


def cast_member(number):
    from tests.cast import make_member

    return make_member(f"neighbour{number}")


def test_sitemap_names_what_may_be_found_and_nothing_else(client, site):
    named = set(addresses(client))
    assert {row.get_absolute_url() for row in site["found"]} <= named
    assert not {row.get_absolute_url() for row in site["not found"]} & named


def test_every_page_of_the_sitemap_is_there_and_may_be_shown(client, site):
    for address in addresses(client):
        page = client.get(address)
        assert page.status_code == 200, address
        html = page.content.decode()
        assert 'name="robots"' not in html, address
        assert re.search(r'<link rel="canonical" href="http://localhost:8000([^"]*)"', html)[1] == address


def test_every_page_that_may_be_shown_is_in_the_sitemap(client, site):
    named, seen, waiting = set(addresses(client)), set(), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        page = client.get(address)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        html = page.content.decode()
        canonical = re.search(r'<link rel="canonical" href="http://localhost:8000([^"]*)"', html)
        if 'name="robots"' not in html and canonical and canonical[1] == address:
            assert address in named, address
        waiting += [link.replace("&amp;", "&") for link in re.findall(r'href="(/(?!static|api)[^"#]*)"', html)]
    assert len(seen) > 20


def test_dates_are_those_of_the_last_change(client, site, cast):
    found = site["found"][0]
    # Dates are written in whole seconds.
    Question.objects.filter(pk=found.pk).update(modified_at=found.created_at - timedelta(hours=1))
    before = dates(client)[found.get_absolute_url()]
    make_answer(found, by=cast.stranger, body="Here is another way.")
    after = dates(client)[found.get_absolute_url()]
    assert before < after == Question.objects.get(pk=found.pk).modified_at.replace(microsecond=0)


def test_looking_at_a_page_changes_no_date(client, site):
    before = dates(client)
    for address in before:
        client.get(address)
    assert dates(client) == before


def test_large_sites_get_more_than_one_file(client, site, monkeypatch):
    monkeypatch.setattr(seo, "A_FILE", 2)
    files = [loc for loc in locations(client, "/sitemap.xml") if "questions" in loc]
    assert len(files) > 1
    assert site["found"][0].get_absolute_url() in addresses(client)


@pytest.mark.parametrize("path", ["/sitemap-questions-99.xml", "/sitemap-members-0.xml"])
def test_no_such_file(client, path):
    assert client.get(path).status_code == 404


def test_robots_names_the_sitemap_and_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://localhost:8000/sitemap.xml" in answer.content.decode()


def test_no_page_is_both_refused_and_asked_not_to_be_shown(client, site):
    refused = re.findall(r"Disallow: (\S+)", client.get("/robots.txt").content.decode())
    patterns = [re.compile(re.escape(path).replace(r"\*", ".*")) for path in refused]
    assert not [a for a in addresses(client) if any(p.match(a) for p in patterns)]


def test_security_contact_holds_for_months(client):
    lines = dict(line.split(": ", 1) for line in client.get("/.well-known/security.txt").content.decode().splitlines())
    assert lines["Contact"].startswith("mailto:")
    assert (parse_datetime(lines["Expires"]) - timezone.now()).days in range(100, 366)
    assert lines["Canonical"] == "http://localhost:8000/.well-known/security.txt"


def locations(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return [urlsplit(loc.text).path for loc in ET.fromstring(answer.content).iter(f"{SITEMAP}loc")]


def addresses(client):
    return [unquote(path) for file in locations(client, "/sitemap.xml") for path in locations(client, file)]


def dates(client):
    """The date of each page that has one."""
    found = {}
    for file in locations(client, "/sitemap.xml"):
        for url in ET.fromstring(client.get(file).content).iter(f"{SITEMAP}url"):
            date = url.find(f"{SITEMAP}lastmod")
            if date is not None:
                found[urlsplit(url.find(f"{SITEMAP}loc").text).path] = parse_datetime(date.text)
    return found
