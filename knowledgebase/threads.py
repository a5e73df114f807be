"""What rooms with questions tell of their threads: this room need not know which posts there are, and what belongs together.

A room registers its `Threads` in its `readers.py`, which is imported when Django starts. A post or a question is named by its
content type and id.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Key = tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """Somebody read an article, and asked anyway."""

    article: int
    question: Key
    at: datetime


class Threads(Protocol):
    """What a room says of its threads."""

    def of_posts(self, posts: Collection[Key]) -> dict[Key, Key]:
        """The question in whose thread each of these posts stands; of a duplicate, the one that it leads to."""

    def asked_anyway(self, articles: Collection[int], since: datetime) -> Iterable[Reading]:
        """What was asked since then after reading one of these articles."""


_rooms: list[Threads] = []


def register(room: Threads) -> None:
    """Let a room say what it knows. Idempotent."""
    if room not in _rooms:
        _rooms.append(room)


def of_posts(posts: Collection[Key]) -> dict[Key, Key]:
    """The question in whose thread each of these posts stands, as far as a room knows. Two queries for each room."""
    found: dict[Key, Key] = {}
    for room in _rooms:
        found |= room.of_posts(posts)
    return found


def asked_anyway(articles: Collection[int], since: datetime) -> list[Reading]:
    """What was asked since then after reading one of these articles. One query for each room."""
    return [reading for room in _rooms for reading in room.asked_anyway(articles, since)] if articles else []
