"""Documents as lists of results show them, by a query that is written once: making it costs more than asking it."""

from collections.abc import Sequence
from functools import cache

from django.db import connection

from community.catalogue.models import Topic
from community.lib.prepared import columns
from community.search.models import Document

# Words and vector are for finding; they are larger than all the rest.
_UNSHOWN = {"words", "vector"}
_OF_TOPIC = ("id", "name", "slug")


def documents(pks: Sequence[int]) -> list[Document]:
    """Those that are still there, in this order, each with its topic by name and slug. One query, or none for none."""
    if not pks:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_query(), [list(pks)])
        found = {document.pk: document for document in map(_document, cursor.fetchall())}
    return [found[pk] for pk in pks if pk in found]


def _document(row: tuple) -> Document:
    shown = _shown()
    document = Document.from_db("default", shown, row[: len(shown)])
    of_topic = row[len(shown) :]
    document.topic = Topic.from_db("default", _of_topic(), of_topic) if any(of_topic) else None
    return document


@cache
def _query() -> str:
    """Names of the models' own columns alone stand in it."""
    quoted = connection.ops.quote_name
    table, topics = quoted(Document._meta.db_table), quoted(Topic._meta.db_table)
    selected = [f"{table}.{quoted(name)}" for name in _shown()] + [f"{topics}.{quoted(name)}" for name in _of_topic()]
    return (
        f"SELECT {', '.join(selected)} FROM {table} LEFT JOIN {topics} ON {topics}.id = {table}.topic_id "  # noqa: S608
        f"WHERE {table}.id = ANY(%s)"
    )


@cache
def _shown() -> list[str]:
    return columns(Document, *(field.attname for field in Document._meta.concrete_fields if field.name not in _UNSHOWN))


@cache
def _of_topic() -> list[str]:
    return columns(Topic, *_OF_TOPIC)
