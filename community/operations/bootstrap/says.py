"""What somebody who waits is told."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

REWRITTEN = 0.1  # seconds between two words about progress in a terminal
REPEATED = 5.0  # and in a file


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
        if now - self._shown < (REWRITTEN if self._rewrites else REPEATED):
            return
        self._shown = now
        if self._rewrites:
            say(f"\r\033[K{self.title} {words[:60]}", end="")
        else:
            say(f"  {words}")


class Plan:
    """How many steps there are, over all the programs that take a part of them. No number is shown without a plan."""

    VARIABLE = "PORCHLIGHT_STEPS"

    @classmethod
    def make(cls, steps: int) -> None:
        """So many steps are to come, unless a program before this one has planned them."""
        os.environ.setdefault(cls.VARIABLE, f"0/{steps}")

    @classmethod
    def next(cls) -> str:
        """`[2/5] `, or nothing without a plan."""
        if cls.VARIABLE not in os.environ:
            return ""
        done, _, steps = os.environ[cls.VARIABLE].partition("/")
        os.environ[cls.VARIABLE] = f"{int(done) + 1}/{steps}"
        return f"[{os.environ[cls.VARIABLE]}] "


@contextmanager
def step(title: str) -> Iterator[Progress]:
    """Announce a step, and say how long it took when it is done."""
    started = time.monotonic()
    progress = Progress(f"{Plan.next()}{title} …")
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
