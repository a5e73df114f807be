"""Which maker is used: the installed model for English, else what was learnt here, else none."""

import pytest

from community.search import learning
from community.search.embedders import Unusable, choice, training, weights
from community.search.models import Document, TrainedCorpus

needs_weights = pytest.mark.skipif(
    weights.packaged() is None, reason="the weights of all-MiniLM-L6-v2 are not installed"
)


@needs_weights
def test_english_uses_the_installed_model(db, settings):
    settings.EMBEDDER = ""
    choice.look_again()
    assert choice.current().maker.startswith("minilm-")
    assert choice.named(choice.current().maker) is choice.current()
    assert not choice.wants_corpus()


def test_another_language_uses_what_was_learnt(learnt, settings):
    settings.EMBEDDER, settings.LANGUAGE_CODE = "", "de"
    choice.look_again()
    assert choice.wants_corpus()
    assert choice.current().maker == TrainedCorpus.objects.get().maker


def test_without_weights_english_uses_what_was_learnt(learnt, settings, monkeypatch):
    settings.EMBEDDER = ""
    monkeypatch.setattr(weights, "packaged", lambda: None)
    monkeypatch.setattr(choice, "_loaded", {})
    choice.look_again()
    assert choice.current().maker == TrainedCorpus.objects.get().maker


def test_before_anything_was_learnt_there_is_none(db):
    assert choice.current() is None
    assert choice.named("corpus-unknown") is None


@needs_weights
def test_weights_that_arrive_later_are_noticed(db, settings, monkeypatch):
    settings.EMBEDDER = ""
    monkeypatch.setattr(choice, "_loaded", {})
    with monkeypatch.context() as without:
        without.setattr(weights, "packaged", lambda: None)
        choice.look_again()
        assert choice.current() is None
    monkeypatch.setattr(choice, "_look_at", 0.0)
    assert choice.current().maker.startswith("minilm-")


def test_a_model_that_cannot_be_read_is_said_once_and_not_used(db, settings, tmp_path, caplog):
    pytest.importorskip("tokenizers")
    settings.EMBEDDER, settings.EMBEDDER_MODEL = "minilm", str(tmp_path)
    choice._loaded.pop("minilm", None)
    choice.look_again()
    assert choice.current() is None
    choice._look_at = 0.0
    assert choice.current() is None
    assert [record for record in caplog.records if str(tmp_path) in record.getMessage()] == caplog.records[-1:]


def test_learning_twice_from_the_same_changes_nothing(learnt):
    assert learning.learn() is None
    assert TrainedCorpus.objects.count() == 1


def test_what_fails_the_check_does_not_take_over(learnt, cast, work, monkeypatch):
    in_charge = TrainedCorpus.objects.get().maker
    cast.question(title="Speaker crackles at high volume")
    work("search")
    monkeypatch.setattr(training, "BAR", 1.01)
    with pytest.raises(Unusable, match="nearer to themselves"):
        learning.learn()
    choice.look_again()
    assert choice.current().maker == in_charge


def test_only_two_are_kept(learnt, cast, work):
    for title in ("Speaker crackles at high volume", "Camera shows the garden upside down", "Plug gets warm"):
        cast.question(title=title)
        work("search")
        learning.learn()
    assert TrainedCorpus.objects.count() == learning.KEPT


def test_private_words_are_not_learnt(learnt, cast, work):
    cast.question(title="Xylophone tariff for staff", body="xylophone " * 5, audience="staff")
    work("search")
    assert Document.everything.filter(title__startswith="Xylophone").exists()
    learning.learn()
    choice.look_again()
    assert not any("xylo" in feature for block in choice.current().blocks for feature in block.vocabulary)
