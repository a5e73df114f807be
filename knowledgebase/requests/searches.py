"""Searches as a source of common requests: what was looked for and found nowhere.

What people type into a search box is not public: its words are for staff, as those of tickets are.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from community.search.finding import find
from community.search.folding import fold
from community.search.models import Search
from knowledgebase.models import CommonRequest, RequestItem
from knowledgebase.requests.grouping import SMALLEST

# A key of the words of a search has at most so many letters.
LONGEST_KEY = 500


@dataclass(frozen=True)
class Searched:
    """Words that were looked for and led nowhere, so often."""

    text: str
    language: str
    times: int
    last_at: datetime


def key_of(text: str, language: str) -> str:
    """What is the same for all ways of writing the same words."""
    return f"search:{language}:{fold(text)}"[:LONGEST_KEY]


def led_nowhere(since: datetime) -> dict[str, Searched]:
    """What was looked for in vain, by its key: since then, or so long ago that its rows are forgotten. Two queries.

    The log forgets after ninety days. What is a gap by searches alone is one until the same words find something or
    somebody says that it is not for us: its words and how often they were typed stay with it until then.
    """
    rows = Search.objects.since(since).to_nowhere().by_words().order_by("folded", "language")
    found: dict[str, Searched] = {}
    for row in rows:
        key = key_of(row["query"], row["language"])
        found.setdefault(key, Searched(row["query"], row["language"], row["nowhere"], row["last_at"]))
    kept = RequestItem.objects.filter(
        request__in=CommonRequest.objects.asked_for()
        .filter(asked_count__lt=SMALLEST, open_searches__gt=0)
        .exclude(state=CommonRequest.State.NOT_FOR_US)
    )
    for item in kept.filter(subject_id=None).order_by("key"):
        known = found.get(item.key)
        at = max(item.asked_at, known.last_at) if known else item.asked_at
        times = max(item.times, known.times) if known else item.times
        text = known.text if known else item.searched_for
        found[item.key] = Searched(text, item.key.split(":", 2)[1], times, at)
    return found


def finds_something(text: str) -> bool:
    """Whether the same words find something that fits now, for somebody who is not signed in. At most 5 queries."""
    return find(text, AnonymousUser()).fitting > 0
