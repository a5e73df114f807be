"""Finding: by words and by likeness, fused. What anybody sees is decided by audience before anything is ranked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import models

from community.search import lexical, vectors
from community.search.embedders.embedder import tidy
from community.search.models import Document
from community.search.snippets import Snippet, snippet

# How many of each list are fused.
DEPTH = 50
# Reciprocal rank fusion: the higher, the less the first places of one list outweigh agreement of both (Cormack et al., 2009).
SMOOTHING = 60
LONGEST_QUERY = 500
# Kinds that are found only by who asks for them: tickets would bury what is public, also for staff.
ONLY_BY_NAME = ("ticket",)


@dataclass
class Result:
    """A document that was found, and why."""

    document: Document
    query: str
    likeness: float | None  # of the vectors, where that is how it was found
    by_words: bool

    @cached_property
    def snippet(self) -> Snippet:
        """Made when it is shown."""
        return snippet(self.document, self.query)

    @property
    def url(self) -> str:
        return self.document.url

    @property
    def kind(self) -> str:
        return self.document.kind

    @property
    def lamp(self) -> str:
        return self.document.lamp

    @property
    def title_html(self) -> str:
        return self.snippet.title

    @property
    def excerpt_html(self) -> str:
        return self.snippet.text

    @property
    def line(self) -> str:
        """What stands below it: its topic."""
        return self.document.topic.name if self.document.topic else ""


def find(query: str, member, *, kinds: Sequence[str] = (), limit: int = DEPTH) -> list[Result]:
    """What answers a query, best first: at most `limit` documents that `member` may see. At most 4 queries.

    Everything in the query is looked for; where that finds little, anything in it is.
    """
    query = _one_line(query)
    documents = _in_sight(member, kinds)
    by_words = lexical.matching(query, documents, DEPTH)
    by_likeness = vectors.nearest(query, documents, DEPTH)
    return _results(query, by_words, by_likeness, limit)


def similar(text: str, member, limit: int = 5, *, kinds: Sequence[str] = ("question", "article")) -> list[Result]:
    """What others asked before about the same, best first, for a question that is being typed. At most 3 queries.

    Unlike `find` it shows nothing rather than something that merely shares a word.
    """
    text = _one_line(text)
    documents = _in_sight(member, kinds)
    by_likeness = vectors.nearest(text, documents, DEPTH)
    by_words = lexical.sharing_rare_words(text, documents, DEPTH)
    return _results(text, by_words, by_likeness, limit)


def fuse(rankings: Iterable[Sequence[int]]) -> list[int]:
    """Ids by reciprocal rank fusion, best first; equal ones in the order in which they were first named."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for place, pk in enumerate(ranking, start=1):
            scores[pk] = scores.get(pk, 0.0) + 1 / (SMOOTHING + place)
    return sorted(scores, key=lambda pk: -scores[pk])


def _one_line(text: str) -> str:
    return " ".join(tidy(text).split())[:LONGEST_QUERY]


def _in_sight(member, kinds: Sequence[str]) -> models.QuerySet[Document]:
    documents = Document.everything.visible_to(member)
    return documents.filter(kind__in=kinds) if kinds else documents.exclude(kind__in=ONLY_BY_NAME)


def _results(query: str, by_words: list[int], by_likeness: list[list[tuple[int, float]]], limit: int) -> list[Result]:
    best = fuse([by_words, *([pk for pk, _like in ranking] for ranking in by_likeness)])[:limit]
    likeness = {pk: like for ranking in reversed(by_likeness) for pk, like in ranking}
    found = Document.everything.defer("words", "vector").select_related("topic").in_bulk(best)
    worded = set(by_words)
    return [Result(found[pk], query, likeness.get(pk), pk in worded) for pk in best if pk in found]
