"""Which published article answers a request: the one that staff linked, else one made of it, else one that is near enough."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.contrib.contenttypes.models import ContentType
from django.db.models import F

from community.content.audiences import Audience
from community.search.embedders import DIMENSIONS, Embedder
from community.search.models import Document
from community.search.vectors import meaning
from knowledgebase import threads
from knowledgebase.models import Article, ArticleSource, CommonRequest
from knowledgebase.threads import Key, Reading

# So many articles that wait for their vector get one on the way: more wait for a worker.
MOST_WAITING = 20


@dataclass(frozen=True)
class Parts:
    """What a request is made of, as far as it decides what covers it.

    `questions` are those at which its questions and their duplicates lead; `asked` is when something was asked, how often.
    """

    subjects: frozenset[Key]
    questions: frozenset[Key]
    vectors: np.ndarray
    asked: Collection[tuple[datetime, int]]


@dataclass(frozen=True)
class Found:
    """An article that answers a request: how many of its questions it quotes, and how like their wordings it is."""

    article: Article
    quotes: int
    likeness: float


@dataclass(frozen=True)
class Shelf:
    """The public articles: which questions they quote, and those that have a vector of this maker."""

    articles: dict[int, Article]
    quoting: dict[Key, set[int]]
    pks: np.ndarray
    vectors: np.ndarray
    maker: str
    near: float
    readings: dict[int, list[Reading]]

    @classmethod
    def of(cls, embedder: Embedder, since: datetime) -> "Shelf":
        """All of them, and what was asked since then although somebody had read one. Six queries.

        Few that still wait for their vector get one here, so that an article counts as soon as it is published.
        """
        articles = Article.objects.indexable().in_bulk()
        documents = Document.everything.filter(
            subject_type=ContentType.objects.get_for_model(Article), subject_id__in=articles, audience=Audience.PUBLIC
        )
        made = documents.filter(maker=embedder.maker, vector__isnull=False)
        rows = list(made.values_list("subject_id", "vector"))
        waiting = list(documents.exclude(maker=embedder.maker)[:MOST_WAITING])
        vectors = np.array([vector for _pk, vector in rows], dtype=np.float32).reshape(-1, DIMENSIONS)
        if waiting:
            vectors = np.vstack([vectors, embedder.embed([meaning(document) for document in waiting])])
        pks = np.array([pk for pk, _vector in rows] + [document.subject_id for document in waiting], dtype=np.int64)
        readings: defaultdict[int, list[Reading]] = defaultdict(list)
        for reading in threads.asked_anyway(list(articles), since):
            readings[reading.article].append(reading)
        return cls(articles, _quoting(), pks, vectors, embedder.maker, embedder.near, readings)

    def questions_in(self, article: int) -> set[Key]:
        """The questions that an article is made of."""
        return {question for question, articles in self.quoting.items() if article in articles}

    def vector_of(self, article: int) -> np.ndarray | None:
        """What it is about, if it is on the shelf."""
        found = np.flatnonzero(self.pks == article)
        return self.vectors[found[0]] if len(found) else None

    def best(self, parts: Parts, language: str, without: Collection[int]) -> Found | None:
        """The article that quotes most of these questions; where none does, the one most like them, if it is near enough."""
        likeness = self._likeness(parts.vectors)
        fit = {pk for pk, article in self.articles.items() if article.language == language and pk not in without}
        quoted = Counter(pk for question in parts.questions for pk in self.quoting.get(question, ()) if pk in fit)
        if quoted:
            pk = max(quoted, key=lambda pk: (quoted[pk], likeness.get(pk, 0.0), -pk))
            return Found(self.articles[pk], quoted[pk], max(likeness.get(pk, 0.0), 0.0))
        near = [pk for pk in likeness if pk in fit and likeness[pk] >= self.near]
        if not near:
            return None
        pk = max(near, key=lambda pk: (likeness[pk], -pk))
        return Found(self.articles[pk], 0, likeness[pk])

    def _likeness(self, vectors: np.ndarray) -> dict[int, float]:
        """How like each article is: as like as those wordings in the middle that are most like it. A request has many."""
        if not len(self.pks) or not len(vectors):
            return {}
        likeness = np.median(vectors @ self.vectors.T, axis=0)
        middle = vectors.mean(axis=0)
        likeness = np.maximum(likeness, self.vectors @ (middle / max(float(np.linalg.norm(middle)), 1e-6)))
        return dict(zip(self.pks.tolist(), likeness.tolist(), strict=True))


def cover(request: CommonRequest, parts: Parts, shelf: Shelf, elsewhere: Collection[Key]) -> None:
    """Write into `request` which article answers it, and how often people asked since. What staff linked stays.

    What was asked after reading that article counts, wherever it was put, but for what is part of another request
    (`elsewhere`): that is about something else. The caller saves.
    """
    if not request.is_linked_by_staff:
        found = shelf.best(parts, request.language, request.not_articles)
        request.article = found.article if found else None
        request.article_likeness, request.article_quotes = (found.likeness, found.quotes) if found else (None, 0)
    article = request.article
    since = article.published_at if article is not None else None
    request.asked_since = request.asked_anyway = 0
    if article is None or since is None:
        return
    readings = [each for each in shelf.readings.get(article.pk, ()) if each.at > since]
    inside = [each for each in readings if each.question in parts.subjects]
    outside = [each for each in readings if each.question not in parts.subjects and each.question not in elsewhere]
    request.asked_anyway = len(inside) + len(outside)
    request.asked_since = sum(times for at, times in parts.asked if at > since) + len(outside)


def _quoting() -> dict[Key, set[int]]:
    """Which public articles quote a question, an answer to it, or what is a duplicate of it. Three queries."""
    sources = (
        ArticleSource.objects.filter(revision=F("revision__article__current"))
        .filter(revision__article__in=Article.objects.indexable())
        .order_by()
        .values_list("revision__article", "post_revision__post_type", "post_revision__post_id")
        .distinct()
    )
    by_post: defaultdict[Key, set[int]] = defaultdict(set)
    for article, kind, pk in sources:
        by_post[kind, pk].add(article)
    found: defaultdict[Key, set[int]] = defaultdict(set)
    for post, question in threads.of_posts(list(by_post)).items():
        found[question] |= by_post[post]
    return found
