"""`evaluate retrieval`: is a title found that asks the same as one of a pair?

All titles of all files stand in the index. Each title of each duplicate pair of the last file is asked; right is whatever
that file links to it. Titles that many pairs name are asked as often, so the figures are also given with each title asked once.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from community.operations.evaluation.files import Pair, Unreadable, pairs_of
from community.operations.evaluation.lexicon import Lexicon
from community.operations.evaluation.makers import NAMES, embedded
from community.search.embedders import Embedder
from community.search.finding import SMOOTHING

MAKERS = (*NAMES, "bm25", "hybrid", "hybrid-corpus")
DEPTH = 10
# So many of each list are fused, as the search page does.
FUSED = 50
# Asked one after another, for the time that one takes.
TIMED = 400
_BATCH = 256

Rank = Callable[[NDArray[np.intp], int], NDArray[np.intp]]  # rows of titles → the rows most like each, best first
Ask = Callable[[str], object]


def evaluate(files: Sequence[Path], *, by: str) -> Iterator[tuple[str, float]]:
    """The figures, in percent and milliseconds. Raises Unreadable, and Unusable for a maker that cannot work."""
    pairs = [pairs_of(path) for path in files]
    titles = list(dict.fromkeys(title for file in pairs for pair in file for title in pair[:2]))
    asked, links = _asked(pairs[-1], {title: row for row, title in enumerate(titles)})
    if not len(asked):
        raise Unreadable(f"{files[-1]} has no pair that is labelled as a duplicate.")
    rank, ask = _ways(by, titles)
    rows = np.array(sorted(links))
    places = dict(zip(rows.tolist(), _places(rows, links, rank), strict=True))
    often = np.array([places[row] for row in asked])
    once = np.array(list(places.values()))
    yield "titles", len(titles)
    yield "asked", len(asked)
    for k in (1, 5, 10):
        yield f"hit@{k}", 100 * float((often <= k).mean())
    yield "mrr", float((1 / often).mean())
    for k in (1, 5, 10):
        yield f"once_hit@{k}", 100 * float((once <= k).mean())
    yield "p95_ms", _p95([titles[row] for row in rows[:: max(1, len(rows) // TIMED)]], ask)


def _asked(pairs: Sequence[Pair], rows: dict[str, int]) -> tuple[list[int], dict[int, set[int]]]:
    """The titles to ask, as often as pairs name them, and what is linked to each."""
    asked: list[int] = []
    links: dict[int, set[int]] = {}
    for pair in pairs:
        if pair.is_duplicate and pair.first != pair.second:
            first, second = rows[pair.first], rows[pair.second]
            asked += [first, second]
            links.setdefault(first, set()).add(second)
            links.setdefault(second, set()).add(first)
    return asked, links


def _places(rows: NDArray[np.intp], links: dict[int, set[int]], rank: Rank) -> Iterator[float]:
    """For each of `rows` at which place the first right one stands; infinity where none is among the first."""
    for start in range(0, len(rows), _BATCH):
        some = rows[start : start + _BATCH]
        for row, found in zip(some.tolist(), rank(some, DEPTH), strict=True):
            yield next((float(place) for place, other in enumerate(found.tolist(), 1) if other in links[row]), np.inf)


def _ways(by: str, titles: Sequence[str]) -> tuple[Rank, Ask]:
    """How many titles that stand in the index are ranked at once, and how one that is typed is."""
    if by == "bm25":
        lexicon = Lexicon(titles)
        return lexicon.rank, lambda text: _first(lexicon.scores(text), DEPTH)
    if not by.startswith("hybrid"):
        embedder, vectors = embedded(by, tuple(titles))
        return _by_likeness(vectors), lambda text: _first(_likeness(embedder, vectors, text), DEPTH)
    embedder, vectors = embedded("corpus" if by.endswith("corpus") else "minilm", tuple(titles))
    lexicon = Lexicon(titles)
    ranks = (_by_likeness(vectors), lexicon.rank)

    def rank(rows: NDArray[np.intp], depth: int) -> NDArray[np.intp]:
        lists = [each(rows, FUSED) for each in ranks]
        return np.array([_fused([found[at] for found in lists])[:depth] for at in range(len(rows))])

    def ask(text: str) -> object:
        return _fused([_first(_likeness(embedder, vectors, text), FUSED), _first(lexicon.scores(text), FUSED)])

    return rank, ask


def _by_likeness(vectors: NDArray[np.floating]) -> Rank:
    def rank(rows: NDArray[np.intp], depth: int) -> NDArray[np.intp]:
        likeness = vectors[rows] @ vectors.T
        likeness[np.arange(len(rows)), rows] = -np.inf
        return np.array([_first(each, depth) for each in likeness])

    return rank


def _likeness(embedder: Embedder, vectors: NDArray[np.floating], text: str) -> NDArray[np.floating]:
    return vectors @ embedder.embed([text])[0]


def _first(scores: NDArray[np.floating], depth: int) -> NDArray[np.intp]:
    """The rows of the highest scores, best first."""
    best = np.argpartition(-scores, min(depth, len(scores) - 1))[:depth]
    return best[np.argsort(-scores[best], kind="stable")]


def _fused(rankings: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    """By reciprocal rank, as the search page fuses its lists."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, row in enumerate(ranking.tolist(), start=1):
            scores[row] = scores.get(row, 0.0) + 1 / (SMOOTHING + place)
    return np.array(sorted(scores, key=lambda row: -scores[row]), dtype=np.intp)


def _p95(texts: Sequence[str], ask: Ask) -> float:
    """How many milliseconds 95 of 100 questions take at most, from the words typed to the rows found."""
    taken = []
    for text in texts:
        began = time.perf_counter()
        ask(text)
        taken.append(time.perf_counter() - began)
    return 1000 * float(np.percentile(taken, 95))
