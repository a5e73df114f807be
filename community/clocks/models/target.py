"""ServiceTarget: the rule that sets a promise."""

from datetime import datetime, timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic
from community.clocks.models.calendar import Calendar


class Promise(models.TextChoices):
    """What may be promised about a question or a case."""

    ACKNOWLEDGEMENT = "acknowledgement", _("somebody has seen it")
    FIRST_ANSWER = "first-answer", _("a person answers")
    OUTCOME = "outcome", _("it is settled")


class ServiceTarget(models.Model):
    """So many minutes of working time, for a topic or for all. A fresh site has one: a person answers within a day."""

    promise = models.CharField(_("promise"), max_length=20, choices=Promise)
    topic = models.ForeignKey(
        Topic,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="service_targets",
        verbose_name=_("topic"),
        help_text=_("Empty: for every topic that has no target of its own."),
    )
    minutes = models.PositiveIntegerField(_("minutes"), validators=[MinValueValidator(1)])
    calendar = models.ForeignKey(
        Calendar,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("working hours"),
        help_text=_("Empty: round the clock."),
    )

    class Meta:
        ordering = ["promise", F("topic__name").asc(nulls_first=True)]
        verbose_name = _("service target")
        verbose_name_plural = _("service targets")
        constraints = [
            models.UniqueConstraint(fields=["promise", "topic"], nulls_distinct=False, name="service_target_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="service_target_takes_time"),
        ]

    def __str__(self):
        return f"{self.get_promise_display()}: {self.minutes} min" + (f" ({self.topic})" if self.topic_id else "")

    @classmethod
    def for_promise(cls, promise: str, topic: Topic | None) -> "ServiceTarget | None":
        """The target of the topic, else the general one, else None. One query."""
        return (
            cls.objects.filter(Q(topic=topic) | Q(topic=None), promise=promise)
            .select_related("calendar")
            .order_by(F("topic").asc(nulls_last=True))
            .first()
        )

    def due_after(self, start: datetime) -> datetime:
        """When `minutes` of working time after `start` are over. Two queries where there is a calendar."""
        span = timedelta(minutes=self.minutes)
        return start + span if self.calendar is None else self.calendar.hours().add(start, span)
