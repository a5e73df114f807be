"""Searches as a source of common requests: what was looked for and found nowhere.

What people type into a search box is not public: its words are for staff, as those of tickets are.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from community.search.finding import find
from community.search.models import Search


@dataclass(frozen=True)
class Searched:
    """Words that were looked for and led nowhere, so often."""

    text: str
    language: str
    times: int
    last_at: datetime


def led_nowhere(since: datetime) -> list[Searched]:
    """What was looked for in vain since then, in the order of its words. One query."""
    rows = Search.objects.since(since).to_nowhere().by_words().order_by("folded", "language")
    return [Searched(row["query"], row["language"], row["nowhere"], row["last_at"]) for row in rows]


def finds_something(text: str) -> bool:
    """Whether the same words find something that fits now, for somebody who is not signed in. At most 5 queries."""
    return find(text, AnonymousUser()).fitting > 0
