"""The event log: one row for each thing that somebody did, and one delivery for each reader that wants to know."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity import registry, wakeup
from community.catalogue.models import Topic
from community.lib import versions


class EventQuerySet(models.QuerySet):
    def about(self, subject: models.Model):
        """Events whose subject is this row, oldest first."""
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(subject_type=kind, subject_id=subject.pk).order_by("at", "id")

    def newest_first(self):
        return self.order_by("-at", "-id")


class Event(models.Model):
    """Who did what to what, when. Written in the transaction of the change, never changed afterwards."""

    verb = models.CharField(_("verb"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="events", verbose_name=_("by")
    )
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    data = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "at"], name="event_subject"),
            models.Index(fields=["verb", "at"], name="event_verb"),
            models.Index(fields=["actor", "-at"], name="event_actor"),
        ]

    def __str__(self):
        return f"{self.verb} {self.subject_type.model} {self.subject_id}"

    @classmethod
    def record(cls, verb: str, *, actor, subject: models.Model, topic: Topic | None = None, **data: Any) -> "Event":
        """Write what happened, and a delivery for each reader of `verb`; wake the readers and freshen pages on commit.

        Must run inside the transaction that makes the change. `data` is JSON: ids and short facts, no private words.
        The pages made stale are what the subject's `page_keys()` names, if it has any.
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("An event is recorded in the transaction of its change.")
        event = cls.objects.create(verb=verb, actor=actor, subject=subject, topic=topic, data=data)
        readers = registry.readers_of(verb)
        Delivery.objects.bulk_create(Delivery(event=event, reader=name) for name in readers)
        page_keys = getattr(subject, "page_keys", None)
        if page_keys is not None:
            transaction.on_commit(partial(versions.bump, *page_keys()))
        if readers:
            transaction.on_commit(wakeup.wake_readers)
        return event


class DeliveryQuerySet(models.QuerySet):
    def waiting(self, now=None):
        """Deliveries that a reader may take now, in order of their due time."""
        return self.filter(parked_at=None, due__lte=now or timezone.now()).order_by("due", "id")

    def parked(self):
        """Deliveries that failed too often and wait for an operator."""
        return self.exclude(parked_at=None)


class Delivery(models.Model):
    """An event that a reader has not taken effect of yet. Deleted in the transaction of the effect."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="deliveries")
    reader = models.CharField(_("reader"), max_length=40)
    due = models.DateTimeField(_("due"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("last error"), blank=True)
    parked_at = models.DateTimeField(_("parked"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [models.UniqueConstraint(fields=["event", "reader"], name="delivery_once")]
        indexes = [
            models.Index(fields=["reader", "due", "id"], name="delivery_waiting", condition=models.Q(parked_at=None))
        ]

    def __str__(self):
        return f"{self.reader} ← {self.event_id}"

    # Seconds to wait after the first, second, … failure; after the last one the delivery is parked.
    PATIENCE = (5, 30, 120, 600, 3600)

    def note_failure(self, error: Exception) -> None:
        """Count a failure: later again with growing patience, parked after the last."""
        self.attempts += 1
        self.error = f"{type(error).__name__}: {error}"[:2000]
        if self.attempts > len(self.PATIENCE):
            self.parked_at = timezone.now()
        else:
            self.due = timezone.now() + timedelta(seconds=self.PATIENCE[self.attempts - 1])
        self.save(update_fields=["attempts", "error", "parked_at", "due"])

    def release(self) -> None:
        """An operator lets a parked delivery be tried again."""
        with transaction.atomic():
            self.attempts, self.error, self.parked_at, self.due = 0, "", None, timezone.now()
            self.save(update_fields=["attempts", "error", "parked_at", "due"])
            transaction.on_commit(wakeup.wake_readers)
