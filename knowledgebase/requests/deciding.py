"""The states of requests between two nights: decided anew at once when something happens to an article that they are about."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from pgvector import HalfVector
from pgvector.django import CosineDistance

from community.activity.models import Event
from community.lib import versions
from community.search import index
from community.search.embedders import Embedder, choice
from knowledgebase import threads
from knowledgebase.models import Article, CommonRequest, RequestItem
from knowledgebase.requests import searches
from knowledgebase.requests.coverage import Parts, Shelf, cover


def decide_about(articles: Iterable[int]) -> int:
    """Decide the requests that these articles answer, are made of or are like, and those that they answered; returns how many.

    Everything is read from rows, but for what the night knows alone: which questions belong to which request. Nothing happens
    while nothing makes vectors. Locks the requests. Some twenty queries, and four for each request.
    """
    embedder = choice.current()
    if embedder is None:
        return 0
    pks = sorted(set(articles))
    # Whether a search finds it is decided, too, and this may be read before the index has heard.
    index.refresh(Article, pks)
    with transaction.atomic():
        shelf = Shelf.of(embedder, timezone.now() - timedelta(weeks=settings.MINING_WEEKS))
        touched = CommonRequest.objects.asked_for().filter(_about(pks, shelf, embedder)).select_for_update(of=("self",))
        requests = list(touched.order_by("pk"))
        for request in requests:
            _decide(request, shelf)
        if requests:
            transaction.on_commit(partial(versions.bump, "requests"))
    return len(requests)


def note_state(request: CommonRequest, before: str) -> None:
    """Write into the log that the state is another one now, if it is."""
    if request.state != before:
        Event.record(
            f"{request.noun}.state-changed",
            actor=None,
            subject=request,
            topic=request.topic,
            before=before,
            state=request.state,
        )


def _about(pks: list[int], shelf: Shelf, embedder: Embedder) -> Q:
    """What these articles may have to do with. One query for each article that everybody reads."""
    touched = Q(article__in=pks)
    for pk in pks:
        for kind, question in shelf.questions_in(pk):
            touched |= Q(pk__in=RequestItem.objects.filter(subject_type=kind, subject_id=question).values("request"))
        vector = shelf.vector_of(pk)
        if vector is not None and vector.any():
            near = CommonRequest.objects.filter(maker=embedder.maker, language=shelf.articles[pk].language).annotate(
                distance=CosineDistance("centroid", HalfVector(vector))
            )
            touched |= Q(pk__in=near.filter(distance__lte=1 - embedder.near).values("pk"))
    return touched


def _decide(request: CommonRequest, shelf: Shelf) -> None:
    before = request.state
    items = list(request.items.all())
    subjects = frozenset(each.subject_key for each in items if each.subject_key is not None)
    is_comparable = request.centroid is not None and request.maker == shelf.maker
    parts = Parts(
        subjects=subjects,
        questions=frozenset(threads.of_posts(subjects).values()),
        vectors=np.array([request.centroid] if is_comparable else [], dtype=np.float32),
        asked=[(each.asked_at, each.times) for each in items],
    )
    readings = {reading.question for each in shelf.readings.values() for reading in each}
    others = RequestItem.objects.exclude(request=request).filter(
        subject_type__in={kind for kind, _pk in readings}, subject_id__in={pk for _kind, pk in readings}
    )
    cover(request, parts, shelf, elsewhere={each.subject_key for each in others if each.subject_key is not None})
    _search_again(request, [each for each in items if each.subject_id is None])
    request.decide()
    request.save(
        update_fields=[
            *("article", "article_likeness", "article_quotes", "asked_since", "asked_anyway"),
            *("open_searches", "state", "savings"),
        ]
    )
    note_state(request, before)
    request.close_if_found(request.quiet_since)


def _search_again(request: CommonRequest, typed: list[RequestItem]) -> None:
    """Whether the same words find something now. At most five queries for each."""
    if not typed:
        return
    found = [each.pk for each in typed if searches.finds_something(each.searched_for)]
    request.open_searches = len(typed) - len(found)
    searched = request.items.filter(subject_id=None)
    searched.filter(pk__in=found, found_at=None).update(found_at=timezone.now())
    searched.exclude(pk__in=found).update(found_at=None)
