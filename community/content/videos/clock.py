"""Moments of a video as a player shows them: `0:12`, `1:02:03`."""

import re
from datetime import timedelta

_MOMENT = re.compile(
    r"(?:(?:(?P<hours>\d{1,2}):)?(?P<minutes>\d{1,3}):)?(?P<seconds>\d{1,5}(?:[.,]\d{1,3})?)", re.ASCII
)


def written(moment: timedelta) -> str:
    """In whole seconds."""
    hours, rest = divmod(round(moment.total_seconds()), 3_600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def read(words: str) -> timedelta:
    """The moment that somebody typed, as the player shows it or in seconds. Raises ValueError."""
    match = _MOMENT.fullmatch(words.strip())
    if match is None:
        raise ValueError(words)
    parts = {name: float((part or "0").replace(",", ".")) for name, part in match.groupdict().items()}
    return timedelta(**parts)
