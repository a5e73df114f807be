"""Ranking by words alone (BM25), as the level that vectors have to beat."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import CountVectorizer

from community.search.folding import words

# The usual values (Robertson and Zaragoza, 2009): how soon a word said twice counts no more, and how much length counts.
_K1, _B = 1.2, 0.75


class Lexicon:
    """Texts by their words."""

    def __init__(self, texts: Sequence[str]):
        self.counter = CountVectorizer(analyzer=words)
        counts: csr_matrix = self.counter.fit_transform(texts).astype(np.float32)
        self.asked = counts.copy()
        self.asked.data[:] = 1
        number = counts.shape[0]
        having = np.bincount(counts.indices, minlength=counts.shape[1])
        rarity = np.log(1 + (number - having + 0.5) / (having + 0.5)).astype(np.float32)
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        long = np.repeat(_K1 * (1 - _B + _B * lengths / lengths.mean()), np.diff(counts.indptr))
        counts.data = counts.data * (_K1 + 1) / (counts.data + long)
        self.weights = (counts @ diags(rarity)).tocsr().T.tocsr().astype(np.float32)

    def rank(self, rows: NDArray[np.intp], depth: int) -> NDArray[np.intp]:
        """The rows of the texts most like each of these, best first, itself left out."""
        scores = (self.asked[rows] @ self.weights).toarray()
        scores[np.arange(len(rows)), rows] = -1
        best = np.argpartition(-scores, min(depth, scores.shape[1] - 1), axis=1)[:, :depth]
        order = np.argsort(-np.take_along_axis(scores, best, axis=1), axis=1, kind="stable")
        return np.take_along_axis(best, order, axis=1)

    def scores(self, text: str) -> NDArray[np.floating]:
        """How well each text has the words of this one."""
        return np.asarray((self.counter.transform([text]).astype(np.float32) @ self.weights).todense()).ravel()
