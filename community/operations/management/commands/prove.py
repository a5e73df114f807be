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
        parser.add_argument("parts", nargs="*", choices=[*_PARTS, []], help="only these parts; then no file is written")

    def handle(self, *, parts, **options):
        sections = []
        for name in parts or _PARTS:
            title, measure = _PARTS[name]
            found = measure()
            sections.append(_section(title, found))
            for figure in found:
                self.stdout.write(f"{figure.measure}\n    bar: {figure.bar}\n    figure: {figure.value}\n")
        if not parts:
            made = f"Measured on {datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, {_cores()}.\n"
            _FILE.write_text("\n".join([_HEAD, made, *sections]))


def _section(title: str, found: list[Figure]) -> str:
    rows = [f"| {figure.measure} | {figure.bar} | {figure.value} |" for figure in found]
    return "\n".join([f"## {title}\n", "| measure | bar | figure |", "|---|---|---|", *rows, ""])


def _cores() -> str:
    model = platform.machine()
    return f"{model}, {len(os.sched_getaffinity(0))} cores"
