"""Exposure: that a member began to ask where something was near enough to be suggested, and whether they asked in the end."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic

SETTLED_AFTER = timedelta(days=7)


class ExposureQuerySet(models.QuerySet):
    # "How it ended is known."
    def settled(self):
        return self.exclude(contact=None)

    # "The seven days still run."
    def unsettled(self):
        return self.filter(contact=None)

    # "The seven days are over, and nobody has looked how they ended."
    def due(self, now: datetime | None = None):
        return self.unsettled().filter(at__lte=(now or timezone.now()) - SETTLED_AFTER)


class Exposure(models.Model):
    """The first time in a quarter that a member would be shown suggestions, in the group that the lot put them in.

    It is written at the same point of the form for both groups. The member is known until the seven days are over, and
    forgotten when the outcome is written; `person` keeps them from being counted twice, and is forgotten with the quarter.
    It is a log and no deed of anybody, so it records no event.
    """

    class Contact(models.TextChoices):
        """What the member did within seven days. Who did both opened a case."""

        NONE = "none", _("neither")
        QUESTION = "question", _("asked here")
        CASE = "case", _("opened a case")

    person = models.CharField(max_length=32, unique=True, null=True, blank=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(
        Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic, if one was chosen")
    )
    is_held_out = models.BooleanField(_("held out"))
    at = models.DateTimeField(default=timezone.now)
    # Written by the figures, which know of cases too.
    contact = models.CharField(_("within seven days"), max_length=10, choices=Contact, null=True, blank=True)

    objects = ExposureQuerySet.as_manager()

    class Meta:
        verbose_name = _("first look of a quarter")
        verbose_name_plural = _("first looks of a quarter")
        constraints = [
            models.CheckConstraint(
                condition=Q(contact=None, member__isnull=False) | Q(contact__isnull=False, member=None),
                name="exposure_settled_names_nobody",
            )
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="exposure_when"),
            models.Index(fields=["at"], name="exposure_unsettled", condition=Q(contact=None)),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d}"

    @classmethod
    def note(cls, *, person: str, member, topic_id: int | None, is_held_out: bool, at: datetime) -> None:
        """Write it down, once for each `person`. One query."""
        row = Exposure(person=person, member=member, topic_id=topic_id, is_held_out=is_held_out, at=at)
        Exposure.objects.bulk_create([row], ignore_conflicts=True)
