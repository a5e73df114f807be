"""Reads vectors made of the community's own words, in NumPy. `training.py`, which needs scikit-learn, learns them.

A vector is two in one. The first says which words and pieces of words stand in the text: each points in a direction that is
drawn by its spelling, so that rare ones, which tell most, are not lost for want of axes. The second says what the text is
about: along the axes in which the community's texts differ most, words that stand in the same texts point alike. In 384
numbers the two hardly touch each other.
"""

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from community.search.embedders.embedder import DIMENSIONS, Unusable, Vectors, of_length_one, tidy
from community.search.folding import words

FORMAT = 2
# Whole words say what a text is about; pieces of words find its inflections, compounds and misspellings.
WEIGHT_OF_PIECES = 1.0
# Of what a text is about, beside its very words: docs/decisions/0034 has what other weights gave.
WEIGHT_OF_MEANING = 0.4
# The share of a text that must have been learnt to say what it is about.
LEAST_KNOWN = 0.25
SHORTEST_SPACED = 3  # letters of a piece, where words are spaced
# Scripts without spaces between words, where one or two letters carry what a word carries elsewhere.
_UNSPACED = "\u2e80"


def pieces(text: str) -> list[str]:
    """Three to five letters in a row within a word, its ends marked; one and two where words are not spaced."""
    found: list[str] = []
    for word in words(text):
        marked, lengths = (word, (1, 2)) if max(word) >= _UNSPACED else (f"<{word}>", (SHORTEST_SPACED, 4, 5))
        for length in lengths:
            found.extend(marked[at : at + length] for at in range(len(marked) - length + 1))
    return found


@dataclass(frozen=True)
class Block:
    """Features of one kind, the commonest first: how telling each is, and where the commonest were learnt to point.

    A piece that was never met counts as the rarest do: a text about something else is less like all that is known. Words
    that were never met are passed over, since their pieces stand for them, and so are pieces of scripts that do not space
    words, where every second one is new.
    """

    name: str
    analyse: Callable[[str], list[str]]
    vocabulary: dict[str, int]
    rarity: Vectors
    directions: NDArray[np.float16]
    weight: float
    unmet: float  # what a feature counts that was never met; 0 for words

    def read(self, text: str) -> tuple[Vectors, Vectors]:
        """The sums of the directions of the text's features: those of their spelling, and those that were learnt.

        Features are weighed as TF-IDF does, to the length of the block's weight.
        """
        counts = Counter(each for each in self.analyse(text) if each in self.vocabulary or self._counts_unmet(each))
        if not counts:
            return np.zeros(DIMENSIONS, dtype=np.float32), np.zeros(DIMENSIONS, dtype=np.float32)
        rows = np.array([self.vocabulary.get(feature, -1) for feature in counts])
        weights = 1 + np.log(np.fromiter(counts.values(), dtype=np.float32))
        weights *= np.where(rows < 0, np.float32(self.unmet), self.rarity[rows])
        weights *= self.weight / np.linalg.norm(weights)
        learnt = (rows >= 0) & (rows < len(self.directions))
        return _spelt(self.name, counts, weights), weights[learnt] @ self.directions[rows[learnt]].astype(np.float32)

    def _counts_unmet(self, feature: str) -> bool:
        return self.unmet > 0 and len(feature) >= SHORTEST_SPACED


class Corpus:
    """An embedder whose axes were learnt from a community's texts."""

    floor = 0.4
    near = 0.65

    def __init__(self, data: bytes):
        """Read what `packed` wrote. Raises Unusable for anything else; runs no code that may be in it."""
        self.data = data
        self.maker = f"corpus-{hashlib.sha256(data).hexdigest()[:8]}"
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
                about = json.loads(arrays["about"].tobytes())
                if about["format"] != FORMAT or about["dimensions"] != DIMENSIONS:
                    raise Unusable("The stored corpus vectors have another format; they must be trained again.")
                self.documents: int = about["documents"]
                rarest = float(np.log(1 + self.documents) + 1)
                self.blocks = [
                    _block(arrays, "words", words, 1.0, unmet=0),
                    _block(arrays, "pieces", pieces, WEIGHT_OF_PIECES, unmet=rarest),
                ]
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise Unusable(f"The stored corpus vectors cannot be read: {error}") from error

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Zeros for a text of which too little was ever learnt: the rest of it would be anybody's neighbour."""
        spelt, learnt = np.zeros((2, len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            text = tidy(text)
            if self._share_known(text) >= LEAST_KNOWN:
                for block in self.blocks:
                    literal, meant = block.read(text)
                    spelt[row] += literal
                    learnt[row] += meant
        return of_length_one(of_length_one(spelt) + WEIGHT_OF_MEANING * of_length_one(learnt))

    def knows(self, word: str, languages: Iterable[str]) -> bool:
        """Never: it was taught nothing but what is written here."""
        return False

    def _share_known(self, text: str) -> float:
        """The share of the text's pieces that were learnt, by rarity; one that was not counts as rare as most."""
        block = self.blocks[1]
        usual = float(block.rarity.mean())
        known = unknown = 0.0
        for piece in set(block.analyse(text)):
            row = block.vocabulary.get(piece)
            if row is None:
                unknown += usual
            else:
                known += float(block.rarity[row])
        return known / (known + unknown) if known else 0.0


def packed(
    vocabularies: Mapping[str, Iterable[str]],
    rarities: Mapping[str, NDArray[np.floating]],
    directions: Mapping[str, NDArray[np.floating]],
    documents: int,
) -> bytes:
    """What a training found, as plain arrays; the same training gives the same bytes."""
    about = {"format": FORMAT, "dimensions": DIMENSIONS, "documents": documents}
    arrays: dict[str, NDArray] = {"about": np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)}
    for name, vocabulary in vocabularies.items():
        # A feature is made of word characters, so a line break never stands in one.
        arrays[f"{name}_features"] = np.frombuffer("\n".join(vocabulary).encode(), dtype=np.uint8)
        arrays[f"{name}_rarity"] = rarities[name].astype(np.float32)
        # Half precision halves the row in the database and moves a cosine by less than 0.001.
        arrays[f"{name}_directions"] = directions[name].astype(np.float16)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def _spelt(kind: str, features: Iterable[str], weights: Vectors) -> Vectors:
    """The weighed sum of the features' own directions: 384 signs each, drawn by a hash, the same on every machine."""
    digests = [hashlib.blake2b(f"{kind}:{each}".encode(), digest_size=DIMENSIONS // 8).digest() for each in features]
    signs = np.unpackbits(np.frombuffer(b"".join(digests), dtype=np.uint8)).reshape(-1, DIMENSIONS)
    return (2 * (weights @ signs.astype(np.float32)) - weights.sum()).astype(np.float32)


def _block(arrays: np.lib.npyio.NpzFile, name: str, analyse: Callable, weight: float, *, unmet: float) -> Block:
    features = arrays[f"{name}_features"].tobytes().decode().split("\n")
    rarity, directions = arrays[f"{name}_rarity"], arrays[f"{name}_directions"]
    if rarity.shape != (len(features),) or len(directions) > len(features) or directions.shape[1:] != (DIMENSIONS,):
        raise Unusable("The stored corpus vectors are damaged: their parts differ in length.")
    vocabulary = {feature: row for row, feature in enumerate(features)}
    return Block(name, analyse, vocabulary, rarity, directions, weight, unmet)
