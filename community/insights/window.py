"""The time that figures are about, and the time before it that they are compared with."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode

CHOICES = (7, 28, 90)
USUAL = 28


@dataclass(frozen=True)
class Window:
    """From `since` up to, not including, `until`; `days` is how the reader chose it."""

    since: datetime
    until: datetime
    days: int

    @classmethod
    def latest(cls, days: int) -> "Window":
        """The last `days` days of the reader's calendar, today included, up to now."""
        now = timezone.localtime()
        first = (now - timedelta(days=days - 1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return cls(first, now.replace(microsecond=0) + timedelta(seconds=1), days)

    @property
    def before(self) -> "Window":
        """As long a time, as many days earlier."""
        earlier = timedelta(days=self.days)
        return Window(self.since - earlier, self.until - earlier, self.days)

    def holds(self, field: str) -> Q:
        """The condition that `field` lies in it."""
        return Q(**{f"{field}__gte": self.since, f"{field}__lt": self.until})

    def holds_or_before(self, field: str) -> Q:
        """The condition that `field` lies in it or in the time before."""
        return self.before.holds(field) | self.holds(field)

    def address(self, **further: Any) -> str:
        """What names it in an address: exact, so that the rows behind a figure are those that it counted."""
        said = {"since": self.since.isoformat(), "until": self.until.isoformat(), "days": self.days}
        return urlencode(said | {name: value for name, value in further.items() if value})  # type: ignore[arg-type]


def chosen(data) -> Window:
    """The window that an address names by `days`, or exactly by `since` and `until`. Raises Http404 for what it cannot be."""
    try:
        days = int(data.get("days", USUAL))
        if "since" not in data:
            if days not in CHOICES:
                raise ValueError
            return Window.latest(days)
        since, until = parse_datetime(data["since"]), parse_datetime(data["until"])
        if not 0 < days <= 400 or since is None or until is None or not since < until <= since + timedelta(days=400):
            raise ValueError
        if timezone.is_naive(since) or timezone.is_naive(until):
            raise ValueError
    except (ValueError, KeyError, TypeError, OverflowError) as error:
        raise Http404("That is no time for figures.") from error
    return Window(since, until, days)
