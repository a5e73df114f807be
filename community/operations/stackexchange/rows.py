"""The rows of a Stack Exchange dump, typed. `read` of each raises KeyError or ValueError for a row that is none."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

QUESTION, ANSWER = 1, 2
ACCEPTED, UP, DOWN = 1, 2, 3
DUPLICATE = 3
# The author of what somebody wrote whose account and name are gone.
NOBODY = "nobody"

Attributes = Mapping[str, str]

# "<ale><hops>" until 2023, "|ale|hops|" since.
_TAG = re.compile(r"[^<>|]+")


@dataclass(frozen=True, slots=True)
class User:
    id: int
    name: str
    created_at: dt.datetime
    about: str

    @classmethod
    def read(cls, row: Attributes) -> Self:
        return cls(
            id=_number(row, "Id"),
            name=row.get("DisplayName", "").strip(),
            created_at=_moment(row, "CreationDate"),
            about=row.get("AboutMe", ""),
        )


@dataclass(frozen=True, slots=True)
class Post:
    """A question or an answer, or one of the wiki pages and notices that share their file."""

    id: int
    type: int
    parent_id: int | None
    accepted_id: int | None
    created_at: dt.datetime
    edited_at: dt.datetime | None
    closed_at: dt.datetime | None
    score: int
    views: int
    title: str
    body: str
    tags: tuple[str, ...]
    author: str
    author_name: str
    licence: str

    @classmethod
    def read(cls, row: Attributes) -> Self:
        created_at = _moment(row, "CreationDate")
        post = cls(
            id=_number(row, "Id"),
            type=_number(row, "PostTypeId"),
            parent_id=_optional_number(row, "ParentId"),
            accepted_id=_optional_number(row, "AcceptedAnswerId"),
            created_at=created_at,
            edited_at=_optional_moment(row, "LastEditDate"),
            closed_at=_optional_moment(row, "ClosedDate"),
            score=_optional_number(row, "Score") or 0,
            views=_optional_number(row, "ViewCount") or 0,
            title=row.get("Title", "").strip(),
            body=row.get("Body", ""),
            tags=tuple(_TAG.findall(row.get("Tags", ""))),
            author=_author(row, "OwnerUserId", "OwnerDisplayName"),
            author_name=row.get("OwnerDisplayName", "").strip(),
            licence=row.get("ContentLicense") or _licence_of(created_at),
        )
        if post.type == QUESTION and not post.title:
            raise KeyError("Title")
        if post.type == ANSWER and post.parent_id is None:
            raise KeyError("ParentId")
        return post


@dataclass(frozen=True, slots=True)
class Comment:
    id: int
    post_id: int
    text: str
    created_at: dt.datetime
    author: str
    author_name: str
    licence: str

    @classmethod
    def read(cls, row: Attributes) -> Self:
        created_at = _moment(row, "CreationDate")
        return cls(
            id=_number(row, "Id"),
            post_id=_number(row, "PostId"),
            text=row.get("Text", ""),
            created_at=created_at,
            author=_author(row, "UserId", "UserDisplayName"),
            author_name=row.get("UserDisplayName", "").strip(),
            licence=row.get("ContentLicense") or _licence_of(created_at),
        )


@dataclass(frozen=True, slots=True)
class Vote:
    """Who voted is not in a dump, and of the time only the day."""

    id: int
    post_id: int
    type: int
    created_at: dt.datetime

    @classmethod
    def read(cls, row: Attributes) -> Self:
        return cls(
            id=_number(row, "Id"),
            post_id=_number(row, "PostId"),
            type=_number(row, "VoteTypeId"),
            created_at=_moment(row, "CreationDate"),
        )


@dataclass(frozen=True, slots=True)
class Tag:
    id: int
    name: str
    count: int

    @classmethod
    def read(cls, row: Attributes) -> Self:
        return cls(id=_number(row, "Id"), name=row["TagName"], count=_optional_number(row, "Count") or 0)


@dataclass(frozen=True, slots=True)
class PostLink:
    """`post_id` points at `related_id`: of type DUPLICATE, it is the question that was asked again."""

    id: int
    post_id: int
    related_id: int
    type: int
    created_at: dt.datetime

    @classmethod
    def read(cls, row: Attributes) -> Self:
        return cls(
            id=_number(row, "Id"),
            post_id=_number(row, "PostId"),
            related_id=_number(row, "RelatedPostId"),
            type=_number(row, "LinkTypeId"),
            created_at=_moment(row, "CreationDate"),
        )


def _author(row: Attributes, number: str, name: str) -> str:
    """The id of the author; of one who left, "name:…" where the name was kept, else NOBODY."""
    if row.get(number):
        return str(_number(row, number))
    left_name = row.get(name, "").strip()
    return f"name:{left_name[:70]}" if left_name else NOBODY


def _number(row: Attributes, name: str) -> int:
    number = int(row[name])
    if abs(number) >= 1 << 31:
        raise ValueError(f"{name} is too large")
    return number


def _optional_number(row: Attributes, name: str) -> int | None:
    return _number(row, name) if row.get(name) else None


def _moment(row: Attributes, name: str) -> dt.datetime:
    """Dumps carry UTC without saying so."""
    moment = dt.datetime.fromisoformat(row[name])
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _optional_moment(row: Attributes, name: str) -> dt.datetime | None:
    return _moment(row, name) if row.get(name) else None


def _licence_of(created_at: dt.datetime) -> str:
    """The licence that Stack Exchange states for what was written on a day; newer dumps name it in each row."""
    if created_at < dt.datetime(2011, 4, 8, tzinfo=dt.UTC):
        return "CC BY-SA 2.5"
    if created_at < dt.datetime(2018, 5, 2, tzinfo=dt.UTC):
        return "CC BY-SA 3.0"
    return "CC BY-SA 4.0"
