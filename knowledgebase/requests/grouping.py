"""Groups of texts that ask for the same, from their vectors: average link, exact, without a matrix of all distances.

The average likeness of two groups of vectors of length 1 is the product of their mean vectors, so a group is kept as its sum
and its size. Two groups that are nearest to each other are joined, all such pairs at once: for average link that gives what
joining one pair at a time gives, since a joined group is never nearer to a third than the nearer of its parts was. For the
same reason a group whose nearest is too far will never be joined, and is done. Memory grows with the number of texts only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.floating]
Labels = NDArray[np.intp]

# Fewer texts than that are no common request.
SMALLEST = 3
# Rows that are compared with all others at a time: 1,000 with 100,000 take 400 MB.
BLOCK = 1_000
# How much looser a group of the last run may be before it is taken apart and made anew.
SLACK = 0.05
_NOBODY = -9.0


@dataclass(frozen=True)
class Tightness:
    """What makes a group, measured for each maker of vectors (docs/decisions/0034 has the figures)."""

    likeness: float  # of the average pair, from which two groups are one
    common: float  # the share that is taken away of what all texts have in common


def tightness_of(maker: str) -> Tightness:
    """The measured tightness for a maker's name, such as `minilm-53aa5117`."""
    return _CORPUS if maker.startswith("corpus") else _MINILM


_MINILM = Tightness(likeness=0.45, common=0.5)
_CORPUS = Tightness(likeness=0.2, common=0)


def group(vectors: Vectors, tightness: Tightness, before: Labels | None = None) -> Labels:
    """A number for each row, the same for rows of a group, the largest group 0. Rows of zeros stay alone.

    `before` says which rows were a group in the last run, -1 for rows that were in none: such a group stays together unless it
    has become loose. Then what a group is does not turn with every new text.
    """
    told = np.flatnonzero(vectors.any(axis=1))
    labels = np.arange(len(vectors), dtype=np.intp)
    if len(told):
        distinct = _distinct(vectors[told], tightness.common)
        start = np.arange(len(told)) if before is None else _still_together(distinct, before[told], tightness)
        labels[told] = told[_join(distinct, tightness.likeness, start)]
    return _largest_first(labels)


def central(vectors: Vectors) -> int:
    """The row that is most like all of them together: the most central wording."""
    return int((vectors @ vectors.mean(axis=0)).argmax())


def _distinct(vectors: Vectors, common: float) -> Vectors:
    """The rows without a share of what they all have in common, so that in a narrow field small differences count."""
    if not len(vectors):
        return vectors.astype(np.float32)
    apart = vectors.astype(np.float32) - np.float32(common) * vectors.mean(axis=0, dtype=np.float32)
    lengths = np.linalg.norm(apart, axis=1, keepdims=True)
    return apart / np.maximum(lengths, np.float32(1e-6))


def _still_together(vectors: Vectors, before: Labels, tightness: Tightness) -> Labels:
    """For each row the first row of its former group, if that is as tight as it was, give or take SLACK; else itself."""
    start = np.arange(len(vectors))
    rows = np.flatnonzero(before >= 0)
    if not len(rows):
        return start
    _names, first, numbers, sizes = np.unique(before[rows], return_index=True, return_inverse=True, return_counts=True)
    sums = _sums(vectors[rows], numbers, len(sizes))
    pairs = np.maximum(sizes * (sizes - 1), 1)
    likeness = ((sums * sums).sum(axis=1) - sizes) / pairs
    tight = (likeness >= tightness.likeness - SLACK)[numbers]
    start[rows[tight]] = rows[first[numbers[tight]]]
    return start


def _sums(vectors: Vectors, numbers: Labels, count: int) -> Vectors:
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, numbers, vectors)
    return sums


def _join(vectors: Vectors, likeness: float, start: Labels) -> Labels:
    """For each row the first row of its group; `start` is that of the groups to begin with."""
    count = len(vectors)
    sums, sizes = _sums(vectors, start, count), np.bincount(start, minlength=count).astype(np.float32)
    joined_to, open_ = start.copy(), sizes > 0
    nearest, best = np.full(count, -1), np.full(count, _NOBODY, dtype=np.float32)
    changed = np.flatnonzero(open_)
    while len(changed):
        _look(changed, np.flatnonzero(open_), sums, sizes, nearest, best)
        open_ &= best >= likeness
        rows = np.flatnonzero(open_)
        # Of an equal pair in a circle nobody is nearest to each other; the likest two are joined alone then.
        pairs = rows[(nearest[nearest[rows]] == rows) & open_[nearest[rows]]]
        firsts = pairs[pairs < nearest[pairs]]
        if not len(firsts):
            firsts = _one_pair(rows, nearest, best, open_)
        seconds = nearest[firsts]
        if not len(firsts):
            break
        sums[firsts] += sums[seconds]
        sizes[firsts] += sizes[seconds]
        joined_to[seconds], open_[seconds] = firsts, False
        moved = np.zeros(count, dtype=bool)
        moved[firsts] = moved[seconds] = True
        rows = np.flatnonzero(open_)
        changed = rows[moved[rows] | ~open_[nearest[rows]] | moved[nearest[rows]]]
    return _roots(joined_to)


def _look(rows: Labels, among: Labels, sums: Vectors, sizes: Vectors, nearest: Labels, best: Vectors) -> None:
    """Write down for each of `rows` which of `among` is nearest, and how near."""
    means = sums[among] / sizes[among, None]
    for start in range(0, len(rows), BLOCK):
        some = rows[start : start + BLOCK]
        likeness = (sums[some] / sizes[some, None]) @ means.T
        here = np.arange(len(some))
        likeness[here, np.searchsorted(among, some)] = _NOBODY
        found = likeness.argmax(axis=1)
        nearest[some], best[some] = among[found], likeness[here, found]


def _one_pair(rows: Labels, nearest: Labels, best: Vectors, open_: NDArray[np.bool_]) -> Labels:
    """The likest row that has an open one nearest to it, in an array of one; empty when there is none."""
    rows = rows[open_[nearest[rows]]]
    return rows[[best[rows].argmax()]] if len(rows) else rows


def _roots(joined_to: Labels) -> Labels:
    while not np.array_equal(joined_to[joined_to], joined_to):
        joined_to = joined_to[joined_to]
    return joined_to


def _largest_first(labels: Labels) -> Labels:
    """The same groups, numbered by size; of equal ones the one that begins first."""
    _names, first, numbers, sizes = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    places = np.empty(len(sizes), dtype=np.intp)
    places[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return places[numbers]
