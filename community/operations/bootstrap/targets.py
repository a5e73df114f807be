"""What `make` can be asked for."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable

from community.operations.bootstrap import environment, machine
from community.operations.bootstrap.environment import PYTHON, ROOT
from community.operations.bootstrap.lock import lock
from community.operations.bootstrap.says import Plan, Refusal, say

NO = {"", "0", "false", "no", "off"}
EVERYTHING = ["runtime", "minilm", "test"]


def main(arguments: list[str]) -> int:
    """Do what is asked for; a Refusal becomes one sentence and the exit code 1."""
    os.chdir(ROOT)
    try:
        machine.need_python()
        target, *rest = arguments or ["help"]
        if target not in TARGETS:
            raise Refusal(f"There is no {target}; there is {', '.join(TARGETS)}.")
        TARGETS[target](rest)
    except Refusal as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        say("\nStopped. What has been done is kept; the same command goes on from here.")
        return 130
    return 0


def run(arguments: list[str]) -> None:
    """The site with demo content on this machine. What stands in its way is said before anything is fetched."""
    port = machine.need_port(os.environ.get("PORT", "8000"), os.environ.get("HOST", "127.0.0.1"))
    demo = os.environ.get("DEMO", "1")
    if not environment.is_complete("runtime"):
        Plan.make(4 if demo.lower() in NO else 5)
        machine.need_environments()
        if remark := machine.note_git():
            say(remark)
        say(
            "The first start fetches what Porchlight is made of, into .venv/ here; nothing else on the machine changes."
        )
    environment.complete("runtime")
    _become("manage.py", "serve", PORT=str(port), DEMO=demo)


def test(arguments: list[str]) -> None:
    """The whole test suite; arguments go to pytest."""
    environment.complete(*EVERYTHING)
    _become("-m", "pytest", "-n", "2", *arguments)


def check(arguments: list[str]) -> None:
    environment.complete(*EVERYTHING)
    _become("-m", "community.operations.gates", *arguments)


def bench(arguments: list[str]) -> None:
    environment.complete(*EVERYTHING)
    _become("manage.py", "bench", *arguments)


def prove(arguments: list[str]) -> None:
    environment.complete(*EVERYTHING)
    _become("manage.py", "prove", *arguments)


def packages(arguments: list[str]) -> None:
    """Install lists of packages and nothing more."""
    unknown = set(arguments) - set(EVERYTHING)
    if unknown:
        raise Refusal(f"There is no list {', '.join(sorted(unknown))}; there is {', '.join(EVERYTHING)}.")
    environment.complete(*(arguments or ["runtime"]))


def versions(arguments: list[str]) -> None:
    lock(upgrade="--upgrade" in arguments)


def clean(arguments: list[str]) -> None:
    """Remove what can be made again. The database and the files in var/ are kept."""
    for name in [".venv", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache"]:
        path = ROOT / name
        if path.is_symlink():
            path.unlink()
        elif path.exists():
            shutil.rmtree(path)
            say(f"removed {name}/")
    say("Kept var/, with the database in it: remove it yourself to start afresh.")


def _become(*arguments: str, **others: str) -> None:
    """Go on as the environment's Python: Ctrl-C and the exit code are then its own."""
    sys.stdout.flush()
    os.execve(PYTHON, [str(PYTHON), *arguments], environment.variables(**others))  # noqa: S606 (a list of arguments made here)


TARGETS: dict[str, Callable[[list[str]], None]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "prove": prove,
    "packages": packages,
    "lock": versions,
    "clean": clean,
}
