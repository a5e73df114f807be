"""Lists, topics, tags."""

import pytest

from tests.cast import make_answer, make_question, make_topic

pytestmark = pytest.mark.django_db


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
