"""The ledger: which deed earns what, and who earned it. Rows are added and never changed."""

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Topic


class Deed(models.TextChoices):
    """What points can be given for: each says that somebody was helped, or that somebody was right."""

    ACCEPTED = "accepted", _("The asker accepted your answer")
    ENDORSED = "endorsed", _("Staff confirmed your answer")
    VOTED = "voted", _("Somebody found your answer useful")
    ARTICLE = "article", _("Your answer became part of an article")


class PointRuleQuerySet(models.QuerySet):
    def in_force(self, at: datetime):
        """Rules that held at a time."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)


class PointRule(models.Model):
    """So many points for a deed, from then until then. A change is a new rule: what was earned by the old one stays."""

    Deed = Deed

    deed = models.CharField(_("for"), max_length=20, choices=Deed)
    points = models.PositiveSmallIntegerField(_("points"))
    daily_times = models.PositiveSmallIntegerField(
        _("at most so often a day"),
        null=True,
        blank=True,
        help_text=_("For one member. Empty: as often as it happens."),
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = PointRuleQuerySet.as_manager()

    class Meta:
        ordering = ["deed", "starts_at"]
        verbose_name = _("point rule")
        verbose_name_plural = _("point rules")
        constraints = [
            models.UniqueConstraint(fields=["deed"], condition=Q(ends_at=None), name="point_rule_open_once"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at")), name="point_rule_ends_later"
            ),
        ]

    def __str__(self):
        return f"{self.get_deed_display()}: {self.points}"


class PointEntryQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-at", "-id")

    def balance(self) -> int:
        """The sum. One query."""
        return self.aggregate(sum=Sum("points"))["sum"] or 0


class PointEntry(models.Model):
    """Points that a member earned by one event, or that an event took back.

    `key` is made of the event and the deed, so that reading an event again writes nothing again. A reversal names the
    entry that it cancels; each is cancelled once. `subject` is what the points are about: the answer.
    """

    key = models.CharField(max_length=120, unique=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="point_entries", verbose_name=_("member")
    )
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("topic"))
    rule = models.ForeignKey(PointRule, models.PROTECT, related_name="entries", verbose_name=_("rule"))
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", verbose_name=_("event"))
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    points = models.SmallIntegerField(_("points"))
    cancels = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="cancelled_by", verbose_name=_("cancels")
    )
    at = models.DateTimeField(_("earned"))

    objects = PointEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("point entry")
        verbose_name_plural = _("point entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(cancels=None, points__gt=0) | Q(cancels__isnull=False, points__lt=0),
                name="point_entry_takes_back_only_what_was_given",
            )
        ]
        indexes = [
            models.Index(fields=["member", "-at", "-id"], name="point_entry_newest"),
            models.Index(fields=["subject_type", "subject_id"], name="point_entry_subject"),
        ]

    def __str__(self):
        return f"{self.member} {self.points:+d}"
