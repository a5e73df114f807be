"""Working time: windows, weekends, days off, and the two days a year on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from community.clocks.hours import MIDNIGHT, WorkingHours

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
OFFICE = {day: ((time(9), time(12)), (time(13), time(17))) for day in range(5)}  # seven hours, Monday to Friday


def hours(windows=OFFICE, *, zone=BERLIN, days_off=()) -> WorkingHours:
    return WorkingHours(zone, windows, frozenset(days_off))


def at(day: int, hour: int, minute: int = 0, *, month=11, zone=BERLIN) -> datetime:
    """November 2026 begins on a Sunday; the 23rd is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        (at(23, 9), 60, at(23, 10)),
        (at(23, 7), 60, at(23, 10)),  # before the day begins
        (at(23, 11, 30), 60, at(23, 13, 30)),  # over lunch
        (at(23, 12), 1, at(23, 13, 1)),  # at lunch
        (at(23, 16, 30), 60, at(24, 9, 30)),  # over the night
        (at(27, 16, 30), 60, at(30, 9, 30)),  # over the weekend
        (at(28, 12), 60, at(30, 10)),  # on a Saturday
        (at(23, 9), 7 * 60, at(23, 17)),  # the whole day ends with the day, not in the next morning
        (at(23, 9), 8 * 60, at(24, 10)),
        (at(23, 9), 35 * 60, at(27, 17)),  # a whole week
        (at(23, 20), 60, at(24, 10)),  # after hours
    ],
)
def test_span_counts_only_when_work_is_done(start, span, due):
    assert hours().add(start, timedelta(minutes=span)) == due


def test_days_off_do_not_count():
    closed = hours(days_off=[date(2026, 11, 24), date(2026, 11, 25)])
    assert closed.add(at(23, 16), timedelta(hours=2)) == at(26, 10)


def test_without_windows_it_counts_round_the_clock():
    assert hours({}).add(at(28, 3), timedelta(hours=24)) == at(29, 3)


def test_nothing_is_over_at_once():
    assert hours().add(at(28, 3), timedelta(0)) == at(28, 3)


def test_window_may_last_to_the_end_of_the_day():
    night = hours({0: ((time(22), MIDNIGHT),), 1: ((MIDNIGHT, time(6)),)})
    assert night.add(at(23, 23), timedelta(hours=3)) == at(24, 2)
    assert night.between(at(23, 12), at(24, 12)) == timedelta(hours=8)


def test_whole_days_are_whole():
    always = hours(dict.fromkeys(range(7), ((MIDNIGHT, MIDNIGHT),)))
    assert always.between(at(1, 0), at(8, 0)) == timedelta(days=7)


def test_windows_that_overlap_count_once():
    double = hours({0: ((time(9), time(12)), (time(11), time(13)), (time(10), time(11)))})
    assert double.between(at(23, 0), at(24, 0)) == timedelta(hours=4)
    assert double.add(at(23, 9), timedelta(hours=4)) == at(23, 13)


def test_team_elsewhere_works_in_its_own_zone():
    new_york = hours(zone=NEW_YORK)
    assert new_york.add(at(23, 9), timedelta(hours=1)) == at(23, 16)  # ten o'clock there


def test_answer_is_in_the_zone_of_the_question():
    due = hours().add(datetime(2026, 11, 23, 8, tzinfo=UTC), timedelta(hours=1))
    assert due == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert due.tzinfo is UTC


NIGHT = {day: ((time(1), time(4)),) for day in range(7)}


def test_spring_night_is_an_hour_shorter():
    spring = hours(NIGHT)  # 29 March 2026: two o'clock becomes three
    assert spring.between(at(29, 0, month=3), at(29, 12, month=3)) == timedelta(hours=2)
    assert spring.add(at(29, 1, month=3), timedelta(hours=2)) == at(29, 4, month=3)
    assert spring.add(at(29, 1, month=3), timedelta(minutes=90)) == at(29, 3, 30, month=3)


def test_autumn_night_is_an_hour_longer():
    autumn = hours(NIGHT)  # 25 October 2026: three o'clock becomes two
    assert autumn.between(at(25, 0, month=10), at(25, 12, month=10)) == timedelta(hours=4)
    assert autumn.add(at(25, 1, month=10), timedelta(hours=4)) == at(25, 4, month=10)


def test_day_of_a_clock_change_does_not_move_the_office():
    friday, monday = at(27, 16, 30, month=3), at(30, 9, 30, month=3)
    assert hours().add(friday, timedelta(hours=1)) == monday


def test_window_that_a_clock_change_swallows_counts_as_it_passes():
    swallowed = hours({6: ((time(2, 15), time(2, 45)),)})
    assert swallowed.between(at(29, 0, month=3), at(29, 12, month=3)) == timedelta(minutes=30)


def test_everything_a_day_off_counts_round_the_clock():
    """Nobody keeps a promise that is never due."""
    start = at(23, 9)
    every_day = [start.date() + timedelta(days=n) for n in range(800)]
    assert hours(days_off=every_day).add(start, timedelta(hours=5)) == start + timedelta(hours=5)


def test_between_is_never_less_than_nothing():
    assert hours().between(at(24, 9), at(23, 9)) == timedelta(0)


def test_adding_what_lies_between_leads_back():
    """For 2,000 random calendars, starts and spans, over both clock changes."""
    random = Random(7)
    for _round in range(2000):
        windows = {
            day: tuple(
                sorted(
                    (time(start, random.choice([0, 30])), time(start + random.randint(2, 3)))
                    for start in random.sample([0, 4, 8, 12, 16, 20], random.randint(1, 3))
                )
            )
            for day in random.sample(range(7), random.randint(1, 7))
        }
        zone = random.choice([BERLIN, NEW_YORK, ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Chatham")])
        counted = hours(windows, zone=zone)
        start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=random.randint(0, 525_600))
        span = timedelta(minutes=random.randint(1, 1200))
        due = counted.add(start, span)
        assert counted.between(start, due) == span
        later = counted.add(due, timedelta(minutes=17))
        assert counted.between(start, later) == span + timedelta(minutes=17)
