"""MailPreference: what a member wants to get by mail. The list on the site has everything either way."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a member may hear about, as they would sort it."""

    MINE = "mine", _("Answers and comments to what I wrote")
    FOLLOWED = "followed", _("News about what I follow")
    INVITED = "invited", _("When somebody asks me to answer")
    RECOGNITION = "recognition", _("When I helped: accepted answers, ranks, articles made of my words")
    CASES = "cases", _("Replies of the support team to my cases")
    ACCOUNT = "account", _("Decisions about what I wrote")

    @property
    def is_optional(self) -> bool:
        """Whether it can be switched off: who is moderated must be told."""
        return self != Kind.ACCOUNT


class MailPreferenceQuerySet(models.QuerySet):
    def switched_off(self, kind: str, members):
        """Ids of those among `members` who want no mail of this kind. One query."""
        off = self.filter(kind=kind, pace=MailPreference.Pace.OFF, member__in=members)
        return set(off.values_list("member_id", flat=True))


class MailPreference(models.Model):
    """A member's choice for one kind; without a row mail comes at once."""

    class Pace(models.TextChoices):
        IMMEDIATE = "immediate", _("at once")
        OFF = "off", _("not by mail")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preferences")
    kind = models.CharField(max_length=20, choices=Kind)
    pace = models.CharField(max_length=20, choices=Pace, default=Pace.IMMEDIATE)

    objects = MailPreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail preference")
        verbose_name_plural = _("mail preferences")
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="mail_preference_once")]

    def __str__(self):
        return f"{self.member}: {self.get_kind_display()} {self.get_pace_display()}"

    @classmethod
    def choices_of(cls, member) -> dict[str, str]:
        """The pace of every kind that can be chosen. One query."""
        chosen = dict(cls.objects.filter(member=member).values_list("kind", "pace"))
        return {kind: chosen.get(kind, cls.Pace.IMMEDIATE.value) for kind in Kind.values if Kind(kind).is_optional}

    @classmethod
    def choose(cls, member, kind: str, pace: str) -> None:
        """Set the pace of a kind. Raises ValueError for one that cannot be chosen. Safe when said twice at once."""
        if not Kind(kind).is_optional:
            raise ValueError("This kind of mail cannot be switched off.")
        cls.objects.update_or_create(member=member, kind=Kind(kind), defaults={"pace": cls.Pace(pace)})
