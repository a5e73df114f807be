"""Calendar: the working hours of a team."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from community.clocks.hours import MIDNIGHT, WorkingHours
from community.members.models.member import is_time_zone


class Calendar(models.Model):
    """Windows per weekday in one time zone, and days off. A calendar without windows counts round the clock."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="UTC",
        validators=[is_time_zone],
        help_text=_("As in the tz database: Europe/Berlin, America/New_York."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def __str__(self):
        return self.name

    def hours(self) -> WorkingHours:
        """What the calendar says, ready for counting. Two queries."""
        windows: dict[int, list] = {}
        for window in self.windows.all():
            windows.setdefault(window.weekday, []).append((window.opens, window.closes))
        return WorkingHours(
            zone=ZoneInfo(self.time_zone),
            windows={weekday: tuple(found) for weekday, found in windows.items()},
            days_off=frozenset(day.date for day in self.days_off.all()),
        )


class WorkingWindow(models.Model):
    """One window of a weekday (Monday is 0) in which the clock runs; a day may have several."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=sorted(WEEKDAYS.items()))
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("to"), help_text=_("0:00 is the end of the day."))

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("working window")
        verbose_name_plural = _("working windows")
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")) | Q(closes=MIDNIGHT), name="window_closes_later")
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class DayOff(models.Model):
    """A day on which the clock does not run."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days_off")
    date = models.DateField(_("date"))
    name = models.CharField(_("name"), max_length=80, blank=True)

    class Meta:
        ordering = ["date"]
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        constraints = [models.UniqueConstraint(fields=["calendar", "date"], name="day_off_once")]

    def __str__(self):
        return f"{self.date} {self.name}"
