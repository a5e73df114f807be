"""Note: what staff write to each other. Handoff: a case that goes from one agent to another, with a note."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.content.models import Written, WrittenQuerySet
from community.support.models.case import Case


class NoteQuerySet(WrittenQuerySet):
    def visible_to(self, person):
        """Notes that `person` may read: staff who work on the case. Its customer reads none of them."""
        return self.shown().filter(case__in=Case.objects.handled_by(person))

    def oldest_first(self):
        return self.order_by("created_at", "id")


class Note(Written):
    """Words among staff. A table of its own: nothing that sends or shows messages can reach it by mistake."""

    noun: ClassVar[str] = "support.note"

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["case", "created_at"], name="note_case")]

    def __str__(self):
        return self.excerpt(80)

    def event_topic(self):
        return self.case.topic


class HandoffQuerySet(models.QuerySet):
    # "Handed over, and the receiver has not said that they have it."
    def waiting(self):
        return self.filter(acknowledged_at=None)


class Handoff(models.Model):
    """A case that one agent gave to another: what to know stands in its note, and the receiver says "I have it"."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="handoffs")
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="handoffs_given", verbose_name=_("from")
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="handoffs_received", verbose_name=_("to")
    )
    note = models.OneToOneField(Note, models.PROTECT, related_name="handoff", verbose_name=_("note"))
    created_at = models.DateTimeField(_("handed over"), default=timezone.now)
    acknowledged_at = models.DateTimeField(_("taken over"), null=True, blank=True)

    objects = HandoffQuerySet.as_manager()

    class Meta:
        verbose_name = _("handoff")
        verbose_name_plural = _("handoffs")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(acknowledged_at=None), name="handoff_waiting_once"
            ),
            models.CheckConstraint(condition=~models.Q(giver=models.F("receiver")), name="handoff_to_somebody_else"),
        ]
        indexes = [models.Index(fields=["receiver"], name="handoff_waiting", condition=models.Q(acknowledged_at=None))]

    def __str__(self):
        return f"{self.giver} → {self.receiver}"

    @property
    def is_waiting(self) -> bool:
        return self.acknowledged_at is None
