"""`bench`: what pages cost, measured on a large made-up community in a database of its own."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections, transaction

from community.operations.bench import measures
from community.operations.bench.server import running_server
from community.operations.load.documents import fill_index
from community.operations.load.make import Load
from community.search import lexical, rebuilding, vectors
from community.search.models import Document
from forum.models import Question

_HOME = "bench"  # under VAR_DIR: its own database, versions and broker
_LARGE = "bench-large"  # likewise, with nothing but a large index


class Command(BaseCommand):
    help = (
        "Measure pages, suggestions and searches on a made-up community, as a table. Times are printed, never asserted."
    )

    def add_arguments(self, parser):
        parser.add_argument("--questions", type=int, default=20_000)
        parser.add_argument("--documents", type=int, default=200_000, help="of the large index; 0 leaves it out")
        parser.add_argument("--json", default="", help="also write the rows to this file")

    def handle(self, *, questions, documents, **options):
        if settings.VAR_DIR.name == _LARGE:
            return self._large(documents, options["json"])
        if settings.VAR_DIR.name != _HOME:
            os.execve(sys.executable, [sys.executable, *sys.argv], _environment(settings.VAR_DIR / _HOME))  # noqa: S606
        prepare(questions, say=self.stdout.write)
        with running_server() as server:
            rows = [*measures.pages(server), measures.similar_while_typing(server)]
        with running_server(workers=2) as server:
            rows += [measures.similar_by_readers(server), measures.searching(server, f"{questions:,} questions")]
        rows.append(measures.mining())
        if documents:
            rows += self._in_the_large_index(documents)
        return self._show(rows, options["json"])

    def _in_the_large_index(self, documents: int) -> list[measures.Row]:
        """A process of its own, because a process knows one database."""
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "rows.json"
            command = [sys.executable, "manage.py", "bench", f"--documents={documents}", f"--json={report}"]
            home = settings.VAR_DIR.parent / _LARGE
            subprocess.run(command, cwd=settings.BASE_DIR, env=_environment(home), check=True)
            return [measures.Row(**row) for row in json.loads(report.read_text())]

    def _large(self, documents: int, report: str) -> None:
        _lay_ground()
        if Document.everything.count() < documents:
            fill_index(documents - Document.everything.count(), say=self.stdout.write)
        connections.close_all()
        with running_server(workers=2) as server:
            self._show([measures.searching(server, f"{documents:,} documents")], report)

    def _show(self, rows: list[measures.Row], report: str) -> None:
        if report:
            Path(report).write_text(json.dumps([asdict(row) for row in rows]))
        self.stdout.write(f"\n{'':36}{'CPU ms':>11}{'× bare':>9}{'p50 ms':>9}{'p95 ms':>9}{'kB':>8}")
        for row in rows:
            ratio = f"{row.ratio:9.2f}" if row.ratio else f"{'':9}"
            self.stdout.write(
                f"{row.name:36}{row.cpu_ms:11.3f}{ratio}{row.p50_ms:9.1f}{row.p95_ms:9.1f}{row.kilobytes:8.1f}{_range(row)}"
            )


def _environment(home: Path) -> dict[str, str]:
    """What a benchmark runs with: everything of its own, under `home`."""
    inherited = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "CACHE_URL", "BROKER_URL")}
    return inherited | {"VAR_DIR": str(home), "DEMO": "0", "DEBUG": "0", "LIMITS_ENABLED": "0"}


def prepare(questions: int, say) -> None:
    """Make the community of the benchmark, once; later runs find it."""
    _lay_ground()
    if Question.objects.count() < questions:
        say(f"Making {questions} questions…")
        with transaction.atomic():
            Load(questions).make(say=say)
        say("Indexing them…")
        rebuilding.rebuild()
        while vectors.missing():
            vectors.make_missing(budget=30)
            say(f"{vectors.missing()} vectors to go")
    lexical.count_words_once()
    connections.close_all()


def _lay_ground() -> None:
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)


def _range(row: measures.Row) -> str:
    return "  p95 {:.0f} to {:.0f}".format(*row.p95_range) if row.p95_range else ""
