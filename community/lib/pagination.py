"""Pages of a list by key, not by offset: page 900 costs what page 1 costs, and a new row moves nobody's place.

The order must end in a unique column. The cursor in the address holds the values of the last row that was shown.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

PAGE_SIZE = 20


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, and the cursor of the next page ("" on the last)."""

    rows: list[Any]
    next_cursor: str
    is_first: bool

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def paginate(
    rows: QuerySet, cursor: str, *, order: Sequence[str], size: int = PAGE_SIZE, may_be_empty: bool = False
) -> Page:
    """One page of `rows` in `order` (field names, `-` for descending, no nulls), after `cursor`. One query.

    Raises Http404 for a cursor that was not made here, and past the end of the list (unless it `may_be_empty`, for
    programs): a page without rows is no page.
    """
    ordered = rows.order_by(*order)
    if cursor:
        try:
            ordered = ordered.filter(_after(_decode(cursor, len(order)), order))
        except (ValueError, TypeError) as error:  # a value of another kind than the column's
            raise Http404("This is no page of the list.") from error
    found = list(ordered[: size + 1])
    if cursor and not found and not may_be_empty:
        raise Http404("The list ends before this page.")
    return page_of(found, order=order, size=size, is_first=not cursor)


def page_of(found: list[Any], *, order: Sequence[str], size: int = PAGE_SIZE, is_first: bool = True) -> Page:
    """The page made of rows that were read in `order`, one more than `size` if there are more."""
    shown = found[:size]
    return Page(shown, cursor_after(shown[-1], order) if len(found) > size else "", is_first)


def cursor_after(row: Any, order: Sequence[str]) -> str:
    """The cursor of the page that begins after `row`, an object or a dict."""
    values = []
    for name in order:
        value = _value(row, name.removeprefix("-"))
        values.append({"at": value.isoformat()} if isinstance(value, datetime) else value)
    return urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def _value(row: Any, name: str) -> Any:
    if isinstance(row, dict):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _after(values: list[Any], order: Sequence[str]) -> Q:
    condition = Q()
    equal = Q()
    for name, value in zip(order, values, strict=True):
        field = name.removeprefix("-")
        step = Q(**{f"{field}__lt" if name.startswith("-") else f"{field}__gt": value})
        condition |= equal & step
        equal &= Q(**{field: value})
    return condition


def _decode(cursor: str, length: int) -> list[Any]:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        values = [datetime.fromisoformat(v["at"]) if isinstance(v, dict) else v for v in values]
    except (ValueError, KeyError, TypeError) as error:
        raise Http404("This is no page of the list.") from error
    if len(values) != length or not all(isinstance(v, (str, int, float, datetime)) for v in values):
        raise Http404("This is no page of the list.")
    return values
