"""What programs read of the forum: Atom feeds, as RFC 4287 has them."""

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import parse_http_date

from community.content.audiences import Audience
from forum.models import Question
from tests.cast import make_answer, make_question, make_topic

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
SITE = "http://localhost:8000"


@pytest.fixture
def three(cast):
    waiting = cast.question(title="This one waits for an answer", tags=["night"])
    answered = cast.answer(cast.question(title="This one has an answer")).question
    solved = cast.question(title="This one is solved", topic=make_topic("Billing"))
    solved.accept(make_answer(solved, by=cast.helper), by=cast.asker)
    private = make_question(
        by=cast.colleague, topic=cast.topic, title="For our company", tags=["night"], audience=Audience.ORGANISATION,
        organisation=cast.organisation,
    )  # fmt: skip
    cast.question(title="This one was hidden", tags=["night"]).hide(by=cast.moderator)
    assert private.pk
    return waiting, answered, solved


def read(client, path, **headers):
    """The feed, which is found to be what RFC 4287 asks for."""
    cache.clear()
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml") and answer["X-Robots-Tag"] == "noindex"
    root = ET.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for each in (root, *entries(root)):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, name
        assert text(each, "id").startswith("tag:localhost,2026:/")
        assert text(each, "title") and text(each, "author/name")
        assert parse_datetime(text(each, "updated")).tzinfo is not None
        assert [link.get("href") for link in each.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == SITE + path
    ids = [text(entry, "id") for entry in entries(root)]
    assert len(ids) == len(set(ids))
    return root


def entries(root):
    return root.findall(f"{ATOM}entry")


def text(element, path):
    return element.find("/".join(ATOM + name for name in path.split("/"))).text


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("questions", ["This one is solved", "This one has an answer", "This one waits for an answer"]),
        ("unanswered", ["This one waits for an answer"]),
        ("topics/billing", ["This one is solved"]),
        ("topics/wi-fi", ["This one has an answer", "This one waits for an answer"]),
        ("tags/night", ["This one waits for an answer"]),
    ],
)
def test_each_feed_has_what_everybody_may_read(client, three, path, titles):
    assert [text(entry, "title") for entry in entries(read(client, f"/feeds/{path}.atom"))] == titles


def test_members_read_no_more_there_than_anybody(client, cast, three):
    client.force_login(cast.colleague)
    assert len(entries(read(client, "/feeds/tags/night.atom"))) == 1


def test_the_feed_of_a_question_has_its_answers(client, three):
    answered = three[1]
    root = read(client, f"/feeds/questions/{answered.pk}.atom")
    answer, question = entries(root)
    assert (text(answer, "title"), text(question, "title")) == ("Answer by Hugo Helper", answered.title)
    assert text(answer, "author/uri") == f"{SITE}/members/hugo/"
    assert text(answer, "content") == "<p>Set the channel to 6 by hand.</p>\n"
    assert answer.find(f"{ATOM}content").get(f"{XML}lang") == "en"


def test_ids_stay_when_titles_change_and_only_what_was_changed_is_dated_anew(client, three, cast):
    Question.objects.update(created_at=timezone.now() - timedelta(days=3))
    before = {text(entry, "id"): text(entry, "updated") for entry in entries(read(client, "/feeds/questions.atom"))}
    make_answer(three[0], by=cast.stranger)
    assert before == {
        text(entry, "id"): text(entry, "updated") for entry in entries(read(client, "/feeds/questions.atom"))
    }
    three[0].edit(by=cast.asker, title="This one waits, with another title")
    after = {text(entry, "id"): text(entry, "updated") for entry in entries(read(client, "/feeds/questions.atom"))}
    assert before.keys() == after.keys()
    assert [number for number in after if after[number] != before[number]] == [
        f"tag:localhost,2026:/questions/{three[0].pk}/"
    ]


def test_who_has_it_is_not_sent_it_again(client, three, cast):
    first = client.get("/feeds/questions.atom")
    assert client.get("/feeds/questions.atom", headers={"If-None-Match": first["ETag"]}).status_code == 304
    for _kept in range(2):  # made anew, and from the page cache
        assert (
            client.get("/feeds/questions.atom", headers={"If-Modified-Since": first["Last-Modified"]}).status_code
            == 304
        )
        assert client.get("/feeds/questions.atom").status_code == 200
        assert client.get(
            "/feeds/questions.atom", headers={"If-Modified-Since": "Mon, 05 Jan 2026 08:00:00 GMT"}
        ).content
    newest = max(question.created_at for question in three)
    assert parse_http_date(first["Last-Modified"]) == int(newest.timestamp())
    other = client.get(
        "/feeds/questions.atom", headers={"If-None-Match": '"other"', "If-Modified-Since": first["Last-Modified"]}
    )
    assert other.status_code == 200


def test_an_empty_feed_is_a_feed(client, cast):
    cast.topic  # noqa: B018  made when first named
    root = read(client, "/feeds/topics/wi-fi.atom")
    assert entries(root) == [] and text(root, "updated") == "2026-01-01T00:00:00+00:00"


def test_words_stand_on_their_own(client, cast):
    """Whoever reads the feed elsewhere finds the addresses in it, and no markup that was typed becomes the feed's."""
    cast.question(title="</title><x/> & more", body="See [the list](/questions/) & <b>more</b>.")
    root = read(client, "/feeds/questions.atom")
    assert root.get(f"{XML}base") == f"{SITE}/"
    (entry,) = entries(root)
    assert text(entry, "title") == "</title><x/> & more"
    assert f'href="{SITE}/questions/"' in text(entry, "content") and "&lt;b&gt;" in text(entry, "content")
    assert entry.find(f"{ATOM}category").get("term") == "Wi-Fi"


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("/", "/feeds/questions.atom"),
        ("/questions/", "/feeds/unanswered.atom"),
        ("/topics/billing/", "/feeds/topics/billing.atom"),
        ("/tags/night/", "/feeds/tags/night.atom"),
        ("/incidents/", "/incidents/feed.atom"),
    ],
)
def test_pages_name_their_feeds(client, three, page, feed):
    html = client.get(page).content.decode()
    assert any("application/atom+xml" in link and f'href="{feed}"' in link for link in html.split("<link")[1:])
    read(client, feed)


@pytest.mark.parametrize("path", ["topics/none", "tags/none", "questions/987654321"])
def test_feeds_that_there_are_not(client, db, path):
    assert client.get(f"/feeds/{path}.atom").status_code == 404
