"""What every maker of vectors promises, and what they share."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
# Longer than any maker reads; it bounds the work that a pasted log file can cause.
LONGEST_TEXT = 20_000

Vectors = NDArray[np.float32]


class Unusable(Exception):
    """This maker cannot work here; the sentence says why."""


class Embedder(Protocol):
    """Turns texts into vectors whose dot product says how alike the texts are."""

    @property
    def maker(self) -> str:
        """Who made a vector, with the version: vectors of different makers cannot be compared."""
        ...

    @property
    def floor(self) -> float:
        """The likeness below which two texts have no more to do with each other than any two."""
        ...

    @property
    def near(self) -> float:
        """The likeness from which two titles may well ask the same (docs/decisions/0025 has the figures)."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of DIMENSIONS numbers for each text, of length 1; zeros for a text with nothing to read in it."""
        ...

    def knows(self, word: str, languages: Iterable[str]) -> bool:
        """Whether a folded word is one of these languages as far as this maker was taught them elsewhere than here."""
        ...


def tidy(text: str) -> str:
    """The text in composed Unicode and bounded length, without NUL and lone surrogates, which no tokeniser takes."""
    text = text[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")
    return unicodedata.normalize("NFC", text)


def of_length_one(vectors: NDArray[np.floating]) -> Vectors:
    """The rows scaled to length 1; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0).astype(np.float32)
