"""A table of rows: on a page, a page at a time, and as a file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True)
class Cell:
    """One cell: words or a moment, perhaps with a link."""

    text: str = ""
    url: str = ""
    at: datetime | None = None

    def __str__(self) -> str:
        return self.at.isoformat(timespec="seconds") if self.at else self.text


@dataclass(frozen=True)
class Table:
    """Rows in an order that can be paged by key, and how each is written."""

    headings: tuple[str, ...]
    rows: QuerySet
    order: tuple[str, ...]
    cells: Callable[[Any], list[Cell]]

    def written(self, rows) -> Iterator[list[tuple[str, Cell]]]:
        """The cells of each of `rows`, each with its heading."""
        return (list(zip(self.headings, self.cells(row), strict=True)) for row in rows)
