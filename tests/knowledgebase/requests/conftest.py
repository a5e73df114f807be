"""A community small enough to read, with vectors learnt from its own words: three things are asked by many."""

import pytest

from community.search import vectors
from community.search.embedders import choice
from community.search.learning import learn
from community.search.models import TrainedCorpus
from tests.cast import make_question

ASKED = {
    "wifi": [
        "The hub loses its Wi-Fi every night",
        "My hub loses the Wi-Fi at night",
        "Hub loses Wi-Fi each night at three",
        "Why does the hub lose its Wi-Fi every night",
    ],
    "invoice": [
        "The invoice shows the wrong address",
        "Wrong address on my invoice",
        "My invoice shows a wrong address again",
        "How to correct the wrong address on an invoice",
    ],
    "others": ["The valve clicks loudly", "Thermostat display stays dark", "Cancel my subscription please"],
}


_learnt: dict[str, dict] = {}


@pytest.fixture(autouse=True)
def _chosen_anew(settings, monkeypatch):
    settings.EMBEDDER = "corpus"
    settings.STAFF_NEED_SECOND_FACTOR = False
    monkeypatch.setattr("community.search.embedders.training.FEWEST_TEXTS", 5)
    monkeypatch.setattr("community.search.embedders.training.BAR", 0.0)
    forget()
    yield
    forget()


def forget():
    choice.look_again()
    vectors.forget_makers()


@pytest.fixture
def indexed(work):
    """`indexed()`: what was asked so far is in the index, with vectors learnt once."""

    def index():
        work("search")
        if not TrainedCorpus.objects.exists():
            # The same questions teach the same: once for all tests.
            if "row" in _learnt:
                TrainedCorpus.objects.create(**_learnt["row"])
            else:
                trained = learn()
                _learnt["row"] = {name: getattr(trained, name) for name in ("maker", "data", "documents", "soundness")}
            forget()
        vectors.make_missing()
        forget()

    return index


@pytest.fixture
def asked(cast, indexed):
    """The questions above by what they are about, in the index."""
    questions = {
        name: [make_question(by=cast.asker, topic=cast.topic, title=title, body="Please help.") for title in titles]
        for name, titles in ASKED.items()
    }
    indexed()
    return questions
