"""What somebody who waits is told."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

QUIET_LINES = 5  # seconds between two lines where no line can be rewritten


class Refusal(Exception):
    """Something is missing. One sentence says what, and what to do."""


class Progress:
    """One line about a thing that takes time: rewritten in a terminal, repeated now and then in a file."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._shown = time.monotonic()
        self._rewrites = sys.stdout.isatty()

    def detail(self, words: str) -> None:
        now = time.monotonic()
        if self._rewrites:
            say(f"\r\033[K{self.title} {words[:60]}", end="")
        elif now - self._shown > QUIET_LINES:
            self._shown = now
            say(f"  {words}")


@contextmanager
def step(title: str) -> Iterator[Progress]:
    """Announce a step, and say how long it took when it is done."""
    started = time.monotonic()
    progress = Progress(f"{title} …")
    rewrites = sys.stdout.isatty()
    say(progress.title, end="" if rewrites else "\n")
    try:
        yield progress
    except BaseException:
        if rewrites:
            say("")
        raise
    taken = time.monotonic() - started
    say(f"\r\033[K{progress.title} {taken:.0f} s" if rewrites else f"  done in {taken:.0f} s")


def say(words: str, end: str = "\n") -> None:
    sys.stdout.write(words + end)
    sys.stdout.flush()
