"""`evaluate floor KNOWN.csv UNKNOWN.csv`: does the likeness of the nearest tell a question about something known from another?

Of the first file four fifths stand in the index, and the others are asked; of the second file everything is asked.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from community.operations.evaluation.files import Unreadable, texts_of
from community.operations.evaluation.makers import NAMES, maker

MAKERS = NAMES
SEED = 77
_BATCH = 500


def evaluate(files: Sequence[Path], *, by: str) -> Iterator[tuple[str, float]]:
    """The figures: the area under the curve, and shares in percent. Raises Unreadable and Unusable."""
    if len(files) != 2:
        raise Unreadable("Two files are needed: what is known, and what is not.")
    known, unknown = ([row.text for row in texts_of(path)] for path in files)
    order = np.random.default_rng(SEED).permutation(len(known))
    cut = len(known) * 4 // 5
    index = [known[row] for row in order[:cut]]
    embedder = maker(by, index)
    vectors = embedder.embed(index)
    likeness_known = _nearest(vectors, embedder.embed([known[row] for row in order[cut:]]))
    likeness_unknown = _nearest(vectors, embedder.embed(unknown))
    truth = np.r_[np.ones(len(likeness_known)), np.zeros(len(likeness_unknown))]
    yield "roc_auc", float(roc_auc_score(truth, np.r_[likeness_known, likeness_unknown]))
    yield "floor", embedder.floor
    yield "known_above_floor", 100 * float((likeness_known >= embedder.floor).mean())
    yield "unknown_below_floor", 100 * float((likeness_unknown < embedder.floor).mean())
    yield "near", embedder.near
    yield "known_near", 100 * float((likeness_known >= embedder.near).mean())
    yield "unknown_near", 100 * float((likeness_unknown >= embedder.near).mean())


def _nearest(index: np.ndarray, asked: np.ndarray) -> np.ndarray:
    parts = [(asked[start : start + _BATCH] @ index.T).max(axis=1) for start in range(0, len(asked), _BATCH)]
    return np.concatenate(parts)
