"""Groups of texts that ask for the same: average link, as a library with a whole matrix of distances finds it."""

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from knowledgebase.requests.grouping import Tightness, central, group

PLAIN = Tightness(likeness=0.6, common=0)


def clouds(*sizes, spread=0.6, seed=1):
    """Points around as many directions as there are sizes, and which direction each belongs to."""
    draw = np.random.default_rng(seed)
    centres = np.eye(len(sizes), 32)
    points = np.repeat(centres, sizes, axis=0) + spread / np.sqrt(32) * draw.standard_normal((sum(sizes), 32))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32), np.repeat(
        range(len(sizes)), sizes
    )


def test_groups_are_those_of_average_link():
    points, _true = clouds(30, 20, 10, 5, spread=1.2)
    expected = fcluster(linkage(points.astype(float), "average", "cosine"), 0.4, "distance")
    found = group(points, PLAIN)
    assert {frozenset(np.flatnonzero(found == n)) for n in found} == {
        frozenset(np.flatnonzero(expected == n)) for n in expected
    }
    assert list(np.bincount(found)) == sorted(np.bincount(found), reverse=True)


def test_the_order_of_the_texts_changes_nothing():
    points, _true = clouds(12, 9, 4)
    order = np.random.default_rng(3).permutation(len(points))
    assert np.array_equal(group(points, PLAIN)[order], group(points[order], PLAIN))


def test_texts_that_are_the_same_word_for_word_are_one_group():
    same = np.repeat(np.eye(2, 8, dtype=np.float32), [7, 5], axis=0)
    assert list(group(same, PLAIN)) == [0] * 7 + [1] * 5


def test_a_text_with_nothing_in_it_stays_alone_and_no_texts_are_no_groups():
    points, _true = clouds(4)
    found = group(np.vstack([points, np.zeros((2, 32), np.float32)]), PLAIN)
    assert len(set(found)) == 3
    assert len(group(np.zeros((0, 8), np.float32), PLAIN)) == 0


def test_a_former_group_stays_together_until_it_is_loose():
    points, true = clouds(20, 20, spread=1.0)
    tight = Tightness(likeness=0.75, common=0)
    assert len(set(group(points, tight))) > 2
    kept = group(points, Tightness(likeness=0.5, common=0), before=true)
    assert len(set(kept)) == 2
    loose = np.zeros(len(points), dtype=np.intp)
    assert len(set(group(points, PLAIN, before=loose))) >= 2


def test_the_central_wording_is_the_one_most_like_all():
    middle = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
    assert central(middle) == 1
