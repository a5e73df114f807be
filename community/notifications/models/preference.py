"""MailPreference: how a member wants to hear about a kind of thing."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from community.notifications.models.kind import Kind, Pace
from community.notifications.models.notification import Notification


class MailPreferenceQuerySet(models.QuerySet):
    def paces(self, members: Iterable[int]) -> dict[tuple[int, str], str]:
        """What these members chose, by member and kind. One query."""
        rows = self.filter(member__in=list(members)).values_list("member_id", "kind", "pace")
        return {(member, kind): pace for member, kind, pace in rows}


class MailPreference(models.Model):
    """A member's choice for one kind; without a row it is the kind's usual pace."""

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
        return {kind.value: chosen.get(kind.value, kind.usual_pace.value) for kind in Kind if kind.is_optional}

    @classmethod
    def choose(cls, member, kind: str, pace: str) -> None:
        """Set the pace of a kind; what waits for a mail of this kind is looked at anew at once.

        Raises ValueError for a kind that cannot be chosen. Safe when said twice at once.
        """
        if not Kind(kind).is_optional:
            raise ValueError("This kind of mail cannot be switched off.")
        with transaction.atomic():
            cls.objects.update_or_create(member=member, kind=Kind(kind), defaults={"pace": Pace(pace)})
            Notification.look_again(member, kinds=[Kind(kind)])

    @classmethod
    def stop_digest(cls, member, pace: Pace) -> None:
        """No more digests of this pace: the kinds that are in it come in the list only. Twice is the same as once."""
        for kind, chosen in cls.choices_of(member).items():
            if chosen == pace:
                cls.choose(member, kind, Pace.OFF)
