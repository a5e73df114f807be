"""Reads vectors made of the community's own words, in NumPy. `training.py`, which needs scikit-learn, learns them."""

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

FORMAT = 1
# Whole words say what a text is about; pieces of words find its inflections, compounds and misspellings.
WEIGHT_OF_PIECES = 0.7
# The share of a text that must have been learnt to say what it is about.
LEAST_KNOWN = 0.25
# Scripts without spaces between words, where one or two letters carry what a word carries elsewhere.
_UNSPACED = "\u2e80"


def pieces(text: str) -> list[str]:
    """Three to five letters in a row within a word, its ends marked; one and two where words are not spaced."""
    found: list[str] = []
    for word in words(text):
        marked, lengths = (word, (1, 2)) if max(word) >= _UNSPACED else (f"<{word}>", (3, 4, 5))
        for length in lengths:
            found.extend(marked[at : at + length] for at in range(len(marked) - length + 1))
    return found


@dataclass(frozen=True)
class Block:
    """Features of one kind: their numbers, how telling each is, and where each points."""

    analyse: Callable[[str], list[str]]
    vocabulary: dict[str, int]
    rarity: Vectors
    directions: NDArray[np.float16]
    weight: float

    def read(self, text: str) -> Vectors:
        """The sum of the directions of the text's features, weighed as TF-IDF does, to the length of the block's weight."""
        counts = Counter(self.vocabulary[feature] for feature in self.analyse(text) if feature in self.vocabulary)
        if not counts:
            return np.zeros(DIMENSIONS, dtype=np.float32)
        rows = np.fromiter(counts, dtype=np.int64)
        weights = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32))) * self.rarity[rows]
        weights *= self.weight / np.linalg.norm(weights)
        return weights @ self.directions[rows].astype(np.float32)


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
                self.blocks = [
                    _block(arrays, "words", words, 1.0),
                    _block(arrays, "pieces", pieces, WEIGHT_OF_PIECES),
                ]
        except (ValueError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise Unusable(f"The stored corpus vectors cannot be read: {error}") from error

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Zeros for a text of which too little was ever learnt: the rest of it would be anybody's neighbour."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            text = tidy(text)
            if self._share_known(text) >= LEAST_KNOWN:
                vectors[row] = sum(block.read(text) for block in self.blocks)
        return of_length_one(vectors)

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


def _block(arrays: np.lib.npyio.NpzFile, name: str, analyse: Callable[[str], list[str]], weight: float) -> Block:
    features = arrays[f"{name}_features"].tobytes().decode().split("\n")
    rarity, directions = arrays[f"{name}_rarity"], arrays[f"{name}_directions"]
    if rarity.shape != (len(features),) or directions.shape != (len(features), DIMENSIONS):
        raise Unusable("The stored corpus vectors are damaged: their parts differ in length.")
    return Block(analyse, {feature: row for row, feature in enumerate(features)}, rarity, directions, weight)
