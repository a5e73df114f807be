"""What the queries of this room that are written by hand share: their condition, taken from a queryset, and their rows.

Making SQL out of a queryset takes the application as long as PostgreSQL takes to answer it, and a search asks three times
under the same condition.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection, models

from community.search.models import Document

# The columns of a Candidate.
COLUMNS = "id, language, is_solved, extract(epoch FROM written_at)::float8"


class Candidate(NamedTuple):
    """A document that was found, and what decides among equals: `written_at` in seconds since 1970."""

    pk: int
    language: str
    is_solved: bool
    written_at: float


@dataclass(frozen=True)
class Within:
    """A condition on `search_document`, and its parameters."""

    sql: str
    params: tuple

    @classmethod
    def of(cls, documents: models.QuerySet[Document]) -> "Within":
        """The condition of `documents`. Raises ValueError for one that joins another table."""
        query = documents.query
        if sum(map(bool, query.alias_refcount.values())) > 1:
            raise ValueError("A condition that joins another table cannot be moved into another query.")
        try:
            sql, params = query.get_compiler(connection=connection).compile(query.where)
        except FullResultSet:
            return cls("TRUE", ())
        except EmptyResultSet:
            return cls("FALSE", ())
        return cls(f"({sql})", tuple(params))
