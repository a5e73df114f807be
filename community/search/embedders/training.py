"""Learns the corpus maker's axes from texts.

It imports scikit-learn, which takes two seconds, so only workers and commands import it.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.utils.extmath import randomized_svd

from community.search.embedders.corpus import WEIGHT_OF_PIECES, Corpus, packed, pieces
from community.search.embedders.embedder import DIMENSIONS, Unusable, tidy
from community.search.folding import words

# Of each kind, so many are known by how rare they are, and so many of these, the commonest, by where they point.
MOST_KNOWN = 50_000
MOST_LEARNT = 10_000
FEWEST_TEXTS = 20
# A feature of one text only says nothing about likeness; a small community cannot spare any.
SMALL = 500
# At least this share of texts must be nearer to their own other half than to a stranger's.
BAR = 0.75


def train(texts: Sequence[str]) -> Corpus:
    """A maker that learnt from these texts; the same texts give the same maker. Raises Unusable for too few."""
    texts = [tidy(text) for text in texts]
    if len(texts) < FEWEST_TEXTS:
        raise Unusable(f"{len(texts)} texts are too few to learn from; {FEWEST_TEXTS} are needed.")
    vocabularies, rarities, matrices = {}, {}, []
    analysers: dict[str, tuple[Callable[[str], list[str]], float]] = {
        "words": (words, 1.0),
        "pieces": (pieces, WEIGHT_OF_PIECES),
    }
    for name, (analyse, weight) in analysers.items():
        vocabulary, rarity, matrix = _weigh(texts, analyse)
        vocabularies[name], rarities[name] = vocabulary, rarity
        matrices.append(matrix[:, :MOST_LEARNT] * weight)
    spread, axes = _axes(hstack(matrices, format="csr"))
    # Scaling each axis by the root of its spread was measured better than whole spread and than none.
    pointing = (axes / np.sqrt(spread)[:, None]).T
    directions = dict(zip(vocabularies, np.split(pointing, [matrices[0].shape[1]]), strict=True))
    return Corpus(packed(vocabularies, rarities, directions, len(texts)))


def check(corpus: Corpus, halves: Sequence[tuple[str, str]]) -> float:
    """The share of texts whose halves (a title and its body) find each other rather than a stranger's.

    Raises Unusable below BAR, so that a maker that learnt nonsense never takes over.
    """
    if len(halves) < 2:
        raise Unusable("There are too few texts to check what was learnt.")
    firsts, seconds = (corpus.embed(half) for half in zip(*halves, strict=True))
    if not (np.isfinite(firsts).all() and np.isfinite(seconds).all()):
        raise Unusable("What was learnt gives vectors that are not numbers.")
    likeness = firsts @ seconds.T
    own = likeness.diagonal()
    strangers = (likeness.sum(axis=1) - own) / (len(halves) - 1)
    share = float((own > strangers).mean())
    if share < BAR:
        raise Unusable(
            f"Only {share:.0%} of the texts are nearer to themselves than to strangers; {BAR:.0%} are needed."
        )
    return share


def _weigh(texts: Sequence[str], analyse: Callable) -> tuple[list[str], NDArray[np.floating], csr_matrix]:
    """The features of the texts, the commonest first, how rare they are, and each text's weights."""
    counter = CountVectorizer(analyzer=analyse, min_df=1 if len(texts) < SMALL else 2, max_features=MOST_KNOWN)
    try:
        counts = counter.fit_transform(texts)
    except ValueError as error:
        raise Unusable(f"There is nothing to learn from in these texts: {error}") from error
    order = np.argsort(-np.bincount(counts.indices, minlength=counts.shape[1]), kind="stable")
    counts = counts[:, order]
    weigher = TfidfTransformer(sublinear_tf=True)
    features = counter.get_feature_names_out()[order]
    return list(features), weigher.fit(counts).idf_, weigher.transform(counts)


def _axes(matrix: csr_matrix) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """The axes along which the texts differ most, padded with zeros where there are fewer than DIMENSIONS."""
    most = min(DIMENSIONS, *matrix.shape)
    _, spread, axes = randomized_svd(matrix, most, n_iter=4, random_state=0)
    telling = spread > spread[0] * 1e-5
    spread, axes = spread[telling], axes[telling]
    missing = DIMENSIONS - len(spread)
    return np.pad(spread, (0, missing), constant_values=1), np.pad(axes, ((0, missing), (0, 0)))
