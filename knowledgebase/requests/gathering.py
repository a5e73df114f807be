"""What was asked in a window of time: questions and tickets as the index of search knows them, and searches in vain."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from community.clocks.models import Clock, Promise
from community.content.audiences import Audience
from community.search.embedders import DIMENSIONS, Embedder
from community.search.models import Document
from knowledgebase import threads
from knowledgebase.models import ContactCost, Ticket
from knowledgebase.requests import searches
from knowledgebase.threads import Again, Key

KINDS = ("question", "ticket")


@dataclass(frozen=True)
class Asked:
    """One thing that was asked, without its author. `words` are a title or what was typed; who may read them, `is_public`.

    What was asked again belongs `beside` what it leads to, by its key. `times` is 0 for what was asked before the window and is
    there because somebody asked it again.
    """

    key: str
    words: str
    language: str
    at: datetime
    is_public: bool
    times: int = 1
    is_search: bool = False
    is_solved: bool = False
    minutes: float | None = None
    channel: str = ""
    topic_id: int | None = None
    subject: Key | None = None
    is_again: bool = False
    beside: str = ""


def gather(since: datetime, embedder: Embedder) -> tuple[list[Asked], np.ndarray]:
    """What was asked since then, oldest first, and the vector of each; then what was asked again, and the searches.

    Documents that still wait for a vector by this maker are left for the next run. Ten queries, whatever was asked.
    """
    again = threads.asked_again(since)
    asked, vectors = _documents(since, embedder.maker, {each.leads_to for each in again})
    asked_again = _again(again, asked)
    typed = [_search(key, each) for key, each in searches.led_nowhere(since).items()]
    if further := asked_again + typed:
        asked += further
        vectors = np.vstack([vectors, embedder.embed([each.words for each in further])])
    return asked, vectors


def _documents(since: datetime, maker: str, led_to: Collection[Key]) -> tuple[list[Asked], np.ndarray]:
    """What was asked since then, and what duplicates lead to, whenever that was asked."""
    columns = (
        *("subject_type_id", "subject_id", "kind", "title", "language", "written_at", "audience", "is_solved"),
        *("topic_id", "vector"),
    )
    documents = Document.everything.filter(kind__in=KINDS, maker=maker, vector__isnull=False)
    within = documents.filter(written_at__gte=since)
    before = documents.filter(written_at__lt=since, subject_id__in=sorted({pk for _kind, pk in led_to}))
    # A vector comes as a list of Python's numbers, which takes twenty times its room: it is packed before the next one is read.
    rows = [
        (*row[:-1], np.asarray(row[-1], dtype=np.float32))
        for found in (before, within)
        for row in found.order_by("written_at", "pk").values_list(*columns).iterator(chunk_size=2_000)
        if found is within or row[:2] in led_to
    ]
    by_type: defaultdict[int, list[int]] = defaultdict(list)
    for kind, pk, *_rest in rows:
        by_type[kind].append(pk)
    minutes = _minutes_to_answer(by_type)
    tickets = _tickets(rows)
    asked = []
    for kind, pk, name, title, language, at, audience, is_solved, topic_id, _vector in rows:
        solved_at, channel = tickets.get(pk, (None, "")) if name == "ticket" else (None, ContactCost.COMMUNITY)
        took = minutes.get((kind, pk)) if solved_at is None else (solved_at - at).total_seconds() / 60
        asked.append(
            Asked(
                key=f"{name}:{pk}",
                words=title,
                language=language,
                at=at,
                is_public=audience == Audience.PUBLIC and name == "question",
                times=1 if at >= since else 0,
                is_solved=is_solved,
                minutes=took,
                channel=channel,
                topic_id=topic_id,
                subject=(kind, pk),
            )
        )
    return asked, np.stack([row[-1] for row in rows]) if rows else np.zeros((0, DIMENSIONS), dtype=np.float32)


def _again(again: Iterable[Again], asked: Iterable[Asked]) -> list[Asked]:
    """Each duplicate in its own words and on its own day, beside what it leads to; where that is not found, beside the first."""
    first = {each.subject: each for each in asked if each.subject is not None}
    found = []
    for each in again:
        root = first.get(each.leads_to)
        row = Asked(
            key=f"question:{each.question[1]}",
            words=each.words,
            language=each.language,
            at=each.at,
            is_public=each.is_public,
            is_solved=root is not None and root.is_solved,
            channel=ContactCost.COMMUNITY,
            topic_id=each.topic,
            subject=each.question,
            is_again=True,
            beside=root.key if root else "",
        )
        first.setdefault(each.leads_to, row)
        found.append(row)
    return found


def _search(key: str, searched: searches.Searched) -> Asked:
    return Asked(
        key=key,
        words=searched.text,
        language=searched.language,
        at=searched.last_at,
        is_public=False,
        times=max(searched.times, 1),
        is_search=True,
        channel=ContactCost.SEARCH,
    )


def _minutes_to_answer(by_type: dict[int, list[int]]) -> dict[tuple[int, int], float]:
    """How long the first answer took, where one was promised and given. One query for each kind of thing."""
    found: dict[tuple[int, int], float] = {}
    for kind, pks in by_type.items():
        clocks = Clock.objects.filter(promise=Promise.FIRST_ANSWER, subject_type=kind, subject_id__in=pks)
        for pk, started, ended in clocks.values_list("subject_id", "started_at", "kept_at"):
            if ended is not None:
                found[kind, pk] = (ended - started).total_seconds() / 60
    return found


def _tickets(rows: Iterable[tuple]) -> dict[int, tuple[datetime | None, str]]:
    pks = [pk for _kind, pk, name, *_rest in rows if name == "ticket"]
    tickets = Ticket.objects.filter(pk__in=pks).values_list("pk", "solved_at", "channel") if pks else ()
    return {pk: (solved_at, channel) for pk, solved_at, channel in tickets}
