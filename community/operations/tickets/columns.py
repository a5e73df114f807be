"""Which column of an export says what, by the names that common help desks give them."""

import re
from collections.abc import Mapping, Sequence

# Folded to small letters and spaces. The first that a file has is taken.
_NAMES: dict[str, tuple[str, ...]] = {
    "external_id": (
        *("id", "ticket id", "ticket number", "ticket", "number", "case number", "case id"),
        *("conversation id", "issue key", "key", "external id", "reference"),
    ),
    "subject": ("subject", "ticket subject", "ticket name", "summary", "title", "conversation subject", "betreff"),
    "body": (
        *("description", "ticket description", "body", "message", "text", "content", "comment", "first message"),
        *("customer message", "beschreibung"),
    ),
    "requester": (
        *("requester email", "email", "customer email", "contact email", "user email", "e mail", "from"),
        *("reporter", "requester", "customer", "contact"),
    ),
    "channel": ("channel", "via", "source", "ticket channel", "ticket source", "origin", "case origin"),
    "created_at": (
        *("created at", "created time", "created", "create date", "date created", "created on", "opened"),
        *("started at", "conversation started at", "date time opened", "opened at", "date"),
    ),
    "solved_at": (
        *("solved at", "resolved time", "resolved at", "resolved", "closed at", "closed time", "close date"),
        *("ticket closed time", "closed", "date time closed", "solved", "resolution date"),
    ),
    "language": ("language", "locale", "requester language", "ticket language", "sprache"),
    "topic": ("topic", "category", "group", "department", "product area"),
}
FIELDS = tuple(_NAMES)
NEEDED = ("external_id", "subject", "created_at")


class UnknownColumns(Exception):
    """A file's columns cannot be told; the sentence says which is missing, and which there are."""


def mapping(header: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int]:
    """The place of the column for each field that the file has; `chosen` (column → field) goes first. Raises UnknownColumns."""
    places = {_plain(name): place for place, name in reversed(list(enumerate(header)))}
    found: dict[str, int] = {}
    for column, name in chosen.items():
        if name not in FIELDS:
            raise UnknownColumns(f"{name!r} is no field of a ticket: one of {', '.join(FIELDS)}.")
        if _plain(column) not in places:
            raise UnknownColumns(f"The file has no column {column!r}. It has: {', '.join(header)}.")
        found[name] = places[_plain(column)]
    taken = set(found.values())
    for name, names in _NAMES.items():
        if name not in found:
            free = [places[each] for each in names if each in places and places[each] not in taken]
            if free:
                found[name] = free[0]
                taken.add(free[0])
    if missing := [name for name in NEEDED if name not in found]:
        raise UnknownColumns(
            f"No column says {' or '.join(missing)}: name it with --map COLUMN={missing[0]}."
            f" The file has: {', '.join(header)}."
        )
    return found


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.replace("_", " ").lower()))
