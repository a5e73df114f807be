"""QuietHours: when a member wants no mail. What comes meanwhile leaves afterwards."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from community.notifications.models.notification import Notification


class QuietHours(models.Model):
    """From one time of the day to another, in the member's time zone; across midnight where the first is the later."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="quiet_hours")
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")
        constraints = [models.CheckConstraint(condition=~Q(starts=F("ends")), name="quiet_hours_are_not_all_day")]

    def __str__(self):
        return f"{self.member}: {self.starts:%H:%M}-{self.ends:%H:%M}"

    @classmethod
    def of(cls, members: Iterable[int]) -> dict[int, "QuietHours"]:
        """The quiet hours of those among these members who have any. One query."""
        rows = cls.objects.filter(member__in=list(members)).select_related("member")
        return {hours.member_id: hours for hours in rows}

    @classmethod
    def choose(cls, member, starts: time | None, ends: time | None) -> None:
        """Set them, or none at all; what waits for a mail is looked at anew. Safe when said twice at once."""
        with transaction.atomic():
            if starts is None or ends is None:
                cls.objects.filter(member=member).delete()
            else:
                cls.objects.update_or_create(member=member, defaults={"starts": starts, "ends": ends})
            Notification.look_again(member)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.member.time_zone)

    def hold(self, moment: datetime) -> bool:
        """Whether it is quiet then, by the clock on the member's wall."""
        wall = moment.astimezone(self.zone).time()
        if self.starts < self.ends:
            return self.starts <= wall < self.ends
        return wall >= self.starts or wall < self.ends

    def over_after(self, moment: datetime) -> datetime:
        """The first moment from this one on at which mail may leave.

        Where clocks are set back the hour that comes twice is quiet twice; an end that is skipped comes with the next hour.
        """
        if not self.hold(moment):
            return moment
        today = moment.astimezone(self.zone).date()
        ends = [
            datetime.combine(today + timedelta(days=day), self.ends, self.zone).replace(fold=fold).astimezone(UTC)
            for day in (0, 1)
            for fold in (0, 1)
        ]
        return min(end for end in ends if end > moment and not self.hold(end))
