"""`.venv/` and the packages in it, as pinned and hashed in `requirements/`."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from community.operations.bootstrap import machine
from community.operations.bootstrap.says import Progress, Refusal, say, step

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
# Variables that would send packages, or Python itself, elsewhere, or have every program compile all packages anew.
MISLEADING = [
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
]


def is_complete(*lists: str) -> bool:
    """Whether the environment works and holds all packages of the lists. Starts nothing."""
    return PYTHON.exists() and all(
        _stamp(name).exists() and _stamp(name).read_text() == _wanted(name) for name in lists
    )


def complete(*lists: str) -> None:
    """Make the environment if there is none that works, and install what the lists name. Raises Refusal."""
    if is_complete(*lists):
        return
    machine.need_environments()
    with _alone():
        if not _works():
            _make()
        for name in lists:
            if not is_complete(name):
                _install(name)


def variables(**others: str) -> dict[str, str]:
    """The environment variables for programs of the environment."""
    kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    return {**kept, **others}


def _works() -> bool:
    """Whether .venv/bin/python runs, and is of the version that the packages in it were made for."""
    if not PYTHON.exists():
        return False
    script = "import sys; print(*sys.version_info[:2], sys.prefix != sys.base_prefix)"
    try:
        done = subprocess.run(
            [PYTHON, "-c", script], capture_output=True, text=True, env=variables(), timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    major, minor, is_environment = (*done.stdout.split(), "", "", "")[:3]
    return (
        done.returncode == 0
        and is_environment == "True"
        and (int(major), int(minor)) >= machine.OLDEST
        and (VENV / "lib" / f"python{major}.{minor}").exists()
    )


def _make() -> None:
    with step("Making the environment .venv"):
        if VENV.is_symlink():
            raise Refusal(f"{VENV} is a link to an environment that does not work: remove it and try again.")
        if VENV.exists():
            shutil.rmtree(VENV)
        uv = machine.uv()
        # What is there is used: a Python that uv would fetch is another download.
        made = uv and _run([uv, "venv", "--quiet", "--no-python-downloads", "--python", sys.executable, str(VENV)])
        if not made:
            machine.need_environments()
            shutil.rmtree(VENV, ignore_errors=True)
            if not _run([sys.executable, "-m", "venv", str(VENV)]):
                raise Refusal(
                    f"The environment {VENV} could not be made. Without python3-venv? {machine.apt('python3-venv')}"
                )


def _install(name: str) -> None:
    """Install one list: by uv where it is, else by the environment's pip."""
    path = REQUIREMENTS / f"{name}.txt"
    about = _about(path)
    with step(f"Fetching the packages of requirements/{name}.txt{about}") as progress:
        uv = machine.uv()
        if not (uv and _run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *_exactly(path)])):
            _need_pip()
            _pip(path, progress)
        _stamp(name).parent.mkdir(exist_ok=True)
        _stamp(name).write_text(_wanted(name))


def _need_pip() -> None:
    """An environment made by uv has no pip of its own."""
    if _run([str(PYTHON), "-m", "pip", "--version"]) or _run([str(PYTHON), "-m", "ensurepip"]):
        return
    raise Refusal(f"There is no pip to fetch packages with: remove .venv and install it: {machine.apt('python3-venv')}")


def _pip(path: Path, progress: Progress) -> None:
    command = [str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-compile"]
    total = _about(path).lstrip(" (").split(" ")[0]
    seen: list[str] = []
    said: list[str] = []
    with subprocess.Popen(
        [*command, "--progress-bar=off", *_exactly(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=variables(),
        cwd=ROOT,
    ) as pip:
        for line in pip.stdout or []:
            said.append(line.rstrip())
            if match := re.match(r"(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)", line):
                seen.append(match[1])
                progress.detail(f"{len(seen)} of {total} · {match[1]}")
            elif line.startswith("Installing collected packages"):
                progress.detail("unpacking")
    if pip.returncode:
        reason = next((line for line in reversed(said) if line.startswith("ERROR:")), said[-1] if said else "")
        for line in said[-10:]:
            say(f"    {line}")
        raise Refusal(
            f"The packages of {path.relative_to(ROOT)} could not be installed ({reason.removeprefix('ERROR: ')}). "
            "Is the network up? What has been fetched is kept; try again."
        )


def _exactly(path: Path) -> list[str]:
    """Nothing but the listed files, each with its hash; no code of a package is run to install it."""
    return ["--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(path)]


def _run(command: list[str]) -> bool:
    done = subprocess.run(command, capture_output=True, env=variables(), cwd=ROOT, check=False)
    return done.returncode == 0


def _about(path: Path) -> str:
    """How much it is, from the first line of the list: `# 72 packages, 118 MB`."""
    first = path.read_text().split("\n", 1)[0]
    return f" ({first.removeprefix('# ')})" if first.startswith("# ") else ""


def _stamp(name: str) -> Path:
    """The note that a list has been installed wholly; written last, so an interrupted installation is taken up."""
    return VENV / "porchlight" / name


def _wanted(name: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{name}.txt").read_bytes()).hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    """One installation at a time in a checkout."""
    descriptor = os.open(REQUIREMENTS, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another command is installing packages here; waiting for it …")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
