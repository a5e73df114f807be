"""The maker for any language: learnt from the community's own words."""

import io
import random
import zipfile

import numpy as np
import pytest

from community.search.embedders import DIMENSIONS, Unusable, training
from community.search.embedders.corpus import Corpus

PARTS = {
    "der Router": ["startet nicht", "blinkt rot", "wird sehr warm", "findet kein Netz", "vergisst sein Passwort"],
    "die Rechnung": ["stimmt nicht", "ist doppelt", "kommt nie an", "zeigt die alte Adresse", "ist zu hoch"],
    "das Paket": ["ist verschwunden", "liegt beim Nachbarn", "ist beschädigt", "hat den falschen Inhalt", "hängt fest"],
    "die Störung": ["dauert an", "betrifft alle Geräte", "kommt jeden Abend", "ist nicht gemeldet", "ist vorbei"],
}
TEXTS = [
    f"{subject} {trouble}, {rest}"
    for subject, troubles in PARTS.items()
    for trouble in troubles
    for rest in ("was kann ich tun?", "seit gestern schon", "bitte um Hilfe")
]


@pytest.fixture(scope="module")
def corpus():
    return training.train(TEXTS)


def test_near_duplicates_are_nearer_than_strangers(corpus):
    asked, again, other = corpus.embed(
        ["Mein Router startet nicht mehr", "seit gestern startet der Router nicht", "die Rechnung ist doppelt"]
    )
    assert asked @ again > asked @ other + 0.2


def test_misspelt_and_unaccented_words_are_recognised(corpus):
    right, wrong, other = corpus.embed(["die Störung dauert an", "die Stoerung daurt an, Storung", "das Paket"])
    assert right @ wrong > 0.4 > right @ other


def test_every_row_has_384_numbers_and_length_one(corpus):
    vectors = corpus.embed(TEXTS)
    assert vectors.shape == (len(TEXTS), DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_rare_word_that_two_texts_share_is_worth_more_than_common_ones():
    texts = [*TEXTS, "der Router zeigt E4711", "E4711 steht auf der Rechnung"]
    vectors = training.train(texts).embed(["E4711", *texts])
    assert set((vectors[1:] @ vectors[0]).argsort()[-2:]) == {len(texts) - 1, len(texts) - 2}


def test_axes_that_a_small_community_cannot_fill_are_zero(corpus):
    assert not any(block.directions[:, len(TEXTS) :].any() for block in corpus.blocks)


def test_nothing_known_gives_zeros(corpus):
    assert not corpus.embed(["", " \x00 ", "qqq", "!?"]).any()
    assert corpus.embed([]).shape == (0, DIMENSIONS)


def test_a_text_of_which_little_was_learnt_gives_zeros(corpus):
    assert not corpus.embed(["the zebra crosses a quiet savannah when it rains"]).any()


def test_odd_input_is_safe(corpus):
    vectors = corpus.embed(["\ud800 Router", "Router " * 50_000, "日本語の請求書", "روتر"])
    assert np.isfinite(vectors).all()
    assert vectors[0].any()
    assert vectors[1].any()


def test_unspaced_scripts_are_read_by_the_letter():
    texts = [f"請求書{n}はどこですか" for n in range(15)] + [f"無線が切れます{n}回" for n in range(15)]
    asked, again, other = training.train(texts).embed(["請求書を見たい", "請求書はありますか", "無線が弱い"])
    assert asked @ again > asked @ other + 0.2


def test_the_same_texts_give_the_same_maker(corpus):
    again = training.train(TEXTS)
    assert again.maker == corpus.maker
    assert np.array_equal(again.embed(TEXTS[:5]), corpus.embed(TEXTS[:5]))


def test_other_texts_give_another_maker(corpus):
    assert training.train(TEXTS[:40]).maker != corpus.maker


def test_it_is_read_back_from_its_bytes(corpus):
    read = Corpus(corpus.data)
    assert read.maker == corpus.maker
    assert read.documents == len(TEXTS)
    assert np.array_equal(read.embed(TEXTS), corpus.embed(TEXTS))


def test_reading_agrees_with_scikit_learn(corpus):
    """The light reader weighs words as the library did when the axes were learnt."""
    for block in corpus.blocks:
        _, _, matrix = training._weigh(TEXTS, block.analyse)
        expected = (matrix * block.weight) @ block.directions.astype(np.float32)
        assert np.allclose([block.read(text)[1] for text in TEXTS], expected, atol=1e-3)


def _with_a_pickle(data):
    file = io.BytesIO()
    np.savez(file, about=np.array([{"run": "me"}], dtype=object))
    return file.getvalue()


@pytest.mark.parametrize(
    "spoil", [lambda data: b"", lambda data: data[:5000], lambda data: b"PK" + data, _with_a_pickle]
)
def test_damaged_bytes_are_refused(corpus, spoil):
    with pytest.raises(Unusable):
        Corpus(spoil(corpus.data))


def test_parts_of_unlike_length_are_refused(corpus):
    file = io.BytesIO()
    with np.load(io.BytesIO(corpus.data)) as arrays:
        np.savez(file, **{**arrays, "words_rarity": arrays["words_rarity"][:-1]})
    assert zipfile.is_zipfile(file)
    with pytest.raises(Unusable, match="differ in length"):
        Corpus(file.getvalue())


def test_too_few_texts_are_refused():
    with pytest.raises(Unusable, match="3 texts are too few"):
        training.train(["one", "two", "three"])
    with pytest.raises(Unusable, match="nothing to learn"):
        training.train(["…"] * 30)


def test_sound_learning_passes_the_check(corpus):
    halves = [tuple(text.split(" ", 2)[1:]) for text in TEXTS]
    assert (
        training.check(corpus, [(f"{first} {rest}", text) for (first, rest), text in zip(halves, TEXTS, strict=True)])
        > 0.95
    )


def test_halves_that_say_nothing_of_each_other_fail_the_check(corpus):
    shuffled = random.Random(5).sample(TEXTS, len(TEXTS))
    with pytest.raises(Unusable, match="nearer to themselves than to strangers"):
        training.check(corpus, list(zip(TEXTS, shuffled, strict=True)))
