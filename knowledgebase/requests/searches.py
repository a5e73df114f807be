"""Searches as a source of common requests. Whoever keeps a log of searches registers it here; there may be none.

What people type into a search box is not public: its words are for staff, as those of tickets are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from community.search.finding import find


@dataclass(frozen=True)
class Searched:
    """Words that were looked for and led nowhere, so often."""

    text: str
    language: str
    times: int
    last_at: datetime


Source = Callable[[datetime], Iterable[Searched]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Let `source(since)` say which searches led nowhere. Idempotent."""
    if source not in _sources:
        _sources.append(source)


def forget(source: Source) -> None:
    """Read it no longer."""
    _sources.remove(source)


def led_nowhere(since: datetime) -> list[Searched]:
    """What was looked for in vain since then, by all sources."""
    return [searched for source in _sources for searched in source(since)]


def finds_something(text: str) -> bool:
    """Whether the same words find something now, for somebody who is not signed in. At most 5 queries."""
    return bool(find(text, AnonymousUser(), limit=1))
