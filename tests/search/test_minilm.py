"""The English maker: the same vectors as the reference implementation, and safe on any input."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from community.search.embedders import DIMENSIONS, Unusable, weights

if weights.packaged() is None:
    pytest.skip("the weights of all-MiniLM-L6-v2 are not installed", allow_module_level=True)

from community.search.embedders import minilm

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="module")
def model():
    return minilm.load()


def test_gives_the_vectors_of_sentence_transformers(model):
    sentences = json.loads((DATA / "sentences.json").read_text())
    expected = np.load(DATA / "sentence_transformers.npy")

    together = model.embed(sentences)
    alone = np.concatenate([model.embed([sentence]) for sentence in sentences])

    assert together.dtype == np.float32
    assert np.abs(together - expected).max() < 1e-6
    assert np.abs(alone - expected).max() < 1e-6


def test_the_same_question_in_other_words_is_nearer_than_another_question(model):
    asked, again, other = model.embed(
        ["How do I reset my router?", "setting the router back to factory defaults", "Where is my last invoice?"]
    )
    assert asked @ again > 0.5 > asked @ other + 0.2


def test_rows_keep_their_order_whatever_their_length(model):
    texts = [f"{'please ' * (n * 7 % 40)}help with device number {n}" for n in range(60)]
    together = model.embed(texts)
    for row in (0, 17, 59):
        assert np.allclose(together[row], model.embed([texts[row]])[0], atol=1e-6)


def test_accents_and_case_make_no_difference(model):
    plain, accented = model.embed(["cafe zurich refuse ma carte", "Café Zürich refuse ma carte"])
    assert np.allclose(plain, accented, atol=1e-6)


def test_every_row_has_length_one(model):
    vectors = model.embed(["x", "two words", "Ein längerer Satz. " * 200, "\ud800 broken", "a" * 200_000, "😕"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_to_read_gives_zeros(model):
    assert not model.embed(["", "   \n", "\x00"]).any()
    assert model.embed([]).shape == (0, DIMENSIONS)


def test_its_name_holds_the_hash_of_the_weights(model):
    assert model.maker == "minilm-53aa5117"


def test_changed_weights_are_refused(tmp_path):
    for name in ("config.json", *weights.SHA256):
        shutil.copy(weights.packaged() / name, tmp_path)
    file = tmp_path / "model.safetensors"
    with file.open("r+b") as changed:
        changed.seek(50_000_000)
        changed.write(b"\x01")

    with pytest.raises(Unusable, match=r"model\.safetensors is not the file it should be"):
        weights.check(tmp_path)


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 64, b"\x02\x00\x00\x00\x00\x00\x00\x00[]"])
def test_a_file_that_holds_no_weights_is_named(tmp_path, content):
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(weights.packaged() / name, tmp_path)
    (tmp_path / "model.safetensors").write_bytes(content)

    with pytest.raises(Unusable, match=str(tmp_path)):
        minilm.load_from(tmp_path)


def test_a_folder_without_a_model_is_named(tmp_path):
    with pytest.raises(Unusable, match=str(tmp_path)):
        minilm.load_from(tmp_path)
