"""What suggestions saved in a quarter, measured; and what people said about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db.models import CharField, Count, IntegerField, Min, Q, Value
from django.utils import timezone

from community.insights.deflection.intervals import Interval, difference, total
from community.insights.deflection.money import costs
from community.insights.scope import Scope
from community.insights.window import Window
from community.lib.quarters import Quarter
from forum.models import Exposure, Question, Suggestion
from forum.models.exposure import SETTLED_AFTER
from knowledgebase.models import Article

FEWEST = 50  # members in each group: with fewer, one of them moves a share by more than two in a hundred
MOST_THINGS = 50
_MONTH = timedelta(days=365.2425 / 12)


@dataclass(frozen=True)
class Group:
    """Members whose seven days are over, and how many of them made contact, by channel."""

    members: int = 0
    by_channel: Mapping[str, int] = field(default_factory=dict)

    @property
    def contacts(self) -> int:
        return sum(self.by_channel.values())


@dataclass(frozen=True)
class Saved:
    """What was saved by one channel: as a share of members, in contacts a month, in money a month."""

    channel: str
    held_out: int
    suggested: int
    cost: float
    share: Interval
    contacts: Interval
    money: Interval


@dataclass(frozen=True)
class Measured:
    """Both groups of a quarter. What follows from them is there once both are large enough."""

    held_out: Group
    suggested: Group
    still_open: int = 0
    months: float = 1.0
    costs: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_enough(self) -> bool:
        return min(self.held_out.members, self.suggested.members) >= FEWEST

    @property
    def lacking(self) -> int | None:
        """About how many more members it takes, as many being held out as now; None when nobody is held out."""
        part = settings.HELD_OUT_PERCENT / 100
        if not part:
            return None
        return max(
            ceil(max(0, FEWEST - self.held_out.members) / part),
            ceil(max(0, FEWEST - self.suggested.members) / (1 - part)),
        )

    @property
    def share(self) -> Interval:
        """Of one member: how much less often they make contact."""
        held_out, suggested = self.held_out, self.suggested
        return difference(held_out.contacts, held_out.members, suggested.contacts, suggested.members)

    @property
    def contacts(self) -> Interval:
        """Contacts a month."""
        return self._a_month(self.share)

    @property
    def money(self) -> Interval:
        """Money a month."""
        return total(each.money for each in self.channels)

    @property
    def channels(self) -> list[Saved]:
        """The same by channel."""
        return [self._by(channel, cost) for channel, cost in self.costs.items()]

    def _by(self, channel: str, cost: float) -> Saved:
        without, shown = self.held_out.by_channel.get(channel, 0), self.suggested.by_channel.get(channel, 0)
        share = difference(without, self.held_out.members, shown, self.suggested.members)
        contacts = self._a_month(share)
        return Saved(channel, without, shown, cost, share, contacts, contacts.times(cost))

    def _a_month(self, share: Interval) -> Interval:
        return share.times(self.suggested.members / self.months)


@dataclass(frozen=True)
class Thing:
    """An article or a question that was shown before somebody asked, or an article that was read before it.

    `subject` is None for what the reader may not see. `read_and_asked` is None for a question: nobody notes who read it.
    """

    name: str
    subject: Article | Question | None
    looks: int
    answered: int
    asked: int
    read_and_asked: int | None


@dataclass(frozen=True)
class Said:
    """Looks that ended with a button, questions asked after reading an article, and the things of which most is known."""

    looks: int
    answered: int
    asked: int
    read_and_asked: int
    things: list[Thing]


def measure(quarter: Quarter, window: Window, scope: Scope, now: datetime | None = None) -> Measured:
    """What the two groups of a quarter did. Two queries."""
    ways = Exposure.Contact
    asked = {
        f"{name}_{contact}": Count("pk", filter=Q(is_held_out=name == "held_out", contact=contact))
        for name in ("held_out", "suggested")
        for contact in ways
    }
    found = scope.exposures(window).aggregate(**asked, still_open=Count("pk", filter=Q(contact=None)), first=Min("at"))

    def group(name: str) -> Group:
        counts = {contact: found[f"{name}_{contact}"] for contact in ways}
        return Group(sum(counts.values()), {name: n for name, n in counts.items() if name != ways.NONE})

    months = 1.0
    if found["first"] is not None:
        until = min(quarter.until, (now or timezone.now()) - SETTLED_AFTER)
        months = max((until - found["first"]) / _MONTH, timedelta(days=1) / _MONTH)
    return Measured(group("held_out"), group("suggested"), found["still_open"], months, costs())


def said(window: Window, scope: Scope) -> Said:
    """What people said when they were shown something just before posting, and what they had read. Four queries."""
    looks = scope.deflections(window)
    ended = looks.aggregate(
        looks=Count("pk"),
        answered=Count("pk", filter=Q(outcome="answered")),
        asked=Count("pk", filter=Q(question__isnull=False)),
    )
    found = _by_thing(looks, scope.asked_after_reading(window))
    pks = {kind: [pk for name, pk in found if name == kind] for kind in ("article", "question")}
    subjects = {
        "article": Article.objects.visible_to(scope.person).in_bulk(pks["article"]),
        "question": Question.objects.visible_to(scope.person).in_bulk(pks["question"]),
    }
    things = [
        Thing(f"{name}-{pk}", subjects[name].get(pk), looks, answered, asked, read if name == "article" else None)
        for (name, pk), (looks, answered, asked, read) in found.items()
    ]
    read = sum(thing.read_and_asked or 0 for thing in things)
    return Said(ended["looks"], ended["answered"], ended["asked"], read, things)


def _by_thing(looks, asked_after_reading) -> dict[tuple[str, int], list[int]]:
    """How often each was shown, answered, was asked anyway, and read before a question; what answered most first. One query."""
    nothing = Value(0, IntegerField())
    shown = (
        Suggestion.objects.filter(deflection__in=looks)
        .order_by()
        .values_list("subject_type__model", "subject_id")
        .annotate(
            looks=Count("pk"),
            answered=Count("pk", filter=Q(helped=True)),
            asked=Count("pk", filter=Q(deflection__question__isnull=False)),
            read=nothing,
        )
        .order_by("-answered", "-asked", "subject_type__model", "subject_id")[:MOST_THINGS]
    )
    read = (
        asked_after_reading.order_by()
        .annotate(name=Value("article", CharField()))
        .values_list("name", "after_article")
        .annotate(looks=nothing, answered=nothing, asked=nothing, read=Count("pk"))
    )
    found: dict[tuple[str, int], list[int]] = {}
    for name, pk, *counts in shown.union(read, all=True):
        before = found.get((name, pk), [0] * len(counts))
        found[name, pk] = [a + b for a, b in zip(before, counts, strict=True)]
    return dict(sorted(found.items(), key=lambda row: (-row[1][1], -row[1][2], -row[1][3], row[0])))
