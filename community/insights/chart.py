"""The chart: questions asked per day or week, and how many of them a person has answered by now. Drawn as plain SVG."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, log10

from django.db.models import Count, Q
from django.db.models.functions import TruncDay
from django.urls import reverse
from django.utils import timezone

from community.insights.figures import ASKED
from community.insights.scope import Scope
from community.insights.window import Window

BARS_AT_MOST = 31  # more days than that are gathered by weeks
LEFT, RIGHT, TOP, BOTTOM = 34, 4, 10, 26


@dataclass
class Part:
    """One day or week: how many were asked, how many of them are answered, and the address of these rows."""

    window: Window
    url: str
    asked: int = 0
    answered: int = 0

    @property
    def waiting(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True)
class Bar:
    """Where a part stands in a picture."""

    part: Part
    x: float
    width: float
    y_asked: float
    y_answered: float
    height_answered: float
    height_waiting: float
    has_label: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Picture:
    """The chart in one size: a wide screen and a phone each have their own, so that its words stay readable."""

    width: int
    height: int
    bars: list[Bar]
    lines: list[tuple[float, int]]
    place: str

    left: int = LEFT
    numbers_at: int = LEFT - 8

    @property
    def right(self) -> int:
        return self.width - RIGHT

    @property
    def ground(self) -> int:
        return self.height - BOTTOM

    @property
    def words_at(self) -> int:
        return self.height - 7


@dataclass(frozen=True)
class Chart:
    """Parts from the oldest to the newest, and the pictures of them."""

    parts: list[Part]
    pictures: list[Picture]
    is_weekly: bool

    @property
    def asked(self) -> int:
        return sum(part.asked for part in self.parts)

    @property
    def answered(self) -> int:
        return sum(part.answered for part in self.parts)


def draw(window: Window, scope: Scope) -> Chart:
    """The chart of a window. One query."""
    step = 1 if window.days <= BARS_AT_MOST else 7
    rows, topic = reverse("insights:rows", args=[ASKED.name]), scope.topic.slug if scope.topic else ""
    parts = [Part(piece, f"{rows}?{piece.address(topic=topic)}") for piece in _pieces(window, step)]
    per_day = (
        scope.questions_with_facts(window)
        .filter(window.holds("created_at"))
        .annotate(day=TruncDay("created_at", tzinfo=timezone.get_current_timezone()))
        .values("day")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(first_answer_at__isnull=False)))
        .order_by("day")
    )
    for day in per_day:
        at = max(day["day"], window.since)
        part = next(part for part in parts if part.window.since <= at < part.window.until)
        part.asked += day["asked"]
        part.answered += day["answered"]
    pictures = [_picture(parts, 1120, 240, 8, "wide"), _picture(parts, 340, 200, 4, "narrow")]
    return Chart(parts, pictures, step > 1)


def _pieces(window: Window, step: int) -> list[Window]:
    """The window in days or weeks, whole ones up to its end; days as the calendar has them, also when clocks change."""
    zone = timezone.get_current_timezone()
    first = window.since.astimezone(zone).date()
    edges: list[datetime] = [window.since]
    while True:
        midnight = datetime.combine(first + timedelta(days=step * len(edges)), datetime.min.time(), zone)
        if midnight >= window.until:
            break
        edges.append(midnight)
    return [Window(a, b, step) for a, b in zip(edges, [*edges[1:], window.until], strict=True)]


def _picture(parts: list[Part], width: int, height: int, labels: int, place: str) -> Picture:
    lines = _scale(max((part.asked for part in parts), default=0))
    room = (width - LEFT - RIGHT) / max(len(parts), 1)
    every = ceil(len(parts) / labels)
    ground = height - BOTTOM

    def y(number: int) -> float:
        return round(ground - number / lines[-1] * (ground - TOP), 1)

    bars = []
    for number, part in enumerate(parts):
        wide = round(min(room * 0.72, 48), 1)
        left = round(LEFT + number * room + (room - wide) / 2, 1)
        top, edge = y(part.asked), y(part.answered)
        has_label = (len(parts) - 1 - number) % every == every // 2
        bars.append(Bar(part, left, wide, top, edge, round(ground - edge, 1), round(edge - top, 1), has_label))
    return Picture(width, height, bars, [(y(number), number) for number in lines], place)


def _scale(most: int) -> list[int]:
    """The lines of the scale: at most five round numbers, the last of them at or above `most`."""
    most = max(most, 4)
    size = 10 ** int(log10(most / 4))
    steps = [size * factor for factor in (1, 2, 2.5, 5, 10)]
    step = next(int(step) for step in steps if step % 1 == 0 and step * 4 >= most)
    return [step * number for number in range(1, ceil(most / step) + 1)]
