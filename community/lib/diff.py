"""What changed between two texts, line by line and, within a changed line, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_AROUND = 2  # lines shown beside a change
_LONGEST_PAIR = 4_000  # characters of two lines that are compared word by word


@dataclass(frozen=True)
class Line:
    """One line of a comparison: `same`, `removed`, `added`, or `skipped` (then `count` lines are the same and left out).

    `parts` are pieces of its text, each with whether it is what changed.
    """

    kind: str
    parts: tuple[tuple[str, bool], ...] = ()
    count: int = 0


def compare(before: str, after: str) -> list[Line]:
    """The lines of both texts in order. Empty when they are the same."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return []
    lines: list[Line] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += _same(old[i1:i2], is_first=not i1, is_last=i2 == len(old) and j2 == len(new))
        else:
            lines += _changed(old[i1:i2], new[j1:j2])
    return lines


def _same(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[Line]:
    """Lines around a change; what lies further away is counted."""
    head = 0 if is_first else _AROUND
    tail = 0 if is_last else _AROUND
    if len(lines) <= head + tail + 1:
        yield from (Line("same", ((line, False),)) for line in lines)
        return
    yield from (Line("same", ((line, False),)) for line in lines[:head])
    yield Line("skipped", count=len(lines) - head - tail)
    yield from (Line("same", ((line, False),)) for line in lines[len(lines) - tail :])


def _changed(old: list[str], new: list[str]) -> Iterator[Line]:
    """Removed lines before added ones; lines that stand at the same place are compared word by word."""
    pairs = [_by_words(a, b) for a, b in zip(old, new, strict=False)]
    yield from (Line("removed", removed) for removed, _added in pairs)
    yield from (Line("removed", ((line, True),)) for line in old[len(pairs) :])
    yield from (Line("added", added) for _removed, added in pairs)
    yield from (Line("added", ((line, True),)) for line in new[len(pairs) :])


def _by_words(old: str, new: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if len(old) + len(new) > _LONGEST_PAIR:
        return ((old, True),), ((new, True),)
    removed, added = [], []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if i2 > i1:
            removed.append(("".join(a[i1:i2]), tag != "equal"))
        if j2 > j1:
            added.append(("".join(b[j1:j2]), tag != "equal"))
    return tuple(removed), tuple(added)
