"""`make check`: what has to hold before anything is merged. Each gate is a program; all of them run, failures come last.

Standard library only, so that a broken checkout can still be checked.
"""

import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent

# A site as an operator would set it up, so that `check --deploy` has something to approve of.
PRODUCTION = {
    "DEBUG": "",
    "DEMO": "",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "SITE_URL": "https://help.example.com",
    "ALLOWED_HOSTS": "help.example.com",
    "DATABASE_URL": "postgres://porchlight@database.example.com/porchlight",
    "BROKER_URL": "redis://broker.example.com/0",
    "CACHE_URL": "redis://cache.example.com/1",
    "EMAIL_URL": "smtp+tls://porchlight:secret@mail.example.com:587",
}


@dataclass(frozen=True)
class Gate:
    name: str
    command: list[str]
    environment: dict[str, str]


def gates() -> list[Gate]:
    python = str(Path(sys.executable))
    manage = [python, "manage.py"]
    return [
        Gate("format of Python", [_tool("ruff"), "format", "--check", "."], {}),
        Gate("lint", [_tool("ruff"), "check", "."], {}),
        Gate("format of templates", [_tool("djade"), "--check", "--target-version", "5.2", *_tracked("*.html")], {}),
        Gate("import contract", [_tool("lint-imports")], {}),
        Gate("types", [_tool("mypy"), "community", "forum", "knowledgebase", "advocates"], {}),
        Gate("migrations are made", [*manage, "makemigrations", "--check", "--dry-run"], {}),
        Gate("ready for production", [*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ]


def main() -> int:
    """Run every gate; returns 1 if one of them is shut. Its words are shown."""
    shut = []
    for gate in gates():
        started = time.monotonic()
        done = subprocess.run(
            gate.command,
            cwd=ROOT,
            env={**os.environ, **gate.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        sys.stdout.write(f"{'pass' if done.returncode == 0 else 'FAIL'}  {gate.name}, {_seconds(started)}\n")
        if done.returncode:
            sys.stdout.write(done.stdout.decode("utf-8", "replace"))
            shut.append(gate.name)
        sys.stdout.flush()
    if shut:
        sys.stdout.write(f"\nFailed: {', '.join(shut)}.\n")
    return 1 if shut else 0


def _tool(name: str) -> str:
    return str(BIN / name)


def _tracked(pattern: str) -> list[str]:
    """The files of that name which belong to the project; without git, all that are there."""
    try:
        done = subprocess.run(["git", "ls-files", pattern], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.stdout:
            return [name for name in done.stdout.splitlines() if (ROOT / name).exists()]
    except FileNotFoundError:
        pass
    return [str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob(pattern)]


def _seconds(since: float) -> str:
    return f"{time.monotonic() - since:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
