"""What covers a request: the article that was made of its questions, whatever it is called, until its readers still ask."""

import pytest

from community.activity.models import Event
from community.content.audiences import Audience
from forum.models import Duplicate
from knowledgebase.drafting import Solved, draft_of
from knowledgebase.models import Article
from knowledgebase.requests.mining import mine
from tests.cast import make_answer, make_question
from tests.knowledgebase.requests.made import published, request_about

pytestmark = pytest.mark.django_db


def article_of(cast, *questions, title="Radios move at three", **filed) -> Article:
    """A draft made of the solutions of these questions, under a name that is like none of them."""
    threads = []
    for question in questions:
        answer = make_answer(question, by=cast.helper, body=f"Set channel {question.pk} by hand.")
        question.accept(answer, by=cast.asker)
        threads.append(Solved(question, answer))
    article = draft_of(threads, by=cast.editor, **filed)
    article.revise(by=cast.editor, title=title, steps="Set the channel by hand.")
    return article


def publish(cast, article) -> Article:
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    return article


def state_of(word: str) -> tuple:
    found = request_about(word)
    return (found.state, found.article_id, found.article_quotes)


def test_an_article_made_of_its_questions_covers_a_request_whatever_it_is_called(client, asked, cast, indexed):
    wifi = asked["wifi"]
    one = publish(cast, article_of(cast, wifi[0]))
    internal = publish(cast, article_of(cast, wifi[3], title="For us alone"))
    Article.objects.filter(pk=internal.pk).update(audience=Audience.STAFF)
    indexed()
    mine()
    assert state_of("wi-fi") == ("covered", one.pk, 1)
    assert state_of("invoice")[0] == "gap"
    two = publish(cast, article_of(cast, *wifi[1:3], title="Three o'clock"))
    near = published(cast, wifi[3].title)
    indexed()
    mine()
    assert state_of("wi-fi") == ("covered", two.pk, 2)
    client.force_login(cast.editor)
    page = client.get(request_about("wi-fi").get_absolute_url()).content.decode()
    assert "made of 2 of these questions" in page
    for article in (one, two):
        article.archive(by=cast.editor)
    mine()
    assert state_of("wi-fi") == ("covered", near.pk, 0)


def test_an_article_made_of_a_duplicate_covers_what_that_leads_to(asked, cast, indexed):
    again = make_question(by=cast.helper, topic=cast.topic, title="No radio after midnight")
    article = publish(cast, article_of(cast, again))
    Duplicate.mark(again, canonical=asked["wifi"][0], by=cast.moderator)
    indexed()
    mine()
    assert state_of("wi-fi") == ("covered", article.pk, 1)


def test_who_read_it_and_asked_anyway_makes_it_stale(client, asked, cast, indexed):
    article = publish(cast, article_of(cast, asked["wifi"][0]))
    for number in range(3):
        article.note_reader(reader=str(number), helped=True)
    for number in range(4):
        make_question(by=cast.helper, topic=cast.topic, title=f"Radio {number} is gone", after_article=article)
    # This is about something else, which others ask too.
    make_question(by=cast.helper, topic=cast.topic, title=asked["invoice"][0].title, after_article=article)
    indexed()
    mine()
    found = request_about("wi-fi")
    assert (found.state, found.asked_anyway, found.asked_since) == ("stale", 4, 4)
    client.force_login(cast.editor)
    assert "4 of them after reading it." in client.get(found.get_absolute_url()).content.decode()


def test_customers_read_at_once_that_an_article_is_there_and_that_it_is_gone(
    client, asked, cast, work, django_capture_on_commit_callbacks
):
    mine()
    title = request_about("wi-fi").title

    def is_coming() -> bool:
        with django_capture_on_commit_callbacks(execute=True):
            work()
        return title in client.get("/kb/requests/").content.decode()

    assert is_coming()
    article = publish(cast, article_of(cast, asked["wifi"][0]))
    assert not is_coming()
    assert state_of("wi-fi") == ("covered", article.pk, 1)
    article.hide(by=cast.moderator)
    assert is_coming()
    assert state_of("wi-fi") == ("gap", None, 0)
    article.unhide(by=cast.moderator)
    assert not is_coming()
    article.archive(by=cast.editor)
    assert is_coming()
    # One that nothing of it was made of, but that says the same.
    near = published(cast, asked["wifi"][1].title)
    assert not is_coming()
    assert state_of("wi-fi") == ("covered", near.pk, 0)
    assert state_of("invoice")[0] == "gap"
    changes = Event.objects.about(request_about("wi-fi")).filter(verb="kb.request.state-changed")
    assert changes.count() == 5
