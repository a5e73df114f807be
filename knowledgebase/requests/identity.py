"""Which of last night's requests each of tonight's groups is, so that a request keeps its id while it grows, splits or merges.

Pure functions: they are told what was there and what is there, and say what became of it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

# A request of which nothing is left in the window is known again by what it was about, from this likeness on.
SAME = 0.85
# Of a group that goes to another request, a share that makes it worth saying.
TELLING_SHARE = 0.2


@dataclass(frozen=True)
class Known:
    """A request as the last run left it: whose words it was made of, and what they are about (nothing for another maker's)."""

    pk: int
    members: frozenset[str]
    centroid: NDArray[np.floating] | None = None


@dataclass
class Fate:
    """What became of the requests: all of them stand in exactly one of `kept`, `merged` and `quiet`."""

    kept: dict[int, int] = field(default_factory=dict)  # request → its group
    merged: dict[int, int] = field(default_factory=dict)  # request → the request that its texts are part of now
    quiet: set[int] = field(default_factory=set)  # requests that nobody asks for any more
    split: dict[int, int] = field(default_factory=dict)  # new group → the request that it was a part of
    new: set[int] = field(default_factory=set)  # groups that are no former request, those of `split` among them


def follow(
    known: Sequence[Known], groups: Sequence[frozenset[str]], centroids: NDArray[np.floating] | None = None
) -> Fate:
    """Say for each known request which group it is now, by shared members; by what it is about where none are left.

    A group belongs to the request with which it shares most, and each request has one group.
    """
    group_of = {member: number for number, members in enumerate(groups) for member in members}
    shared = {each.pk: Counter(group_of[member] for member in each.members if member in group_of) for each in known}
    fate = Fate(new=set(range(len(groups))))
    taken: dict[int, int] = {}
    pairs = [(count, -pk, -number) for pk, counts in shared.items() for number, count in counts.items()]
    for _count, pk, number in sorted(pairs, reverse=True):
        _match(fate, taken, -pk, -number)
    _match_by_meaning(fate, taken, known, shared, centroids)
    for each in known:
        if each.pk not in fate.kept:
            _say_where_it_went(fate, taken, each.pk, shared[each.pk])
    _say_where_they_came_from(fate, groups, shared)
    return fate


def _match(fate: Fate, taken: dict[int, int], pk: int, number: int) -> None:
    if pk not in fate.kept and number not in taken:
        fate.kept[pk], taken[number] = number, pk
        fate.new.discard(number)


def _match_by_meaning(
    fate: Fate,
    taken: dict[int, int],
    known: Sequence[Known],
    shared: Mapping[int, Counter],
    centroids: NDArray[np.floating] | None,
) -> None:
    """Requests that have no member left in the window take the group that is about the same, if it is nobody's."""
    lost = [each for each in known if not shared[each.pk] and each.centroid is not None]
    free = sorted(fate.new)
    if centroids is None or not lost or not free:
        return
    likeness = np.stack([each.centroid for each in lost]) @ centroids[free].T  # type: ignore[misc]
    for at in np.argsort(-likeness, axis=None, kind="stable"):
        row, column = np.unravel_index(at, likeness.shape)
        if likeness[row, column] < SAME:
            break
        _match(fate, taken, lost[row].pk, free[column])


def _say_where_it_went(fate: Fate, taken: Mapping[int, int], pk: int, shared: Counter) -> None:
    """Into the request that has most of its texts; quiet where none of them is in a group."""
    heirs = [(count, -taken[number]) for number, count in shared.items() if number in taken]
    if heirs:
        fate.merged[pk] = -max(heirs)[1]
    else:
        fate.quiet.add(pk)


def _say_where_they_came_from(fate: Fate, groups: Sequence[frozenset[str]], shared: Mapping[int, Counter]) -> None:
    for number in fate.new:
        parts = [(counts[number], -pk) for pk, counts in shared.items() if counts[number]]
        if parts and max(parts)[0] >= TELLING_SHARE * len(groups[number]):
            fate.split[number] = -max(parts)[1]
