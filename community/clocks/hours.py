"""Working time: how much of it lies between two moments, and when a span of it is over."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time(0)  # as the end of a window: the end of the day
_FARTHEST = 366 * 2  # days looked ahead

Window = tuple[time, time]


@dataclass(frozen=True)
class WorkingHours:
    """Windows of each weekday (Monday is 0) in one time zone, and days off. Without windows time counts round the clock.

    Time is counted as it passes: on the day of a clock change a window from 1:00 to 4:00 has two hours, or four.
    """

    zone: ZoneInfo
    windows: Mapping[int, tuple[Window, ...]] = field(default_factory=dict)
    days_off: frozenset[date] = field(default_factory=frozenset)

    def add(self, start: datetime, span: timedelta) -> datetime:
        """The moment at which `span` of working time after `start` is over.

        Hours that would take more than two years (everything is a day off) count round the clock: a promise that is due
        too early is seen by somebody, one that is never due is not.
        """
        if not any(self.windows.values()) or span <= timedelta(0):
            return start + span
        left = span.total_seconds()
        first = start.astimezone(self.zone).date()
        for ahead in range(_FARTHEST):
            for opens, closes in self._stretches(first + timedelta(days=ahead)):
                begins = max(opens, start.timestamp())
                if closes - begins >= left:
                    return datetime.fromtimestamp(begins + left, tz=start.tzinfo)
                left -= max(0.0, closes - begins)
        return start + span

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time passes from `start` to `end`; none when `end` is not later."""
        if end <= start:
            return timedelta(0)
        if not any(self.windows.values()):
            return end - start
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        worked = 0.0
        while day <= last:
            for opens, closes in self._stretches(day):
                worked += max(0.0, min(closes, end.timestamp()) - max(opens, start.timestamp()))
            day += timedelta(days=1)
        return timedelta(seconds=worked)

    def _stretches(self, day: date) -> Iterator[tuple[float, float]]:
        """From when to when work is done on a day, as seconds since the epoch; windows that overlap count once."""
        if day in self.days_off:
            return
        done_until = float("-inf")
        for opens, closes in sorted(self.windows.get(day.weekday(), ())):
            begins = max(datetime.combine(day, opens, self.zone).timestamp(), done_until)
            last_day = day + timedelta(days=1) if closes == MIDNIGHT else day
            ends = datetime.combine(last_day, closes, self.zone).timestamp()
            if ends > begins:
                yield begins, ends
                done_until = ends
