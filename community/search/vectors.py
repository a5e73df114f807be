"""Vectors of documents: made in batches by a worker, searched for the nearest."""

import time
import zlib
from collections.abc import Sequence
from functools import lru_cache
from weakref import WeakSet

from django.db import connection, transaction
from pgvector import HalfVector

from community.activity import wakeup
from community.search.embedders import choice
from community.search.embedders.embedder import Embedder
from community.search.models import Document
from community.search.within import COLUMNS, Candidate, Within

BATCH = 100
# A title of so many words says what a question is about; for a shorter one the first words of the text help.
TELLING_TITLE = 4
OPENING = 300
# How many neighbours the index weighs before it answers: more finds more of the nearest, and takes longer.
THOROUGHNESS = 100
# Seconds for which a process trusts what it knows about who made the vectors.
TRUST = 10.0

_LOCK = zlib.crc32(b"community.search.vectors")
# The values of a column by hopping along its index, however many rows there are.
_MAKERS = """
WITH RECURSIVE hop AS (
    (SELECT maker FROM search_document ORDER BY maker LIMIT 1)
    UNION ALL
    SELECT (SELECT d.maker FROM search_document d WHERE d.maker > hop.maker ORDER BY d.maker LIMIT 1) FROM hop
     WHERE hop.maker IS NOT NULL
) SELECT maker FROM hop WHERE maker IS NOT NULL
"""
_WRITE = """
UPDATE search_document SET vector = %s, maker = %s WHERE id = %s AND indexed_at = %s
"""
_NEAREST = """
SELECT {columns}, vector <=> %s::halfvec AS distance FROM search_document WHERE {within} AND maker = %s
 ORDER BY distance LIMIT %s
"""
_UNLIKE = "SELECT id FROM search_document WHERE id = ANY(%s) AND maker = %s AND vector <=> %s::halfvec > %s"
_makers: tuple[float, list[str]] = (0.0, [])
_thorough: WeakSet = WeakSet()


def meaning(document: Document) -> str:
    """The text that a document's vector is made of."""
    if len(document.title.split()) >= TELLING_TITLE:
        return document.title
    return f"{document.title}. {(document.text or document.solution)[:OPENING]}"


def wake() -> None:
    """Ask a worker to make the vectors that are missing."""
    wakeup.wake("community.search.tasks.make_vectors")


def make_missing(*, budget: float = 20.0) -> int:
    """Make the vectors that are missing or that another maker made; returns how many. Stops after `budget` seconds.

    Safe to run twice at once: the second returns at once.
    """
    embedder = choice.current()
    if embedder is None:
        return 0
    ends = time.monotonic() + budget
    made = 0
    while time.monotonic() < ends:
        with transaction.atomic():
            batch = _waiting(embedder.maker) if _alone() else []
            _write(embedder, batch)
        made += len(batch)
        if not batch:
            break
    return made


def missing() -> int:
    """How many documents wait for a vector by the current maker."""
    embedder = choice.current()
    return 0 if embedder is None else Document.everything.exclude(maker=embedder.maker).count()


def nearest(text: str, within: Within, limit: int) -> list[list[tuple[Candidate, float]]]:
    """The documents most like a text: (document, likeness) with the likest first, as far as they are like it at all.

    One list for each maker of vectors, since likenesses by two makers cannot be compared: while vectors are made anew, there
    are two.
    """
    rankings = []
    for embedder in _embedders():
        vector = _vector(embedder.maker, text)
        if not vector:
            continue
        _search_thoroughly()
        with connection.cursor() as cursor:
            cursor.execute(
                _NEAREST.format(columns=COLUMNS, within=within.sql), [vector, *within.params, embedder.maker, limit]
            )
            near = cursor.fetchall()
        likeness = [(Candidate(*row), 1 - distance) for *row, distance in near if distance is not None]
        rankings.append([(found, like) for found, like in likeness if like >= embedder.floor])
    return rankings


def unlike(text: str, pks: Sequence[int], share: float) -> set[int]:
    """Which of these documents are less like a text than `share` of its maker's floor. One query, or none for none.

    A document that has no vector yet is not among them.
    """
    unlike: set[int] = set()
    for embedder in _embedders() if pks else []:
        vector = _vector(embedder.maker, text)
        if not vector:
            continue
        with connection.cursor() as cursor:
            cursor.execute(_UNLIKE, [list(pks), embedder.maker, vector, 1 - share * embedder.floor])
            unlike |= {pk for (pk,) in cursor.fetchall()}
    return unlike


def _embedders() -> list[Embedder]:
    """Those whose vectors are in the index, the current one first. One quick query now and then."""
    global _makers
    now, known = time.monotonic(), _makers
    if now >= known[0]:
        known = _makers = (now + TRUST, makers())
    found = (choice.named(maker) for maker in known[1] if maker)
    chosen = choice.current()
    return sorted((embedder for embedder in found if embedder), key=lambda embedder: embedder is not chosen)


def forget_makers() -> None:
    """Look at the index anew at the next question; for code that just changed who made its vectors."""
    global _makers
    _makers = (0.0, [])
    _vector.cache_clear()


def makers() -> list[str]:
    """The makers of all vectors in the index; "" stands for documents that wait for theirs. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKERS)
        return [maker for (maker,) in cursor.fetchall()]


def _waiting(maker: str) -> list[Document]:
    others = [other for other in makers() if other != maker]
    if not others:
        return []
    waiting = Document.everything.filter(maker__in=others)
    return list(waiting.only("title", "text", "solution", "indexed_at")[:BATCH])


def _write(embedder: Embedder, batch: list[Document]) -> None:
    vectors = embedder.embed([meaning(document) for document in batch])
    with connection.cursor() as cursor:
        # A document that was made anew meanwhile is passed over: it waits again.
        cursor.executemany(
            _WRITE,
            [
                (
                    HalfVector(vector).to_text() if vector.any() else None,
                    embedder.maker,
                    document.pk,
                    document.indexed_at,
                )
                for vector, document in zip(vectors, batch, strict=True)
            ],
        )


@lru_cache(maxsize=512)
def _vector(maker: str, text: str) -> str:
    """The vector of a text as the database reads it; "" for a text with nothing to read in it."""
    embedder = choice.named(maker)
    vector = embedder.embed([text])[0] if embedder else None
    return HalfVector(vector).to_text() if vector is not None and vector.any() else ""


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return cursor.fetchone()[0]


def _search_thoroughly() -> None:
    """For this session: weigh more neighbours, and go on where a filter leaves too few. One query for each new connection.

    Behind a pooler that hands out sessions by the transaction it may be lost; then the search is a little less thorough.
    """
    connection.ensure_connection()
    if connection.connection in _thorough:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('hnsw.ef_search', %s, false), set_config('hnsw.iterative_scan', 'relaxed_order', false)",
            [str(THOROUGHNESS)],
        )
    _thorough.add(connection.connection)
