"""Several programs as one: who dies comes back, who is told to end ends in order, nobody stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lib.embedded import eventually, is_running

ROOT = Path(__file__).resolve().parents[2]

# Programs note what happens to them in one file: who started, with which process id, and who ended.
PROGRAM = """
import os, signal, sys, time
name, notes = sys.argv[1:3]
def note(what):
    with open(notes, "a") as file:
        file.write(f"{name} {what} {os.getpid()}\\n")
def end(*_):
    note("ended")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
signal.signal(signal.SIGINT, lambda *_: note("interrupted"))
note("started")
print("hello from", name, flush=True)
time.sleep(600)
"""

MANAGER = """
import os, sys
from pathlib import Path
from community.operations.processes import Part, Processes
notes, *arguments = sys.argv[1:]
program = os.environ["PROGRAM"]
def part(name, **options):
    return Part(name, [sys.executable, "-c", program, name, notes], **options)
processes = Processes(dict(os.environ), folder=Path.cwd(), say=lambda words: print(words, flush=True))
exec(os.environ["PARTS"])
sys.exit(processes.run())
"""

TWO = """
processes.add(part("site"))
processes.add(part("keeper", ends_last=True))
"""


class House:
    def __init__(self, notes: Path, parts: str) -> None:
        self.notes = notes
        self.process = subprocess.Popen(
            [sys.executable, "-c", MANAGER, str(notes)],
            cwd=ROOT,
            env={**os.environ, "PROGRAM": PROGRAM, "PARTS": parts},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def noted(self) -> list[list[str]]:
        return [line.split() for line in self.notes.read_text().splitlines()] if self.notes.exists() else []

    def started(self, name: str) -> list[int]:
        return [int(pid) for who, what, pid in self.noted() if who == name and what == "started"]

    def ended(self) -> list[str]:
        return [who for who, what, _ in self.noted() if what == "ended"]

    def wait_for(self, name: str, times: int = 1) -> int:
        eventually(lambda: len(self.started(name)) >= times)
        return self.started(name)[-1]

    def tell(self, number: signal.Signals) -> str:
        """Send the signal as a terminal does, to everybody in the session, and return all that was said."""
        os.killpg(self.process.pid, number)
        return self.process.communicate(timeout=30)[0]


@pytest.fixture
def house(tmp_path):
    houses: list[House] = []

    def make(parts: str) -> House:
        houses.append(House(tmp_path / "notes", parts))
        return houses[-1]

    yield make
    for one in houses:
        for _, _, pid in one.noted():
            if is_running(int(pid)):
                os.kill(int(pid), signal.SIGKILL)
        one.process.kill()
        one.process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_end_all_end_in_good_order(house, number):
    here = house(TWO)
    pids = [here.wait_for("site"), here.wait_for("keeper")]
    said = here.tell(number)

    assert here.process.returncode == 0
    assert here.ended() == ["site", "keeper"]
    assert not any(is_running(pid) for pid in pids)
    assert "site      hello from site" in said
    # Ctrl-C reaches the terminal's programs all at once; the parts must hear of it from us alone.
    assert not [line for line in here.noted() if line[1] == "interrupted"]


def test_a_killed_part_comes_back_again_and_again(house):
    here = house(TWO)
    for times in range(1, 9):
        os.kill(here.wait_for("site", times), signal.SIGKILL)
    here.wait_for("site", 9)
    said = here.tell(signal.SIGTERM)

    assert said.count("ended unexpectedly (signal SIGKILL) and is started again.") == 8
    assert len(here.started("keeper")) == 1


def test_what_a_killed_part_had_started_is_gone_too(house):
    parent = "import subprocess, sys, os; open(sys.argv[1], 'w').write(str(subprocess.Popen(['sleep', '600']).pid)); "
    here = house(
        f"processes.add(Part('parent', [sys.executable, '-c', {parent!r} + 'os.kill(os.getpid(), 9)', notes + '.child']))"
    )
    child = here.notes.with_name("notes.child")
    eventually(lambda: child.exists() and child.read_text() != "")
    first = int(child.read_text())
    eventually(lambda: not is_running(first))
    here.tell(signal.SIGTERM)


def test_a_part_that_runs_once_may_end_and_is_followed_up(house):
    here = house(
        TWO + "processes.add(Part('once', ['true'], once=True, then=lambda code: processes.add(part('after'))))\n"
    )
    here.wait_for("after")
    here.tell(signal.SIGTERM)

    assert len(here.started("after")) == 1


def test_a_needed_part_that_never_starts_ends_everything(house):
    here = house(TWO + "processes.add(Part('web', ['sh', '-c', 'echo no room; exit 3'], needed=True))\n")
    said = here.process.communicate(timeout=40)[0]

    assert here.process.returncode == 1
    assert "web       no room" in said
    assert "web       does not start; what it said stands above." in said
    assert here.ended() == ["site", "keeper"]


def test_a_part_that_does_not_end_is_killed(house):
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    here = house(TWO + f"processes.add(Part('deaf', [sys.executable, '-c', {deaf!r}], patience=0.5))\n")
    here.wait_for("site")
    time.sleep(1)
    started = time.monotonic()
    here.tell(signal.SIGTERM)

    assert time.monotonic() - started < 5
    assert here.ended() == ["site", "keeper"]


def test_told_twice_it_hurries(house):
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    here = house(TWO + f"processes.add(Part('deaf', [sys.executable, '-c', {deaf!r}], patience=60))\n")
    here.wait_for("site")
    time.sleep(1)
    here.process.send_signal(signal.SIGINT)
    eventually(lambda: here.ended() == ["site"])
    here.process.send_signal(signal.SIGINT)
    here.process.communicate(timeout=10)

    assert here.process.returncode == 0


@pytest.mark.skipif(not Path("/usr/bin/setpriv").exists(), reason="Only Linux can tell programs of a killed parent.")
def test_nobody_is_left_when_the_manager_itself_is_killed(house):
    here = house(TWO)
    pids = [here.wait_for("site"), here.wait_for("keeper")]
    here.process.kill()

    eventually(lambda: not any(is_running(pid) for pid in pids))
