"""What rooms with questions tell of their threads: this room need not know which posts there are, and what belongs together.

A room registers its `Threads` in its `readers.py`, which is imported when Django starts. A post or a question is named by its
content type and id.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

Key = tuple[int, int]


@dataclass(frozen=True)
class Reading:
    """Somebody read an article, and asked anyway."""

    article: int
    question: Key
    at: datetime


@dataclass(frozen=True)
class Again:
    """Somebody asked what was asked before, in their own words: a question that leads to another one, `leads_to`."""

    question: Key
    leads_to: Key
    words: str
    url: str
    language: str
    topic: int | None
    is_public: bool
    at: datetime


class Threads(Protocol):
    """What a room says of its threads."""

    def asked_again(self, since: datetime) -> Iterable[Again]:
        """The duplicates that were asked since then, whoever may read them, the oldest first; none that is hidden."""

    def again_in_sight(self, questions: Collection[Key], person) -> Iterable[Again]:
        """Those among `questions` that are duplicates which `person` may read."""

    def posts_again(self, questions: Collection[Key]) -> Iterable[tuple[Key, Any]]:
        """The duplicates of these questions that everybody may read, as posts, the oldest first, each with its question."""

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


def asked_again(since: datetime) -> list[Again]:
    """The duplicates that were asked since then, the oldest first; none that is hidden. One query for each room."""
    return sorted((again for room in _rooms for again in room.asked_again(since)), key=lambda again: again.at)


def again_in_sight(questions: Collection[Key], person) -> dict[Key, Again]:
    """Those among `questions` that are duplicates which `person` may read. One query for each room, if there are any."""
    if not questions:
        return {}
    return {again.question: again for room in _rooms for again in room.again_in_sight(questions, person)}


def posts_again(questions: Collection[Key]) -> list[tuple[Key, Any]]:
    """The duplicates of these questions that everybody may read, as posts, each with its question. One query for each room."""
    return [pair for room in _rooms for pair in room.posts_again(questions)]
