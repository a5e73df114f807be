"""A large index by COPY, of documents that belong to nothing: for benchmarks of searching alone."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from pgvector import HalfVector

from community.operations.load.make import DAYS
from community.operations.load.words import Writer
from community.search import lexical
from community.search.embedders import choice
from community.search.embedders.embedder import Vectors
from community.search.models import Document
from forum.models import Question

# So many titles are read by the maker of vectors; the others stand beside one of them, as other customers' words do.
READ = 4000
# The length of what is added to such a vector: the likeness of the two is about 0.8.
ASIDE = 0.75
_VECTORS = "document_vector"
_COLUMNS = (
    "subject_type_id", "subject_id", "kind", "title", "url", "audience", "language", "solution", "text", "tags", "versions",
    "writers", "is_answered", "is_solved", "written_at", "indexed_at", "vector", "maker",
)  # fmt: skip
_WORDS = (
    "setweight(to_tsvector('english', lower(title)), 'A') || setweight(to_tsvector('english', lower(solution)), 'B')"
    " || setweight(to_tsvector('english', lower(text)), 'C')"
)


def fill_index(documents: int, *, seed: int = 20, say: Callable[[str], None] = lambda sentence: None) -> None:
    """Add so many documents to the index, with words and vectors. Minutes for 200,000.

    The index of vectors is made anew at the end, in one go, as a restore would. Says how long it takes, and how much room.
    """
    started = time.monotonic()

    def since() -> str:
        return f"{time.monotonic() - started:.0f} s"

    columns = ", ".join(_COLUMNS)
    # All that is asked is asked before the COPY begins: one connection cannot do both at once.
    rows = _rows(documents, Writer(seed), np.random.default_rng(seed))
    first = next(rows)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {_VECTORS}")
        cursor.execute("CREATE TEMP TABLE load_document (LIKE search_document)")
        cursor.execute("ALTER TABLE load_document ALTER id DROP NOT NULL, ALTER id DROP IDENTITY IF EXISTS")
        with cursor.copy(f"COPY load_document ({columns}) FROM STDIN") as writing:
            for row in chain([first], rows):
                writing.write_row(row)
        say(f"{documents} documents written after {since()}")
        cursor.execute(f"INSERT INTO search_document ({columns}, words) SELECT {columns}, {_WORDS} FROM load_document")  # noqa: S608
        cursor.execute("DROP TABLE load_document")
        say(f"their words after {since()}")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        with connection.schema_editor() as editor:
            editor.add_index(Document, next(index for index in Document._meta.indexes if index.name == _VECTORS))
        cursor.execute("ANALYZE search_document")
        lexical.count_words()
        cursor.execute(
            "SELECT pg_size_pretty(pg_total_relation_size('search_document')), pg_size_pretty(pg_relation_size(%s))",
            [_VECTORS],
        )
        whole, of_vectors = cursor.fetchone()
    say(f"built after {since()}; {whole} on disk, {of_vectors} of it the index of vectors")


def _rows(documents: int, writer: Writer, noise: np.random.Generator) -> Iterator[tuple]:
    embedder = choice.current()
    titles = [writer.title(writer.subject()) for _ in range(min(READ, documents))]
    vectors = embedder.embed(titles) if embedder else None
    kind = ContentType.objects.get_for_model(Question).pk
    last = Document.everything.order_by("-subject_id").values_list("subject_id", flat=True).first() or 0
    now = datetime.now(UTC)
    for number in range(documents):
        subject, pk = writer.subject(), last + 1 + number
        at = now - timedelta(seconds=writer.chance.uniform(0, DAYS * 86400))
        yield (
            kind, pk, "question", titles[number] if number < len(titles) else writer.title(subject), f"/questions/{pk}/",
            "public", "en", writer.answer(), writer.question(subject), writer.tags(), [], [], writer.chance.random() < 0.7,
            writer.chance.random() < 0.5, at, now, _beside(vectors, number, noise), embedder.maker if embedder else "",
        )  # fmt: skip


def _beside(vectors: Vectors | None, number: int, noise: np.random.Generator) -> str | None:
    """The vector of that number, or one beside it once they have all been given away."""
    if vectors is None:
        return None
    vector = vectors[number % len(vectors)]
    if number >= len(vectors):
        aside = noise.standard_normal(len(vector))
        vector = vector + ASIDE * aside / np.linalg.norm(aside)
        vector /= np.linalg.norm(vector)
    return HalfVector(vector).to_text()
