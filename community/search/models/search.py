"""Search: what somebody looked for and how it ended, without who it was. SearchDay: the figures of a day, kept for ever."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic
from community.content.private_facts import find, masked
from community.search.folding import words

KEPT_FOR = timedelta(days=90)
# How a search may have ended: for rows, for figures and for the lists behind them.
FOUND = Q(results__gt=0)
NOWHERE = Q(results=0, is_narrowed=False)
PASSED_OVER = FOUND & Q(clicked=None)
ASKED = Q(became_question=True)


class SearchQuerySet(models.QuerySet):
    # "Nothing was found, although nothing narrowed it."
    def to_nowhere(self):
        return self.filter(NOWHERE)

    def since(self, moment: datetime):
        return self.filter(at__gte=moment)

    def by_words(self):
        """Each thing that was looked for once: the words in order of writing most used, how often, and how it ended.

        Rows of `folded`, `language`, `times`, `nowhere`, `opened`, `became_questions`, `last_at`, `query`.
        """
        return (
            self.order_by()
            .values("folded", "language")
            .annotate(
                times=Count("id"),
                nowhere=Count("id", NOWHERE),
                opened=Count("clicked"),
                became_questions=Count("id", ASKED),
                last_at=models.Max("at"),
                query=models.Max("query"),
            )
        )

    def forget(self, now: datetime | None = None) -> int:
        """Delete whole days older than 90 days, whose figures are counted by then. Returns how many rows went."""
        return self.filter(at__lt=_first_kept(now)).delete()[0]


class Search(models.Model):
    """One search. Nothing on the row says who it was: no member, no network, no browser.

    `shown` names what the page showed in its order ("question-12"), of which the first `results` fit; `clicked` is the place
    of what was opened first. That it became a question is known, but not which one: its asker would be known with it.
    Private facts are taken out of the words before they are kept. It is a log and no deed of anybody, so it records no event.
    """

    LONGEST = 200

    # Drawn when the page is made: it is one row, however often the page is shown again or something on it is opened.
    flow = models.UUIDField(unique=True, editable=False)
    query = models.CharField(_("searched for"), max_length=LONGEST)
    folded = models.CharField(max_length=LONGEST, editable=False)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic"))
    is_narrowed = models.BooleanField(_("narrowed by a filter"), default=False)
    results = models.PositiveSmallIntegerField(_("found"))
    shown = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    clicked = models.PositiveSmallIntegerField(_("place of what was opened"), null=True, blank=True)
    became_question = models.BooleanField(_("became a question"), default=False)
    at = models.DateTimeField(default=timezone.now)

    objects = SearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search")
        verbose_name_plural = _("searches")
        constraints = [
            models.CheckConstraint(condition=~Q(folded=""), name="search_has_words"),
            models.CheckConstraint(condition=Q(clicked=None) | Q(clicked__gte=1), name="search_clicked_from_one"),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="search_when"),
            models.Index(fields=["folded", "language"], name="search_words"),
        ]

    def __str__(self):
        return self.query

    @classmethod
    def note(cls, flow, *, query: str, results: int, shown: Sequence[str], **facts) -> "Search | None":
        """Write down a search, once for each `flow`; None for one without a word in it. Two queries at most."""
        query = " ".join(masked(query, find(query)).split())[: cls.LONGEST]
        folded = " ".join(words(query))[: cls.LONGEST]
        if not folded:
            return None
        facts |= {"query": query, "folded": folded, "results": results, "shown": list(shown)}
        return Search.objects.bulk_create([Search(flow=flow, **facts)], ignore_conflicts=True)[0]

    @classmethod
    def note_opened(cls, flow, place: int) -> bool:
        """Something on the page was opened; what was opened first stays. Whether this was the first. One query."""
        return bool(cls.objects.filter(flow=flow, clicked=None).update(clicked=place))

    @classmethod
    def note_asked(cls, flow) -> bool:
        """It ended in a question, or in a case. Whether there is such a search. One query."""
        return bool(cls.objects.filter(flow=flow).update(became_question=True))


class SearchDay(models.Model):
    """What the searches of a day came to, in one language. Counted anew from rows while there are rows."""

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=10)
    searches = models.PositiveIntegerField(_("searches"))
    nowhere = models.PositiveIntegerField(_("found nothing"))
    found = models.PositiveIntegerField(_("found something"))
    opened = models.PositiveIntegerField(_("something was opened"))
    became_questions = models.PositiveIntegerField(_("became questions"))

    class Meta:
        ordering = ["-day", "language"]
        verbose_name = _("day of searches")
        verbose_name_plural = _("days of searches")
        constraints = [models.UniqueConstraint(fields=["day", "language"], name="search_day_once")]

    def __str__(self):
        return f"{self.day} {self.language}"

    @classmethod
    def count(cls, now: datetime | None = None) -> None:
        """Count each day of which all rows are there anew. Two queries, whatever their number."""
        days = (
            Search.objects.filter(at__gte=_first_kept(now))
            .order_by()
            .values("language", day=TruncDate("at"))
            .annotate(
                searches=Count("id"),
                nowhere=Count("id", NOWHERE),
                found=Count("id", FOUND),
                opened=Count("clicked"),
                became_questions=Count("id", ASKED),
            )
        )
        with transaction.atomic():
            SearchDay.objects.bulk_create(
                [SearchDay(**day) for day in days],
                update_conflicts=True,
                unique_fields=["day", "language"],
                update_fields=["searches", "nowhere", "found", "opened", "became_questions"],
            )


def _first_kept(now: datetime | None) -> datetime:
    """The beginning of the first day whose rows are all kept."""
    first = timezone.localtime((now or timezone.now()) - KEPT_FOR)
    return first.replace(hour=0, minute=0, second=0, microsecond=0)
