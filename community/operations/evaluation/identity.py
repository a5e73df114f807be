"""`evaluate identity`: does a common request stay the same one while weeks go by?

A file's labelled texts are dealt into WEEKS weekly batches, by a fixed seed; every third category begins in a later week.
Each week everything so far is grouped anew and the requests of the week before are followed, as a night's mining does.
A category has a request where more than half of a group's texts are its own, and most of the category's grouped texts stand
there. It persists if it has one in the next week too; then it should have the same (`kept_id`). `requests_kept_id` is the same of
requests, whatever they are about: of those that somebody still asks for, how many were not taken in by another one.
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from community.operations.evaluation.files import Unreadable, texts_of
from community.operations.evaluation.makers import NAMES, embedded
from knowledgebase.requests.grouping import SMALLEST, group, tightness_of
from knowledgebase.requests.identity import Known, follow

MAKERS = NAMES
SEED = 77
WEEKS = 8


def evaluate(files: Sequence[Path], *, by: str) -> Iterator[tuple[str, float]]:
    """The figures; shares in percent. Raises Unreadable and Unusable."""
    if len(files) != 1:
        raise Unreadable("One file is needed.")
    rows = texts_of(files[0])
    categories = np.unique([row.category for row in rows], return_inverse=True)[1]
    embedder, vectors = embedded(by, tuple(row.text for row in rows))
    weeks = dealt(categories, np.random.default_rng(SEED))
    began = time.perf_counter()
    stayed = kept = persisted = vanished = merged = split = quiet = 0
    requests: dict[int, frozenset[str]] = {}
    member_of: dict[int, int] = {}
    before: dict[int, int] = {}
    following = 1
    for week in range(WEEKS):
        here = np.flatnonzero(weeks <= week)
        was = np.array([member_of.get(row, -1) for row in here.tolist()])
        groups = _groups(here, group(vectors[here], tightness_of(embedder.maker), was))
        fate = follow([Known(pk, members) for pk, members in requests.items()], groups)
        vanished += len(requests.keys() - fate.kept.keys() - fate.merged.keys() - fate.quiet)
        kept += len(fate.kept)
        merged, split, quiet = merged + len(fate.merged), split + len(fate.split), quiet + len(fate.quiet)
        ids = {number: pk for pk, number in fate.kept.items()}
        for number in sorted(fate.new):
            ids[number], following = following, following + 1
        requests = {ids[number]: members for number, members in enumerate(groups)}
        member_of = {int(member): pk for pk, members in requests.items() for member in members}
        now = _request_of_each(requests, categories)
        persisted += len(before.keys() & now.keys())
        stayed += sum(before[category] == now[category] for category in before.keys() & now.keys())
        before = now
    yield "weeks", WEEKS
    yield "persisting", persisted
    yield "kept_id", 100 * stayed / max(persisted, 1)
    yield "requests_kept_id", 100 * kept / max(kept + merged + vanished, 1)
    yield "merged", merged
    yield "split", split
    yield "quiet", quiet
    yield "vanished_silently", vanished
    yield "requests_at_the_end", len(requests)
    yield "seconds", time.perf_counter() - began


def dealt(categories: NDArray[np.intp], draw: np.random.Generator) -> NDArray[np.intp]:
    """The week of each text. Every third category, drawn by chance, begins between the third week and the sixth."""
    names = np.unique(categories)
    starts = np.zeros(len(names), dtype=np.intp)
    late = draw.permutation(len(names))[: len(names) // 3]
    starts[late] = draw.integers(2, 6, size=len(late))
    first = starts[np.searchsorted(names, categories)]
    return first + (draw.random(len(categories)) * (WEEKS - first)).astype(np.intp)


def _groups(rows: NDArray[np.intp], labels: NDArray[np.intp]) -> list[frozenset[str]]:
    sizes = np.bincount(labels)
    large = [number for number in range(len(sizes)) if sizes[number] >= SMALLEST]
    return [frozenset(str(row) for row in rows[labels == number]) for number in large]


def _request_of_each(requests: dict[int, frozenset[str]], categories: NDArray[np.intp]) -> dict[int, int]:
    """For each category that has a request of its own, which one: the one with most of its texts."""
    found: dict[int, tuple[int, int]] = {}
    for pk, members in requests.items():
        names, counts = np.unique(categories[[int(member) for member in members]], return_counts=True)
        most = int(counts.max())
        if most * 2 > len(members):
            category = int(names[counts.argmax()])
            found[category] = max(found.get(category, (0, 0)), (most, -pk))
    return {category: -pk for category, (_most, pk) in found.items()}
