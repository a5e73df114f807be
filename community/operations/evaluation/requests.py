"""`evaluate requests`: are the requests that are asked most often among the largest groups, with their number not known?

Of a file's labelled texts samples are drawn in which few categories have many texts and many have few, as in life: the
category in place n has an nth of its texts (Zipf). Which comes first is drawn anew for each of SAMPLES samples; all draws have
a fixed seed, so the figures can be compared. `corpus` learns from all texts of the file, without their labels.
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from community.operations.evaluation.files import texts_of
from community.operations.evaluation.makers import NAMES, embedded
from knowledgebase.requests.grouping import group, tightness_of

MAKERS = NAMES
SAMPLES = 20
SEED = 77
MOST_ASKED, LARGEST = 10, 15


def evaluate(files: Sequence[Path], *, by: str) -> Iterator[tuple[str, float]]:
    """The figures, means of the samples; recall and purity in percent. Raises Unreadable and Unusable."""
    for path in files:
        prefix = f"{path.parent.name}/{path.stem}_" if len(files) > 1 else ""
        yield from ((f"{prefix}{name}", value) for name, value in _figures(path, by).items())


def _figures(path: Path, by: str) -> dict[str, float]:
    rows = texts_of(path)
    texts = [row.text for row in rows]
    categories = np.unique([row.category for row in rows], return_inverse=True)[1]
    embedder, vectors = embedded(by, tuple(texts))
    found = []
    for number in range(SAMPLES):
        drawn = sample(categories, np.random.default_rng(SEED + number))
        began = time.perf_counter()
        groups = group(vectors[drawn], tightness_of(embedder.maker))
        seconds = time.perf_counter() - began
        true = categories[drawn]
        found.append(
            {
                "top10_recall": 100 * recall(groups, true),
                "purity": 100 * purity(groups, true),
                "nmi": 100 * normalized_mutual_info_score(true, groups),
                "ari": 100 * adjusted_rand_score(true, groups),
                "clusters": groups.max() + 1,
                "categories": len(np.unique(true)),
                "texts": len(drawn),
                "seconds": seconds,
            }
        )
    return {name: float(np.mean([each[name] for each in found])) for name in found[0]}


def sample(categories: NDArray[np.intp], draw: np.random.Generator) -> NDArray[np.intp]:
    """Rows of a Zipf-like sample: of the category drawn first all texts, of the second half of them, of the nth an nth."""
    rows = []
    for place, category in enumerate(draw.permutation(np.unique(categories)), start=1):
        own = draw.permutation(np.flatnonzero(categories == category))
        rows.append(own[: max(1, round(len(own) / place))])
    return draw.permutation(np.concatenate(rows))


def recall(groups: NDArray[np.intp], true: NDArray[np.intp]) -> float:
    """The share of the MOST_ASKED categories of which more than half of one of the LARGEST groups is made."""
    names, counts = np.unique(true, return_counts=True)
    wanted = set(names[np.argsort(-counts, kind="stable")[:MOST_ASKED]].tolist())
    largest = np.argsort(-np.bincount(groups), kind="stable")[:LARGEST]
    found = set()
    for number in largest:
        names, counts = np.unique(true[groups == number], return_counts=True)
        if counts.max() * 2 > counts.sum():
            found.add(int(names[counts.argmax()]))
    return len(found & wanted) / len(wanted)


def purity(groups: NDArray[np.intp], true: NDArray[np.intp]) -> float:
    """The share of texts whose category is the commonest of their group."""
    table = np.zeros((groups.max() + 1, true.max() + 1), dtype=np.int64)
    np.add.at(table, (groups, true), 1)
    return float(table.max(axis=1).sum() / len(true))
