"""A request keeps its id while it grows, splits or merges, and none vanishes silently."""

import numpy as np

from knowledgebase.requests.identity import Known, follow


def known(pk, members, centroid=None):
    return Known(pk, frozenset(members), centroid)


def groups(*members):
    return [frozenset(each) for each in members]


def test_a_request_that_grows_keeps_its_id():
    fate = follow([known(7, "abc"), known(8, "xy")], groups("xyz", "abcdef"))
    assert fate.kept == {7: 1, 8: 0}
    assert not (fate.merged or fate.quiet or fate.new)


def test_of_two_that_merge_the_one_with_more_texts_stays_and_the_other_leads_to_it():
    fate = follow([known(7, "ab"), known(8, "cdef")], groups("abcdefg"))
    assert fate.kept == {8: 0}
    assert fate.merged == {7: 8}


def test_what_splits_off_is_new_and_says_where_it_came_from():
    fate = follow([known(7, "abcde")], groups("abc", "de", "xyz"))
    assert fate.kept == {7: 0}
    assert fate.new == {1, 2}
    assert fate.split == {1: 7}


def test_a_few_texts_that_moved_are_no_split():
    fate = follow([known(7, "abcde")], groups("abcd", "evwxyz"))
    assert fate.new == {1}
    assert not fate.split


def test_a_request_that_nobody_asks_for_any_more_is_quiet_not_gone():
    fate = follow([known(7, "abc"), known(8, "x")], groups("xyz"))
    assert fate.quiet == {7}


def test_with_no_text_left_in_the_window_a_request_is_known_by_what_it_is_about():
    about = np.eye(3)
    fate = follow([known(7, "abc", about[0]), known(8, "de", about[1])], groups("uvw", "xyz"), about[[2, 0]])
    assert fate.kept == {7: 1}
    assert fate.quiet == {8}
    assert fate.new == {0}


def test_every_request_has_one_fate():
    draw = np.random.default_rng(5)
    before, after = (draw.integers(0, 12, size=400) for _ in range(2))
    fate = follow(
        [known(pk, {str(row) for row in np.flatnonzero(before == pk)}) for pk in range(12)],
        [frozenset(str(row) for row in np.flatnonzero(after == number)) for number in range(12)],
    )
    assert sorted([*fate.kept, *fate.merged, *fate.quiet]) == list(range(12))
    assert sorted([*fate.kept.values(), *fate.new]) == list(range(12))
    assert set(fate.merged.values()) <= fate.kept.keys()
