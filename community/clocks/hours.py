"""Working time: when a span of it is over, in a calendar with windows, days off and a time zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_FARTHEST = 366 * 2  # days looked ahead


def add_working_time(start: datetime, span: timedelta, calendar) -> datetime:
    """The moment at which `span` of the calendar's working time after `start` is over.

    Two queries. A calendar without windows counts round the clock. Spans are counted in real time, so an hour on the day
    of a clock change is an hour.
    """
    windows: dict[int, list] = {}
    for window in calendar.windows.all():
        windows.setdefault(window.weekday, []).append(window)
    if not windows:
        return start + span
    zone = ZoneInfo(calendar.time_zone)
    days_off = set(calendar.days_off.values_list("date", flat=True))
    left = span
    day = start.astimezone(zone).date()
    for _day in range(_FARTHEST):
        if day not in days_off:
            for window in windows.get(day.weekday(), ()):
                opens = datetime.combine(day, window.opens, zone)
                closes = datetime.combine(day, window.closes, zone)
                begins = max(opens.timestamp(), start.timestamp())
                worked = timedelta(seconds=max(0.0, closes.timestamp() - begins))
                if worked >= left:
                    return datetime.fromtimestamp(begins + left.total_seconds(), tz=start.tzinfo)
                left -= worked
        day += timedelta(days=1)
    raise ValueError(f"The calendar {calendar} has too few hours for {span}.")
