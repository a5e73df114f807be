"""Promises with a due time: the rule that sets it, the hours that count, and the clock that runs."""

from datetime import datetime, timedelta
from functools import partial

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Topic
from community.clocks.hours import add_working_time
from community.lib import versions


class Calendar(models.Model):
    """Working hours of a team: windows per weekday in one time zone, and days off."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def __str__(self):
        return self.name


class WorkingWindow(models.Model):
    """One window of a weekday (Monday is 0) in which the clock runs; a day may have several."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=sorted(WEEKDAYS.items()))
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("to"))

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [models.CheckConstraint(condition=Q(closes__gt=models.F("opens")), name="window_closes_later")]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class DayOff(models.Model):
    """A day on which the clock does not run."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days_off")
    date = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=80, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="day_off_once")]

    def __str__(self):
        return f"{self.date} {self.name}"


class Promise(models.TextChoices):
    """What may be promised about a question or a case."""

    ACKNOWLEDGEMENT = "acknowledgement", _("somebody has seen it")
    FIRST_ANSWER = "first-answer", _("a person answers")
    OUTCOME = "outcome", _("it is settled")


class ServiceTarget(models.Model):
    """The rule that sets a promise: so many minutes of working time, for a topic or for all."""

    promise = models.CharField(_("promise"), max_length=20, choices=Promise)
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="service_targets")
    minutes = models.PositiveIntegerField(_("minutes"))
    calendar = models.ForeignKey(
        Calendar, models.SET_NULL, null=True, blank=True, related_name="+", help_text=_("Empty: round the clock.")
    )

    class Meta:
        verbose_name = _("service target")
        verbose_name_plural = _("service targets")
        constraints = [
            models.UniqueConstraint(fields=["promise", "topic"], nulls_distinct=False, name="service_target_once")
        ]

    def __str__(self):
        return f"{self.promise}: {self.minutes} min" + (f" ({self.topic})" if self.topic_id else "")

    @classmethod
    def for_promise(cls, promise: str, topic: Topic | None) -> "ServiceTarget | None":
        """The target of the topic, else the general one, else None. One query."""
        return (
            cls.objects.filter(Q(topic=topic) | Q(topic=None), promise=promise)
            .select_related("calendar")
            .order_by(models.F("topic").asc(nulls_last=True))
            .first()
        )

    def due_after(self, start: datetime) -> datetime:
        """When `minutes` of working time after `start` are over."""
        if self.calendar is None:
            return start + timedelta(minutes=self.minutes)
        return add_working_time(start, timedelta(minutes=self.minutes), self.calendar)


class ClockQuerySet(models.QuerySet):
    # "The promise still stands and nobody has kept it."
    def running(self):
        return self.filter(kept_at=None, settled_at=None, paused_at=None)

    def open(self):
        """Running or paused: not kept, not settled."""
        return self.filter(kept_at=None, settled_at=None)

    # "Past its promise."
    def overdue(self, now=None):
        return self.running().filter(due_at__lte=now or timezone.now())

    def of(self, subject: models.Model):
        """The clocks of a row."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)


class Clock(models.Model):
    """A promise that runs: from when, until when, and whether it was kept.

    Ends in one of two ways: kept (what was promised happened) or settled (there is nothing left to promise).
    """

    Promise = Promise

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    promise = models.CharField(_("promise"), max_length=20, choices=Promise)
    target = models.ForeignKey(ServiceTarget, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(_("due"))
    paused_at = models.DateTimeField(_("stopped since"), null=True, blank=True)
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
            )
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
    def is_overdue(self) -> bool:
        return (
            self.kept_at is None
            and self.settled_at is None
            and self.paused_at is None
            and self.due_at <= timezone.now()
        )

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
        cls.objects.of(subject).open().filter(promise=promise).update(kept_at=timezone.now(), paused_at=None)

    @classmethod
    def settle(cls, subject: models.Model) -> None:
        """Nothing is left to promise: solved, ended, hidden or a duplicate."""
        cls.objects.of(subject).open().update(settled_at=timezone.now(), paused_at=None)

    @classmethod
    def pause(cls, subject: models.Model) -> None:
        """Stop the clocks of a row: it waits for its asker, or for an incident."""
        cls.objects.of(subject).running().filter(broken_at=None).update(paused_at=timezone.now())

    @classmethod
    def resume(cls, subject: models.Model) -> None:
        """Let the clocks run on: each is due later by as long as it stood."""
        now = timezone.now()
        cls.objects.of(subject).open().exclude(paused_at=None).update(
            due_at=models.F("due_at") + (models.Value(now, models.DateTimeField()) - models.F("paused_at")),
            paused_at=None,
        )

    @classmethod
    def note_broken(cls, now: datetime | None = None, *, limit: int = 200) -> int:
        """Write down, once each, which promises are past their time; returns how many. Safe when two do it at once."""
        now = now or timezone.now()
        with transaction.atomic():
            broken = list(
                cls.objects.overdue(now)
                .filter(broken_at=None)
                .select_for_update(skip_locked=True, of=("self",))
                .select_related("topic")
                .order_by("due_at")[:limit]
            )
            for clock in broken:
                clock.broken_at = now
                clock.save(update_fields=["broken_at"])
                Event.record(
                    "clocks.promise.broken", actor=None, subject=clock, topic=clock.topic, promise=clock.promise
                )
                subject = clock.subject
                if subject is not None and hasattr(subject, "page_keys"):
                    transaction.on_commit(partial(versions.bump, *subject.page_keys()))
        return len(broken)
