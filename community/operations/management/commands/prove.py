"""`prove`: measure every promise that a command can measure, and keep the figures in docs/evidence.md."""

import os
import platform
from datetime import UTC, datetime

from django.conf import settings
from django.core.management.base import BaseCommand

from community.operations.proof import figures
from community.operations.proof.figures import Figure

_PARTS = {
    "tests": ("By tests", figures.from_tests),
    "bench": ("By the benchmark", figures.from_benchmark),
    "clone": ("By a new clone", figures.from_a_new_clone),
}
_FILE = settings.BASE_DIR / "docs" / "evidence.md"
_HEAD = """# Evidence

What was measured, against which bar. `make prove` writes this file; anyone can run it again.
"""


class Command(BaseCommand):
    help = "Measure every promise, print measure, bar and figure, and write docs/evidence.md."

    def add_arguments(self, parser):
        parser.add_argument(
            "parts", nargs="*", choices=[*_PARTS, []], help="only these parts; the others stay as they were"
        )

    def handle(self, *, parts, **options):
        kept = _sections_kept()
        for name in parts or _PARTS:
            title, measure = _PARTS[name]
            found = measure()
            kept[title] = _section(title, found)
            for figure in found:
                self.stdout.write(f"{figure.measure}\n    bar: {figure.bar}\n    figure: {figure.value}\n")
        _FILE.write_text("\n".join([_HEAD, *(kept[title] for title, _measure in _PARTS.values() if title in kept)]))


def _sections_kept() -> dict[str, str]:
    """What the file says already, by heading: a part that is not measured now stays, with its own date."""
    text = _FILE.read_text() if _FILE.exists() else ""
    return {part.split("\n", 1)[0]: f"## {part.rstrip()}\n" for part in text.split("## ")[1:]}


def _section(title: str, found: list[Figure]) -> str:
    rows = [f"| {figure.measure} | {figure.bar} | {figure.value} |" for figure in found]
    made = f"Measured on {datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, {_cores()}.\n"
    return "\n".join([f"## {title}\n", made, "| measure | bar | figure |", "|---|---|---|", *rows, ""])


def _cores() -> str:
    model = platform.machine()
    return f"{model}, {len(os.sched_getaffinity(0))} cores"
