"""The index: one document for each thing that can be found, made from its subject's rows and from nothing else.

Words are indexed at once. Vectors take longer and are made by a worker afterwards (`vectors.py`), so that a change is found
by its words even while nothing makes vectors.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchVector
from django.db import connection, models, transaction
from django.db.models import Value
from django.utils import timezone

from community.content import subjects
from community.lib.markdown import plain_text
from community.search import lexical, vectors
from community.search.folding import spread
from community.search.languages import configuration
from community.search.models import Document

BATCH = 100
# PostgreSQL refuses more than a megabyte of lexemes; no reader looks for the end of a pasted log.
LONGEST = 200_000

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
        _lock(kind, wanted)
        found: dict[int, Any] = model._base_manager.select_related(*_shared(model)).in_bulk(wanted)
        former = {document.subject_id: document for document in _documents_of(kind, wanted)}
        documents = []
        for pk in wanted:
            facts = found[pk].search_document() if pk in found else None
            if facts is not None:
                documents.append(_document(kind, found[pk], facts, former.get(pk)))
        Document.everything.bulk_create(
            documents, update_conflicts=True, unique_fields=["subject_type", "subject_id"], update_fields=_WRITTEN
        )
        kept = {document.subject_id for document in documents}
        _documents_of(kind, former.keys() - kept).delete()
        if any(not document.maker for document in documents):
            transaction.on_commit(vectors.wake)


def rebuild(say: Callable[[str], None] = lambda sentence: None) -> int:
    """Make every document anew from every subject, beside live traffic; returns how many there are then.

    Documents are replaced one batch at a time, so search answers all the while. Then words are counted.
    """
    for name, model in sorted(subjects.all_subjects().items()):
        kind = ContentType.objects.get_for_model(model)
        done, last = 0, 0
        while pks := list(model._base_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            refresh(model, pks)
            # Nothing but subjects has documents: what stands between two of them belongs to one that was deleted.
            _documents_of(kind).filter(subject_id__gt=last, subject_id__lte=pks[-1]).exclude(
                subject_id__in=pks
            ).delete()
            last, done = pks[-1], done + len(pks)
            say(f"{name}: {done}")
        _documents_of(kind).filter(subject_id__gt=last).delete()
    lexical.count_words()
    return Document.everything.count()


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


def _documents_of(kind: ContentType, pks: Iterable[int] | None = None) -> models.QuerySet[Document]:
    documents = Document.everything.filter(subject_type=kind)
    return documents if pks is None else documents.filter(subject_id__in=list(pks))


def _lock(kind: ContentType, pks: list[int]) -> None:
    """Hold these subjects' documents until the transaction ends, whether there are any yet or not."""
    with connection.cursor() as cursor:
        # In the order of the array, which is sorted: two batches never wait for each other in a circle.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, (pk %% 2147483647)::int) FROM unnest(%s::bigint[]) AS pk", [kind.pk, pks]
        )
