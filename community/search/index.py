"""The index: one document for each thing that can be found, made from its subject's rows and from nothing else.

Words are indexed at once. Vectors take longer and are made by a worker afterwards (`vectors.py`), so that a change is found
by its words even while nothing makes vectors.
"""

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVector
from django.db import connection, models, transaction
from django.db.models import Value
from django.utils import timezone

from community.lib.markdown import plain_text
from community.search import vectors
from community.search.folding import spread
from community.search.languages import configuration
from community.search.models import ChangedMeanwhile, Document

# PostgreSQL refuses more than a megabyte of lexemes; no reader looks for the end of a pasted log.
LONGEST = 200_000
# The lock that is shared by who changes documents, and held alone while the whole index is made anew.
MADE_ANEW = zlib.crc32(b"community.search.index")

# What subjects may share with their documents, and how it is read with them.
_SHARED = {"topic": "topic", "organisation": "organisation", "release": "release__product"}
_WRITTEN = [
    *("kind", "title", "url", "solution", "text", "tags", "versions", "writers", "topic", "language"),
    *("audience", "organisation"),
    *("is_answered", "is_solved", "written_at", "indexed_at", "words", "vector", "maker"),
]


def refresh(model: type[models.Model], pks: Iterable[int]) -> None:
    """Make the documents of these subjects anew, and delete those of subjects that are not to be found (any more).

    Whatever happened to a subject, this is right afterwards; two workers that do it at once wait for each other.
    """
    kind = ContentType.objects.get_for_model(model)
    wanted = sorted(set(pks))
    with transaction.atomic():
        if _lock(kind, wanted):
            ChangedMeanwhile.objects.bulk_create(ChangedMeanwhile(subject_type=kind, subject_id=pk) for pk in wanted)
        former = documents_of(kind, wanted)
        kept = write(model, wanted, former)
        delete(kind, former.keys() - {document.subject_id for document in kept})
        if any(not document.maker for document in kept):
            transaction.on_commit(vectors.wake)


def write(
    model: type[models.Model], pks: Iterable[int], former: Mapping[int, Document], *, elsewhere: bool = False
) -> list[Document]:
    """Write the documents of those of these subjects that are to be found, and return them.

    A `former` document whose words mean the same gives its vector away; and its number, where it stands `elsewhere` than
    what is written. Deletes nothing.
    """
    kind = ContentType.objects.get_for_model(model)
    found: dict[int, Any] = model._base_manager.select_related(*_shared(model)).in_bulk(list(pks))
    facts = ((subject, subject.search_document()) for _pk, subject in sorted(found.items()))
    documents = [_document(kind, subject, said, former.get(subject.pk)) for subject, said in facts if said is not None]
    if elsewhere:
        for document in documents:
            document.pk = former[document.subject_id].pk if document.subject_id in former else None
    Document.everything.bulk_create(
        documents, update_conflicts=True, unique_fields=["subject_type", "subject_id"], update_fields=_WRITTEN
    )
    return documents


def documents_of(kind: ContentType, pks: Iterable[int]) -> dict[int, Document]:
    """The documents that these subjects have, by subject. One query."""
    return {each.subject_id: each for each in Document.everything.filter(subject_type=kind, subject_id__in=list(pks))}


def delete(kind: ContentType, pks: Iterable[int]) -> None:
    """Delete the documents of these subjects. One query."""
    Document.everything.filter(subject_type=kind, subject_id__in=list(pks)).delete()


def as_indexed(subject: Any) -> Document | None:
    """The document as it will stand in the index, its words an expression for the database; None if it is not to be found."""
    facts = subject.search_document()
    return None if facts is None else _document(ContentType.objects.get_for_model(subject), subject, facts, None)


def _document(kind: ContentType, subject: Any, facts: dict[str, Any], former: Document | None) -> Document:
    facts = dict(facts)
    again = " ".join(facts.pop("also_asked", ()))
    solution, body, rest = (plain_text(facts.pop(f"{part}_html"))[:LONGEST] for part in ("solution", "body", "rest"))
    document = Document(
        subject_type=kind,
        subject_id=subject.pk,
        url=subject.get_absolute_url(),
        solution=solution,
        text=" ".join(filter(None, [body, rest, again]))[:LONGEST],
        indexed_at=timezone.now(),
        **facts,
    )
    document.words = _words(document, again, body, rest)
    if former is not None and vectors.meaning(former) == vectors.meaning(document):
        document.vector, document.maker = former.vector, former.maker
    return document


def _words(document: Document, again: str, body: str, rest: str) -> Any:
    config = configuration(document.language)

    def weighed(text: str, weight: str) -> SearchVector:
        return SearchVector(Value(spread(text)), weight=weight, config=config)

    return (
        weighed(" ".join([document.title, *document.tags]), "A")
        + weighed(f"{again} {document.solution}", "B")
        + weighed(body, "C")
        + weighed(rest, "D")
    )


def _shared(model: type[models.Model]) -> list[str]:
    """The relations that a document shares with its subject, to be read with it."""
    return [_SHARED[field.name] for field in model._meta.fields if field.name in _SHARED]


def _lock(kind: ContentType, pks: list[int]) -> bool:
    """Hold these subjects' documents until the transaction ends, whether there are any yet or not.

    True while the whole index is made anew, which then must be told what changed meanwhile.
    """
    with connection.cursor() as cursor:
        # In the order of the array, which is sorted: two batches never wait for each other in a circle.
        cursor.execute(
            "SELECT NOT pg_try_advisory_xact_lock_shared(%s), pg_advisory_xact_lock(%s, (pk %% 2147483647)::int)"
            "  FROM unnest(%s::bigint[]) AS pk",
            [MADE_ANEW, kind.pk, pks],
        )
        return any(is_made_anew for is_made_anew, _void in cursor.fetchall())
