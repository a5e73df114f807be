"""Ranks: what they need, what they allow, and who rose or fell when."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.members.models import Right

# A rank is kept until a member has less than this share of what it needs: nobody falls for one vote taken back.
KEPT_ABOVE = 0.9


class Rank(models.Model):
    """A step of the ladder: reached with so many people helped and so many points, both."""

    level = models.PositiveSmallIntegerField(_("step"), unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    description = models.CharField(_("what it says"), max_length=200, blank=True)
    people_helped = models.PositiveIntegerField(_("people helped"))
    points = models.PositiveIntegerField(_("points"))
    rights = ArrayField(
        models.CharField(max_length=40, choices=Right), verbose_name=_("rights"), default=list, blank=True
    )

    class Meta:
        ordering = ["level"]
        verbose_name = _("rank")
        verbose_name_plural = _("ranks")
        constraints = [models.CheckConstraint(condition=models.Q(level__gte=1), name="rank_level_from_one")]

    def __str__(self):
        return self.name

    @property
    def rights_in_words(self) -> list[str]:
        return [str(Right(right).label) for right in self.rights]

    def is_reached(self, *, people_helped: int, points: int) -> bool:
        """Whether somebody gains it with these figures."""
        return people_helped >= self.people_helped and points >= self.points

    def is_kept(self, *, people_helped: int, points: int) -> bool:
        """Whether somebody who has it keeps it with these figures."""
        return people_helped >= self.people_helped * KEPT_ABOVE and points >= self.points * KEPT_ABOVE


class RankChange(models.Model):
    """A member rose to a rank or fell from one: with the figures of that moment, so that it can be explained."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rank_changes")
    before = models.ForeignKey(Rank, models.PROTECT, null=True, blank=True, related_name="+")
    after = models.ForeignKey(Rank, models.PROTECT, null=True, blank=True, related_name="+")
    people_helped = models.PositiveIntegerField(_("people helped"))
    points = models.IntegerField(_("points"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("change of rank")
        verbose_name_plural = _("changes of rank")
        indexes = [models.Index(fields=["member", "-at"], name="rank_change_member")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(before__isnull=True, after__isnull=False)
                | models.Q(before__isnull=False, after__isnull=True)
                | ~models.Q(before=models.F("after")),
                name="rank_change_changes_something",
            )
        ]

    def __str__(self):
        return f"{self.member}: {self.before or '–'} → {self.after or '–'}"

    @property
    def is_rise(self) -> bool:
        return self.after is not None and (self.before is None or self.after.level > self.before.level)

    @property
    def is_repeated(self) -> bool:
        """Whether the member rose to the same rank, or fell from the same one, before. One query."""
        earlier = RankChange.objects.filter(member=self.member_id, pk__lt=self.pk).select_related("before", "after")
        step = self.after if self.is_rise else self.before
        return any(
            row.is_rise == self.is_rise and (row.after if row.is_rise else row.before) == step for row in earlier
        )
