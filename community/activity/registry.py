"""Who reads the event log. Each room registers its readers in its `readers.py`, which is imported when Django starts.

A reader is a function that takes a list of events. It runs in a transaction with its deliveries, in any order and perhaps
more than once: it recomputes from the subject's rows, and a constraint makes its effect idempotent.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

Read = Callable[[list], None]

_readers: dict[str, Read] = {}
_by_verb: defaultdict[str, set[str]] = defaultdict(set)


def reader(name: str, verbs: Iterable[str]) -> Callable[[Read], Read]:
    """Register the decorated function as the reader `name` of `verbs`. Raises ValueError when the name is taken."""

    def register(read: Read) -> Read:
        if _readers.get(name, read) is not read:
            raise ValueError(f"There is a reader called {name} already.")
        _readers[name] = read
        for verb in verbs:
            _by_verb[verb].add(name)
        return read

    return register


def also_reads(name: str, *verbs: str) -> None:
    """Let the reader `name` read more verbs; for readers of a lower room that a higher room feeds."""
    for verb in verbs:
        _by_verb[verb].add(name)


def readers_of(verb: str) -> list[str]:
    """Names of the readers of `verb`, sorted."""
    return sorted(_by_verb.get(verb, ()))


def all_readers() -> dict[str, Read]:
    """Every reader by name."""
    return dict(_readers)


def all_verbs() -> list[str]:
    """Every verb that somebody reads, sorted."""
    return sorted(verb for verb, names in _by_verb.items() if names)
