"""A community small enough to read, with vectors learnt from its own words."""

import pytest

from community.search import lexical, vectors
from community.search.embedders import choice
from community.search.learning import learn
from tests.cast import make_answer, make_question

TOLD = {
    "The hub loses its Wi-Fi every night": ("Since Monday it is offline at three.", "Set the channel to 6 by hand."),
    "Wi-Fi of the hub drops after midnight": ("It comes back in the morning.", "The router changes its channel then."),
    "Hub offline since the router was replaced": ("A new box from the provider.", "Join it to the new network."),
    "Invoice shows the wrong address": ("I moved in May.", "Change it under account, then ask for a new invoice."),
    "I was charged twice this month": ("Two payments on my card.", "The second one is a reservation and goes away."),
    "Where do I find my last invoice?": ("I need it for my taxes.", "Under account, invoices."),
    "The valve clicks all night": ("It sounds like a clock.", "Take it off and calibrate it again."),
    "Radiator valve reads five degrees too much": ("It is cold here.", "Set the offset, or calibrate it."),
    "Thermostat display stays dark": ("New batteries did not help.", "Hold the wheel for ten seconds."),
    "Battery of the door sensor is empty after a week": ("It is two weeks old.", "Update it to 2.4 first."),
    "Door sensor does not report open doors": ("It did in summer.", "Move the magnet closer."),
    "Cancel my subscription": ("I am moving abroad.", "Under account, plan, cancel."),
}


@pytest.fixture(autouse=True)
def _chosen_anew(settings):
    """Each test has a database of its own, so what is learnt in one is no maker of another."""
    settings.EMBEDDER = "corpus"
    _forget()
    yield
    _forget()


def _forget():
    choice.look_again()
    vectors.forget_makers()


@pytest.fixture
def told(cast, work):
    """The questions above by title, each with an answer, in the index by their words."""
    questions = {}
    for title, (body, answer) in TOLD.items():
        questions[title] = make_question(by=cast.asker, topic=cast.topic, title=title, body=body)
        make_answer(questions[title], by=cast.helper, body=answer)
    work("search")
    return questions


@pytest.fixture
def counted(told):
    """The same, with the words counted, as a worker does at night."""
    lexical.count_words()
    return told


@pytest.fixture
def learnt(told, monkeypatch):
    """The same, with vectors."""
    monkeypatch.setattr("community.search.embedders.training.FEWEST_TEXTS", 10)
    learn()
    _forget()
    vectors.make_missing()
    _forget()
    return told
