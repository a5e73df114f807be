"""A night's mining: what was asked is gathered and grouped, each group is known again or new, and the rows say so.

It recomputes everything from rows; two runs in a row change nothing.
"""

import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from statistics import median

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from pgvector import HalfVector

from community.activity.models import Event
from community.lib import versions
from community.search.embedders import DIMENSIONS, Embedder, choice
from knowledgebase import threads
from knowledgebase.models import Article, CommonRequest, ContactCost, RequestItem
from knowledgebase.requests import searches
from knowledgebase.requests.coverage import Parts, Shelf, cover
from knowledgebase.requests.deciding import note_state
from knowledgebase.requests.gathering import Asked, gather
from knowledgebase.requests.grouping import SMALLEST, central, group, tightness_of
from knowledgebase.requests.identity import Fate, Known, follow
from knowledgebase.requests.wording import Phrases
from knowledgebase.threads import Key

# The share of wordings that are least like the others: none of them names a request.
AT_THE_EDGE = 0.25
_LOCK = zlib.crc32(b"knowledgebase.requests.mining")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Group:
    """What belongs together: rows of what was asked, and their vectors."""

    asked: list[Asked]
    vectors: np.ndarray
    members: frozenset[str] = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "members", frozenset(each.key for each in self.asked))

    @property
    def subjects(self) -> frozenset[Key]:
        return frozenset(each.subject for each in self.asked if each.subject is not None)

    @property
    def centroid(self) -> np.ndarray:
        middle = self.vectors.mean(axis=0)
        return middle / max(float(np.linalg.norm(middle)), 1e-6)


def mine(say: Say = lambda sentence: None, *, now: datetime | None = None) -> Fate | None:
    """Find the common requests of the last MINING_WEEKS anew. None where another process does it, or nothing makes vectors.

    One transaction; the rows of requests are locked only while they are written.
    """
    embedder = choice.current()
    if embedder is None:
        say("Nothing makes vectors yet, so nothing can be grouped.")
        return None
    now = now or timezone.now()
    with transaction.atomic():
        if not _alone():
            say("Another process does it.")
            return None
        asked, vectors = gather(now - timedelta(weeks=settings.MINING_WEEKS), embedder)
        say(f"{len(asked)} things were asked in {settings.MINING_WEEKS} weeks")
        known = _known(embedder)
        groups = _groups(asked, vectors, known, embedder)
        fate = follow(known, [each.members for each in groups], _centroids(groups))
        _write(groups, fate, asked, embedder, now)
        transaction.on_commit(partial(versions.bump, "requests"))
    say(f"{len(groups)} common requests: {len(fate.new)} new, {len(fate.merged)} merged, {len(fate.quiet)} quiet")
    return fate


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return cursor.fetchone()[0]


def _known(embedder: Embedder) -> list[Known]:
    """The requests that stand for themselves, as the last run left them. Two queries."""
    members: defaultdict[int, set[str]] = defaultdict(set)
    for request_id, key in RequestItem.objects.values_list("request_id", "key"):
        members[request_id].add(key)
    standing = CommonRequest.objects.standing().values_list("pk", "maker", "centroid")
    return [
        Known(pk, frozenset(members[pk]), np.asarray(centroid) if centroid and maker == embedder.maker else None)
        for pk, maker, centroid in standing
    ]


def _groups(asked: Sequence[Asked], vectors: np.ndarray, known: Sequence[Known], embedder: Embedder) -> list[Group]:
    """What was asked often enough, in groups; one language at a time, since nothing compares two.

    What was asked again is where that is which it leads to, whatever language it is in.
    """
    request_of = {member: each.pk for each in known for member in each.members}
    before = np.array([request_of.get(each.key, -1) for each in asked], dtype=np.intp)
    by_language: defaultdict[str, list[int]] = defaultdict(list)
    beside: defaultdict[str, list[int]] = defaultdict(list)
    for row, each in enumerate(asked):
        if each.beside:
            beside[each.beside].append(row)
        else:
            by_language[each.language.split("-")[0]].append(row)
    found: list[Group] = []
    for rows in by_language.values():
        labels = group(vectors[rows], tightness_of(embedder.maker), before[rows])
        of_group: defaultdict[int, list[int]] = defaultdict(list)
        for row, label in zip(rows, labels.tolist(), strict=True):
            of_group[label] += [row, *beside[asked[row].key]]
        found += [
            Group([asked[row] for row in members], vectors[members])
            for members in of_group.values()
            if sum(asked[row].times for row in members) >= SMALLEST
        ]
    return found


def _centroids(groups: Sequence[Group]) -> np.ndarray:
    return np.stack([each.centroid for each in groups]) if groups else np.zeros((0, DIMENSIONS), dtype=np.float32)


# -- Writing down what was found


def _write(groups: Sequence[Group], fate: Fate, asked: Sequence[Asked], embedder: Embedder, now: datetime) -> None:
    requests = {row.pk: row for row in CommonRequest.objects.standing().select_for_update().order_by("pk")}
    # Fetched beside the lock: an outer join cannot be locked.
    articles = Article.objects.in_bulk({row.article_id for row in requests.values() if row.article_id})
    for row in requests.values():
        row.article = articles.get(row.article_id) if row.article_id else None
    facts = _Facts(asked, groups, embedder, now)
    group_of = {number: requests[pk] for pk, number in fate.kept.items()}
    fresh: list[CommonRequest] = []
    for number in sorted(fate.new):
        request = CommonRequest(split_from_id=fate.split.get(number), created_at=now)
        facts.fill(request, groups[number])
        if request.is_found_now:  # looked for in vain once, and found before anybody had to look after it
            continue
        request.save()
        group_of[number] = request
        fresh.append(request)
    for pk, number in fate.kept.items():
        before, was_quiet_since = requests[pk].state, requests[pk].quiet_since
        facts.fill(requests[pk], groups[number])
        requests[pk].save()
        note_state(requests[pk], before)
        requests[pk].close_if_found(was_quiet_since)
    for request in fresh:
        _note("found", request, **({"split_from": request.split_from_id} if request.split_from_id else {}))
    _merge(requests, fate)
    for pk in fate.quiet:
        _fall_quiet(requests[pk], now)
    _write_items(groups, group_of, facts)


def _merge(requests: dict[int, CommonRequest], fate: Fate) -> None:
    """Lead those that were taken in to the one that stays; what somebody had decided about them goes along if it has none."""
    for pk, into in fate.merged.items():
        request, stays = requests[pk], requests[into] if into in requests else CommonRequest.objects.get(pk=into)
        request.merged_into, request.quiet_since = stays, None
        request.save(update_fields=["merged_into", "quiet_since"])
        # Whatever led here leads on in one step.
        CommonRequest.objects.filter(merged_into=request).update(merged_into=stays)
        taken = {name: getattr(request, name) for name in ("owner_id", "due_on") if getattr(request, name)}
        if taken and stays.owner_id is None:
            for name, value in taken.items():
                setattr(stays, name, value)
            stays.save(update_fields=["owner", "due_on"])
        _note("merged", request, into=stays.pk)


def _fall_quiet(request: CommonRequest, now: datetime) -> None:
    """Nobody asks for it any more: it is kept, with all that was decided, and comes back when somebody does."""
    if request.quiet_since is not None:
        return
    request.quiet_since = now
    request.volume = request.public_volume = request.asked_count = request.solved_count = 0
    request.cost = request.savings = 0.0
    request.weeks = [0] * len(request.weeks)
    request.save()
    _note("quiet", request)


def _write_items(groups: Sequence[Group], group_of: dict[int, CommonRequest], facts: "_Facts") -> None:
    found_before = dict(RequestItem.objects.exclude(found_at=None).values_list("key", "found_at"))
    rows = []
    for number, each in enumerate(groups):
        if number not in group_of:
            continue
        likeness = each.vectors @ each.centroid
        for asked, like in zip(each.asked, likeness.tolist(), strict=True):
            kind, pk = asked.subject or (None, None)
            rows.append(
                RequestItem(
                    request=group_of[number],
                    key=asked.key,
                    subject_type_id=kind,
                    subject_id=pk,
                    times=asked.times,
                    likeness=like,
                    asked_at=asked.at,
                    words=asked.words[:200] if asked.is_search else "",
                    found_at=found_before.get(asked.key, facts.now) if facts.finds(asked) else None,
                )
            )
    RequestItem.objects.all().delete()
    RequestItem.objects.bulk_create(rows, batch_size=2_000)


def _note(verb: str, request: CommonRequest, **data) -> None:
    Event.record(f"{request.noun}.{verb}", actor=None, subject=request, topic=request.topic, **data)


class _Facts:
    """What a run knows beside the groups: articles, costs, how rare phrases are. Ten queries when it is made."""

    def __init__(self, asked: Sequence[Asked], groups: Sequence[Group], embedder: Embedder, now: datetime):
        self._embedder, self.now = embedder, now
        self._found: dict[str, bool] = {}
        self._shelf = Shelf.of(embedder, now - timedelta(weeks=settings.MINING_WEEKS))
        self._grouped = frozenset[Key]().union(*(each.subjects for each in groups))
        self._leads_to = threads.of_posts(self._grouped)
        self._costs = ContactCost.by_channel()
        self._phrases = Phrases([each.words for each in asked if each.is_public])

    def fill(self, request: CommonRequest, found: Group) -> None:
        """Write into `request` what its group says, and decide its state. The caller saves."""
        self._name(request, found)
        self._count(request, found)
        self._cover(request, found)
        request.centroid, request.maker = HalfVector(found.centroid.tolist()), self._embedder.maker
        request.mined_at, request.quiet_since = self.now, None
        request.decide()

    def finds(self, asked: Asked) -> bool:
        """Whether it is a search that finds something now. At most five queries, once for each."""
        if asked.is_search and asked.key not in self._found:
            self._found[asked.key] = searches.finds_something(asked.words)
        return self._found.get(asked.key, False)

    def _name(self, request: CommonRequest, found: Group) -> None:
        request.inner_title = found.asked[central(found.vectors)].words[:200]
        topics = Counter(each.topic_id for each in found.asked if each.topic_id)
        request.topic_id = topics.most_common(1)[0][0] if topics else None
        request.language = Counter(each.language for each in found.asked).most_common(1)[0][0]
        public = [row for row, each in enumerate(found.asked) if each.is_public]
        # Whether its words may still be read is asked of the index, which has no duplicates.
        naming = [row for row in public if not found.asked[row].is_again]
        request.phrases = [phrase[:100] for phrase in self._phrases.telling([found.asked[row].words for row in public])]
        if request.titled_by_id is not None:
            return
        request.title, request.title_from_type_id, request.title_from_id = "", None, None
        likeness = found.vectors @ found.centroid
        row = max(naming, key=lambda row: likeness[row], default=None)
        # Most like all wordings, private ones too; not one at the edge, which would name something else. What was asked again
        # asks for the same, however it says so: no question is at the edge for that.
        apart = likeness[[not each.is_again for each in found.asked]]
        if row is not None and likeness[row] >= np.quantile(apart, AT_THE_EDGE):
            request.title = found.asked[row].words[:200]
            request.title_from_type_id, request.title_from_id = found.asked[row].subject or (None, None)

    def _count(self, request: CommonRequest, found: Group) -> None:
        answered = [each for each in found.asked if not each.is_search and each.times]
        minutes = [each.minutes for each in answered if each.minutes is not None]
        request.volume = sum(each.times for each in found.asked)
        request.public_volume = sum(each.times for each in found.asked if each.is_public)
        request.asked_count, request.solved_count = len(answered), sum(each.is_solved for each in answered)
        request.median_minutes = round(median(minutes)) if minutes else None
        request.last_asked_at = max(each.at for each in found.asked if each.times)
        usual = settings.COST_PER_CONTACT
        request.cost = sum(each.times * self._costs.get(each.channel, usual) for each in found.asked)
        weeks = [0] * settings.MINING_WEEKS
        for each in found.asked:
            ago = max((self.now - each.at).days // 7, 0)
            if ago <= len(weeks):  # a search that still finds nothing may be older
                weeks[-1 - min(ago, len(weeks) - 1)] += each.times
        request.weeks = weeks
        request.open_searches = sum(each.is_search and not self.finds(each) for each in found.asked)

    def _cover(self, request: CommonRequest, found: Group) -> None:
        parts = Parts(
            subjects=found.subjects,
            questions=frozenset(self._leads_to[key] for key in found.subjects if key in self._leads_to),
            vectors=found.vectors,
            asked=[(each.at, each.times) for each in found.asked],
        )
        cover(request, parts, self._shelf, elsewhere=self._grouped)
