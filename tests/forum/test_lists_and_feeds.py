"""Lists, topics, tags, and what programs read of them."""

from xml.etree import ElementTree as ET

import pytest

from tests.cast import make_answer, make_question, make_topic

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def titles(client, path):
    page = client.get(path)
    assert page.status_code == 200
    return [question.title for question in page.context["page"]]


@pytest.fixture
def three(cast):
    waiting = cast.question(title="This one waits for an answer", tags=["night"])
    answered = cast.answer(cast.question(title="This one has an answer")).question
    solved = cast.question(title="This one is solved", topic=make_topic("Billing"))
    solved.accept(make_answer(solved, by=cast.helper), by=cast.asker)
    return waiting, answered, solved


def test_tabs(client, three):
    waiting, answered, solved = (question.title for question in three)
    assert titles(client, "/questions/") == [solved, answered, waiting]
    assert titles(client, "/questions/?tab=unanswered") == [waiting]
    assert titles(client, "/questions/?tab=solved") == [solved]
    assert set(titles(client, "/questions/?tab=votes")) == {waiting, answered, solved}


def test_topic_and_tag_narrow_it_and_have_pages(client, three):
    waiting, _answered, solved = (question.title for question in three)
    for path in ("/questions/?topic=billing", "/topics/billing/"):
        assert titles(client, path) == [solved]
    for path in ("/questions/?tag=night", "/tags/night/"):
        assert titles(client, path) == [waiting]


def test_a_topic_shows_who_helps_most_there(client, three):
    assert "Hugo Helper" in client.get("/topics/billing/").content.decode()


@pytest.mark.parametrize("path", ["/questions/?tab=oldest", "/questions/?topic=none", "/tags/none/", "/topics/none/"])
def test_lists_that_there_are_not(client, path):
    assert client.get(path).status_code == 404


def test_pages_by_key_show_every_question_once(client, cast):
    for number in range(45):
        make_question(by=cast.asker, topic=cast.topic, title=f"Question number {number}")
    seen, path = [], "/questions/"
    while path:
        page = client.get(path).context
        seen += [question.title for question in page["page"]]
        cursor = page["page"].next_cursor
        path = f"/questions/?after={cursor}" if cursor else ""
    assert len(seen) == len(set(seen)) == 45


def test_feed_has_ids_that_stay_and_answers_304(client, three, cast):
    first = client.get("/feeds/questions.atom")
    ids = [entry.find(f"{ATOM}id").text for entry in ET.fromstring(first.content).iter(f"{ATOM}entry")]
    assert ids == [f"http://localhost:8000/questions/{question.pk}/" for question in reversed(three)]
    assert client.get("/feeds/questions.atom", headers={"If-None-Match": first["ETag"]}).status_code == 304
    three[0].edit(by=cast.asker, title="This one waits, with another title")
    again = client.get("/feeds/questions.atom?fresh")
    assert ids == [entry.find(f"{ATOM}id").text for entry in ET.fromstring(again.content).iter(f"{ATOM}entry")]


@pytest.mark.parametrize(
    ("path", "entries"), [("unanswered", 1), ("topics/billing", 1), ("tags/night", 1), ("topics/wi-fi", 2)]
)
def test_feeds_of_parts(client, three, path, entries):
    feed = client.get(f"/feeds/{path}.atom")
    assert feed["Content-Type"].startswith("application/atom+xml")
    root = ET.fromstring(feed.content)
    assert len(list(root.iter(f"{ATOM}entry"))) == entries
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"http://localhost:8000/feeds/{path}.atom"


def test_feed_of_a_question_has_its_answers(client, three):
    root = ET.fromstring(client.get(f"/feeds/questions/{three[1].pk}.atom").content)
    assert [entry.find(f"{ATOM}title").text for entry in root.iter(f"{ATOM}entry")] == [
        "Answer by Hugo Helper",
        three[1].title,
    ]
