"""Run several programs as one: start them, show what they say, restart what dies, stop all when told to.

docs/decisions/0009-process-manager.md says why this is no library. One thread and no Django: whatever happens in the programs,
this keeps running. Standard library only.
"""

import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

BLINK = 0.1  # seconds between two looks at everything
SHORT = 10.0  # a program that ends sooner than this has failed to start
FAILURES = 4  # of a needed program, in a row, before giving up
LONGEST_DELAY = 30.0
COLOURS = [36, 33, 35, 32, 34, 31]


@dataclass(frozen=True)
class Part:
    """A program. One that runs `once` may end; any other is started again when it does."""

    name: str
    command: list[str]
    once: bool = False
    needed: bool = False  # without it there is no point in going on
    ends_last: bool = False  # told to end only when the others have
    patience: float = 6.0  # seconds it is given to end by itself, before it is killed
    noise: str = r"^\s*$"  # a pattern of lines that are not worth showing
    then: Callable[[int], None] | None = None  # called with the exit code of one that runs once


@dataclass
class _Running:
    part: Part
    colour: int
    process: subprocess.Popen[bytes] | None = None
    since: float = 0.0
    failures: int = 0
    due: float | None = None  # when to start it (again)
    unread: bytes = field(default=b"")


class Processes:
    """Programs that run in one folder with one environment; `say` prints what they write and what happens to them."""

    def __init__(self, environment: Mapping[str, str], *, folder: Path, say: Callable[[str], None]) -> None:
        self._environment = dict(environment)
        self._folder = folder
        self._say = say
        self._all: dict[str, _Running] = {}
        self._outputs = selectors.DefaultSelector()
        self._told = 0  # how often somebody told us to end
        self._broken = False

    def add(self, part: Part) -> None:
        """Start the part with the next look at everything."""
        self._all[part.name] = _Running(part, COLOURS[len(self._all) % len(COLOURS)], due=time.monotonic())

    def run(self, now_and_then: Callable[[], None] = lambda: None) -> int:
        """Keep everything running until told to end by a signal; returns the exit code.

        `now_and_then` is called several times a second and must not block for long.
        """
        before = {number: signal.signal(number, self._end) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            while not self._told and not self._broken:
                self._look()
                now_and_then()
        finally:
            self._stop()
            for number, handler in before.items():
                signal.signal(number, handler)
        return 1 if self._broken else 0

    def _end(self, signum: int, frame: FrameType | None) -> None:
        self._told += 1

    def _look(self) -> None:
        """Start what is due, show what was said, notice what has ended."""
        now = time.monotonic()
        for running in list(self._all.values()):
            if running.due is not None and running.due <= now:
                self._start(running)
        self._read(BLINK)
        for running in list(self._all.values()):
            if running.process is not None and _has_ended(running.process):
                self._note_end(running)

    def _start(self, running: _Running) -> None:
        running.process = subprocess.Popen(
            [*_tied_to_us(), *running.part.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=self._environment,
            cwd=self._folder,
            # Ctrl-C in the terminal is ours to pass on, in the right order.
            start_new_session=True,
        )
        running.since, running.due = time.monotonic(), None
        output = running.process.stdout
        if output is not None:
            os.set_blocking(output.fileno(), False)
            self._outputs.register(output, selectors.EVENT_READ, running)

    def _read(self, timeout: float) -> None:
        if not self._outputs.get_map():
            time.sleep(timeout)
            return
        for key, _ in self._outputs.select(timeout):
            self._show(key.data)

    def _show(self, running: _Running) -> None:
        """Print the whole lines that a part has written."""
        output = running.process and running.process.stdout
        if not output or output.closed:
            return
        with suppress(BlockingIOError):
            while chunk := os.read(output.fileno(), 65536):
                *lines, running.unread = (running.unread + chunk).split(b"\n")
                for line in lines:
                    if not re.search(running.part.noise, text := line.decode("utf-8", "replace").rstrip()):
                        self._print(running, text)
            self._close(output)

    def _close(self, output: IO[bytes]) -> None:
        if not output.closed:
            self._outputs.unregister(output)
            output.close()

    def _print(self, running: _Running, line: str) -> None:
        name = f"{running.part.name:<9}"
        self._say(f"\033[{running.colour}m{name}\033[0m {line}" if sys.stdout.isatty() else f"{name} {line}")

    def _note_end(self, running: _Running) -> None:
        process, part = running.process, running.part
        if process is None:
            return
        self._show(running)
        if process.stdout is not None:
            self._close(process.stdout)
        # While the program has not been seen off, no other can have its number.
        _kill_group(process)
        code = process.wait()
        running.process = None
        if self._told or self._broken:
            return
        if part.once:
            del self._all[part.name]
            if part.then is not None:
                part.then(code)
            return
        # Whoever is killed starts again at once; whoever fails by itself is given more and more time.
        failed = code > 0 and time.monotonic() - running.since < SHORT
        running.failures = running.failures + 1 if failed else 0
        if part.needed and running.failures >= FAILURES:
            self._print(running, "does not start; what it said stands above.")
            self._broken = True
            return
        delay = min(float(2**running.failures - 1), LONGEST_DELAY)
        running.due = time.monotonic() + delay
        if code:
            self._print(running, f"ended unexpectedly ({_in_words(code)}) and is started again.")

    def _stop(self) -> None:
        """End everything: those that end last when the others have. Being told once more kills what is left."""
        for last in (False, True):
            these = [running for running in self._all.values() if running.part.ends_last is last and running.process]
            for running in these:
                if running.process is not None:
                    os.kill(running.process.pid, signal.SIGTERM)
            told = time.monotonic()
            while any(running.process is not None for running in these):
                self._read(BLINK)
                for running in these:
                    if running.process is None:
                        continue
                    if time.monotonic() - told > running.part.patience or self._told > 1:
                        _kill_group(running.process)
                    if _has_ended(running.process):
                        self._note_end(running)


def _tied_to_us() -> list[str]:
    """What to put before a command so that it is told to end if we are killed. Linux has it; elsewhere nothing."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM", "--"] if setpriv else []


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether the program has ended. Leaves it to be seen off by wait()."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the program, if it still runs, and what it started: its session has the number of its process."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _in_words(code: int) -> str:
    return f"exit code {code}" if code > 0 else f"signal {signal.Signals(-code).name}"
