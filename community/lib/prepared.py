"""Queries that are written as querysets, compiled once and planned once, for the pages that readers ask for most.

Making SQL out of a queryset takes the application longer than asking, and planning a query of ten tables takes the database
longer than answering it. A `Prepared` keeps the SQL, and the server keeps the plan:

    ANSWERS = Prepared(lambda number: Answer.objects.shown().filter(question=number).values_list("id", "body_html"))
    rows = ANSWERS.rows(12)

What `build` reads while it runs (the time, a setting) is frozen into the SQL, so it must be the same for everybody and for
ever: a moment in it is refused. Values come as the driver reads them: fields that convert what the database holds are none
for this.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql import UpdateQuery
from psycopg.types.numeric import Int8

# Stands for the number while the SQL is made; nobody's id.
_MARK = 8_070_450_532_247_928_831

_HIGHEST = 2**63 - 1


class _Statement(ABC):
    """SQL with places for one number, made when it is first needed."""

    def __init__(self) -> None:
        self._sql = ""
        self._places = 0

    @abstractmethod
    def _made(self) -> tuple[str, Sequence]:
        """The SQL with the mark in the place of the number, and its parameters."""

    @contextmanager
    def _executed(self, number: int) -> Iterator[CursorWrapper]:
        if not self._sql:
            self._compile()
        with _server_side_cursor() as cursor:
            cursor.execute(self._sql, [Int8(number)] * self._places or None)
            yield cursor

    def _compile(self) -> None:
        sql, params = self._made()
        if any(isinstance(value, (date, time)) for value in params):
            raise ValueError("A prepared query would keep this moment for ever.")
        with connection.cursor():  # connects, which quoting needs
            parts = connection.ops.compose_sql(sql, params).split(str(_MARK))
        self._places = len(parts) - 1
        self._sql = "%s".join(part.replace("%", "%%") for part in parts) if self._places else parts[0]


class Prepared(_Statement):
    """A query about one number, made by `build(number)`, which returns a `values_list` queryset."""

    def __init__(self, build: Callable[[int], QuerySet]):
        super().__init__()
        self._build = build

    def rows(self, number: int = 0) -> list[tuple]:
        """The rows for `number`. One query; none for a number that no id can be."""
        if number > _HIGHEST:
            return []
        with self._executed(number) as cursor:
            return cursor.fetchall()

    def _made(self) -> tuple[str, Sequence]:
        return self._build(_MARK).query.sql_with_params()


class PreparedUpdate(_Statement):
    """A change of the rows about one number: `build(number)` returns a queryset and the new values of its columns."""

    def __init__(self, build: Callable[[int], tuple[QuerySet, dict]]):
        super().__init__()
        self._build = build

    def run(self, number: int) -> int:
        """Change the rows for `number`; returns how many there were. One query."""
        with self._executed(number) as cursor:
            return cursor.rowcount

    def _made(self) -> tuple[str, Sequence]:
        rows, values = self._build(_MARK)
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(values)
        return query.get_compiler(connection=connection).as_sql()


def columns(model: type[Model], *names: str) -> list[str]:
    """Names of columns in the order in which `Model.from_db` takes their values."""
    return [field.attname for field in model._meta.concrete_fields if field.attname in names]


def _server_side_cursor():
    """A cursor whose statements the server keeps, counted and logged like any other.

    Django's own cursors put parameters into the text, so that every statement is new to the server. Behind a pooler that
    hands out another session for each transaction, nothing is kept: there `DISABLE_SERVER_SIDE_CURSORS` is set.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw = connection.connection
    if raw.prepare_threshold is None and not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        raw.prepare_threshold = 1
    make = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return make(psycopg.Cursor(raw))
