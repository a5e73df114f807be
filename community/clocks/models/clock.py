"""Clock: a promise that runs."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, Func, OuterRef, Q, Subquery, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Topic
from community.clocks.hours import WorkingHours
from community.clocks.models.target import Promise, ServiceTarget


class Stop(models.TextChoices):
    """Why a clock stands still. Several may hold at once; it runs on when the last is over."""

    NEEDS_INFO = "needs-info", _("waits for detail from the asker")
    CUSTOMER = "customer", _("waits for the customer")
    INCIDENT = "incident", _("waits for the end of an incident")


class ClockQuerySet(models.QuerySet):
    # "The promise still stands and nobody has kept it."
    def running(self):
        return self.filter(kept_at=None, settled_at=None, paused_at=None)

    def open(self):
        """Running or stopped: not kept, not settled."""
        return self.filter(kept_at=None, settled_at=None)

    # "Past its promise."
    def overdue(self, now=None):
        return self.running().filter(due_at__lte=now or timezone.now())

    def of(self, subject: models.Model):
        """The clocks of a row."""
        return self.of_many(type(subject), [subject.pk])

    def of_many(self, model: type[models.Model], pks: Iterable):
        """The clocks of many rows of one model; `pks` may be a queryset of ids."""
        return self.filter(subject_type=ContentType.objects.get_for_model(model), subject_id__in=pks)

    def stop(self, why: str) -> None:
        """Let the clocks stand still. Doing it twice changes nothing; one that is past its time runs on. Two queries."""
        now = timezone.now()
        standing = self.open().exclude(paused_at=None)
        standing.exclude(stopped_for__contains=[why]).update(
            stopped_for=Func("stopped_for", Value(str(why)), function="array_append")
        )
        self.running().filter(broken_at=None, due_at__gt=now).update(paused_at=now, stopped_for=[why])

    def run_on(self, why: str) -> None:
        """`why` is over: clocks that stood for nothing else run on, with the working time that they had left.

        Locks them. Two queries, and two for each calendar among their targets.
        """
        now = timezone.now()
        hours: dict[int, WorkingHours] = {}
        with transaction.atomic():
            standing = list(
                self.open()
                .filter(stopped_for__contains=[why])
                .select_for_update(of=("self",))
                .select_related("target__calendar")
                .order_by("id")
            )
            for clock in standing:
                clock.stopped_for = [reason for reason in clock.stopped_for if reason != why]
                if not clock.stopped_for:
                    clock.due_at = clock._due_after_standing(now, hours)
                    clock.paused_at = None
            self.bulk_update(standing, ["stopped_for", "due_at", "paused_at"], batch_size=500)


class Clock(models.Model):
    """A promise that runs: from when, until when, and whether it was kept.

    Ends in one of two ways: kept (what was promised happened) or settled (there is nothing left to promise).
    """

    Promise = Promise
    Stop = Stop

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    promise = models.CharField(_("promise"), max_length=20, choices=Promise)
    target = models.ForeignKey(ServiceTarget, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    due_at = models.DateTimeField(_("due"))
    paused_at = models.DateTimeField(_("stands still since"), null=True, blank=True)
    stopped_for = ArrayField(
        models.CharField(max_length=20, choices=Stop), verbose_name=_("stands still because"), default=list, blank=True
    )
    kept_at = models.DateTimeField(_("kept"), null=True, blank=True)
    broken_at = models.DateTimeField(_("broken"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "promise"],
                condition=Q(kept_at=None, settled_at=None),
                name="clock_open_once",
            ),
            models.CheckConstraint(
                condition=Q(paused_at=None, stopped_for=[]) | (Q(paused_at__isnull=False) & ~Q(stopped_for=[])),
                name="clock_stands_still_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(kept_at=None) | Q(settled_at=None), name="clock_ends_in_one_way"),
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="clock_subject"),
            models.Index(
                fields=["due_at"],
                name="clock_due",
                condition=Q(kept_at=None, settled_at=None, paused_at=None, broken_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.promise} of {self.subject_type.model} {self.subject_id}"

    @property
    def is_open(self) -> bool:
        return self.kept_at is None and self.settled_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.paused_at is None and self.due_at <= timezone.now()

    def in_words(self, now: datetime | None = None) -> str:
        """The promise as its asker reads it: “A person answers by Tuesday 14:00.” Empty when nothing is owed any more."""
        if not self.is_open:
            return ""
        if self.paused_at is not None:
            return str(_STANDS_STILL[Stop(self.stopped_for[-1])])
        now = now or timezone.now()
        sentences = _DUE if self.due_at > now else _LATE
        return sentences[Promise(self.promise)] % {"when": moment_in_words(self.due_at, now)}

    # -- Verbs

    @classmethod
    def start(cls, subject: models.Model, promise: str, *, topic: Topic | None = None) -> "Clock | None":
        """Start the clock of a promise, by its service target; None when there is no target. Starting twice starts once."""
        target = ServiceTarget.for_promise(promise, topic)
        if target is None:
            return None
        now = timezone.now()
        clock, _made = cls.objects.get_or_create(
            subject_type=ContentType.objects.get_for_model(subject),
            subject_id=subject.pk,
            promise=promise,
            kept_at=None,
            settled_at=None,
            defaults={"topic": topic, "target": target, "started_at": now, "due_at": target.due_after(now)},
        )
        return clock

    @classmethod
    def keep(cls, subject: models.Model, promise: str) -> None:
        """What was promised has happened."""
        cls.objects.of(subject).open().filter(promise=promise).update(
            kept_at=timezone.now(), paused_at=None, stopped_for=[]
        )

    @classmethod
    def settle(cls, subject: models.Model) -> None:
        """Nothing is left to promise: solved, ended, hidden or a duplicate."""
        cls.objects.of(subject).open().update(settled_at=timezone.now(), paused_at=None, stopped_for=[])

    @classmethod
    def reopen(cls, subject: models.Model, promise: str) -> None:
        """What had ended the promise is gone: its newest clock runs again, due when it was. Nothing while one is open."""
        newest = cls.objects.of(subject).filter(promise=promise).order_by("-started_at", "-id").first()
        if newest is not None and not newest.is_open:
            newest.kept_at = newest.settled_at = None
            newest.save(update_fields=["kept_at", "settled_at"])

    @classmethod
    def follow_topic(cls, subject: models.Model, topic: Topic) -> None:
        """Its open clocks go by the target of `topic`, where that ends sooner; what has been promised is never put off.

        A promise that is broken stays broken, and one without a target stays as it is. Locks the clocks.
        """
        now = timezone.now()
        with transaction.atomic():
            for clock in cls.objects.of(subject).open().exclude(topic=topic).select_for_update().order_by("id"):
                clock.topic = topic
                target = ServiceTarget.for_promise(clock.promise, topic)
                due_at = target.due_after(clock.paused_at or now) if target is not None else clock.due_at
                if clock.broken_at is None and due_at < clock.due_at:
                    clock.target, clock.due_at = target, due_at
                clock.save(update_fields=["topic", "target", "due_at"])

    @classmethod
    def pause(cls, subject: models.Model, why: str = Stop.NEEDS_INFO) -> None:
        """Stop the clocks of a row: it waits for its asker, or for an incident."""
        cls.objects.of(subject).stop(why)

    @classmethod
    def resume(cls, subject: models.Model, why: str = Stop.NEEDS_INFO) -> None:
        """`why` is over: the clocks run on, unless they stand for another reason too."""
        cls.objects.of(subject).run_on(why)

    @classmethod
    def note_broken(cls, now: datetime | None = None, *, limit: int = 200) -> int:
        """Write down, once each, which promises are past their time; returns how many. Safe when two do it at once.

        A transaction for each `limit` of them: what a worker that is killed had not committed, the next one does.
        """
        total = 0
        while found := cls._note_some_broken(now or timezone.now(), limit):
            total += found
        return total

    @classmethod
    def _note_some_broken(cls, now: datetime, limit: int) -> int:
        with transaction.atomic():
            broken = list(
                cls.objects.overdue(now)
                .filter(broken_at=None)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("topic")
                .prefetch_related("subject")
                .order_by("due_at")[:limit]
            )
            for clock in broken:
                clock.broken_at = now
                clock.save(update_fields=["broken_at"])
                Event.record(
                    "clocks.promise.broken", actor=None, subject=clock, topic=clock.topic, promise=clock.promise
                )
        return len(broken)

    # -- What other rooms ask

    def page_keys(self) -> tuple[str, ...]:
        """The pages that show what was promised about."""
        page_keys = getattr(self.subject, "page_keys", None)
        return page_keys() if page_keys is not None else ()

    def _due_after_standing(self, now: datetime, hours: dict[int, WorkingHours]) -> datetime:
        """When the clock is due if it runs on now: the time that was left, counted as its target counts. Fills `hours`."""
        stood_since = self.paused_at or now
        if self.target is None or self.target.calendar is None:
            return self.due_at + (now - stood_since)
        calendar = self.target.calendar
        if calendar.pk not in hours:
            hours[calendar.pk] = calendar.hours()
        counted = hours[calendar.pk]
        return counted.add(now, counted.between(stood_since, self.due_at))


def with_promise(rows: models.QuerySet, promise: str = Promise.FIRST_ANSWER) -> models.QuerySet:
    """`rows` with `promise_due_at` (None when nothing is owed, or the clock stands still) and `promise_is_overdue`.

    Both come with the rows themselves: no further query, for a list of any length.
    """
    kind = ContentType.objects.get_for_model(rows.model)
    clocks = Clock.objects.running().filter(subject_type=kind, subject_id=OuterRef("pk"), promise=promise)
    return rows.annotate(
        promise_due_at=Subquery(clocks.values("due_at")[:1]),
        promise_is_overdue=Exists(clocks.filter(due_at__lte=timezone.now())),
    )


def moment_in_words(moment: datetime, now: datetime) -> str:
    """“Tuesday 14:00” within the week around `now`, else “12 March 14:00”; in the reader's time zone."""
    here = timezone.localtime(moment)
    near = abs((here.date() - timezone.localtime(now).date()).days) < 7
    return date_format(here, "l H:i" if near else "j F H:i")


_DUE = {
    Promise.ACKNOWLEDGEMENT: _("Somebody looks at it by %(when)s."),
    Promise.FIRST_ANSWER: _("A person answers by %(when)s."),
    Promise.OUTCOME: _("It is settled by %(when)s."),
}
_LATE = {
    Promise.ACKNOWLEDGEMENT: _(
        "Somebody should have looked at it by %(when)s. We are late, and our support team has been told."
    ),
    Promise.FIRST_ANSWER: _(
        "A person should have answered by %(when)s. We are late, and our support team has been told."
    ),
    Promise.OUTCOME: _("It should have been settled by %(when)s. We are late, and our support team has been told."),
}
_STANDS_STILL = {
    Stop.NEEDS_INFO: _("The promise waits for the detail that was asked for."),
    Stop.CUSTOMER: _("The promise waits for your reply."),
    Stop.INCIDENT: _("The promise waits until the incident is over."),
}
