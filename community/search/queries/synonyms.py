"""Other ways to say a query, as editors know them, kept in the process for a moment."""

import re
import time
from collections.abc import Iterator
from functools import lru_cache

from community.search.models import Synonyms

# Seconds for which a process trusts what it has read.
TRUST = 5.0
MOST_WAYS = 6

Group = tuple[int | None, tuple[str, ...]]  # topic and terms
_read: tuple[float, list[Group]] | None = None


def other_ways(text: str) -> list[tuple[int | None, str]]:
    """A folded query with words that mean the same in place of its own: (the topic in which they do, the query).

    None stands for every topic. One query now and then.
    """
    found: list[tuple[int | None, str]] = []
    for topic, terms in _groups():
        found += [(topic, way) for way in _said_with(text, terms)]
    return list(dict.fromkeys(found))[:MOST_WAYS]


def forget() -> None:
    """Read them anew at the next search; for code that just changed them."""
    global _read
    _read = None


def _groups() -> list[Group]:
    global _read
    now, read = time.monotonic(), _read
    if read is None or now >= read[0]:
        rows = Synonyms.objects.order_by("pk").values_list("topic", "terms")
        read = _read = (now + TRUST, [(topic, tuple(terms)) for topic, terms in rows])
    return read[1]


def _said_with(text: str, terms: tuple[str, ...]) -> Iterator[str]:
    for term in terms:
        parts = _whole(term).split(text)
        if len(parts) > 1:
            yield from (other.join(parts) for other in terms if other != term)


@lru_cache(maxsize=1024)
def _whole(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term)}(?!\w)")
