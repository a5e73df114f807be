"""What everybody sees of a case on the page of its question: that somebody looks into it, and how it ended."""

import pytest

from tests.cast import make_comment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(case, client):
    """`page()`: the question as a reader sees it now, signed out."""
    return lambda: client.get(case.question.get_absolute_url()).content.decode()


def test_everybody_sees_at_once_who_looks_into_it(cast, case, page):
    assert "looks into it" not in page()
    case.acknowledge(by=cast.agent)
    assert "Agnes Agent from our support team has seen this and looks into it." in page()


def test_everybody_sees_at_once_how_it_ended(cast, case, page):
    assert "Contracts from before May" not in page()
    case.end(by=cast.agent, outcome="known-issue", public_words="Contracts from before May keep the old tariff.")
    shown = page()
    assert "Known issue" in shown
    assert "Contracts from before May keep the old tariff." in shown
    assert "Agnes Agent" in shown
    case.reopen(by=cast.agent)
    assert "Contracts from before May" not in page()


def test_nobody_sees_what_was_said_in_private(cast, case, page):
    case.reply(by=cast.agent, body="Is it Elm Road 12?")
    case.add_note(by=cast.agent, body="Elm Road again.")
    case.customer_replies(body="Yes, Elm Road.")
    assert "Elm Road" not in page()
    assert case.ref not in page()


def test_asker_finds_the_private_thread_there(cast, case, client):
    client.force_login(cast.asker)
    assert f"/cases/{case.ref}/" in client.get(case.question.get_absolute_url()).content.decode()


def test_agent_finds_the_desk_there(cast, case, client):
    client.force_login(cast.agent)
    assert case.get_desk_url() in client.get(case.question.get_absolute_url()).content.decode()


def test_public_word_of_the_asker_is_seen_on_the_desk(cast, case, client, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    make_comment(case.question, by=cast.asker, body="It began with the new contract.")
    client.force_login(cast.agent)
    assert "It began with the new contract." in client.get(case.get_desk_url()).content.decode()
