"""`bench`: what pages cost, measured on a large made-up community in a database of its own."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections, transaction

from community.operations.bench import measures
from community.operations.bench.server import running_server
from community.operations.load.make import Load
from community.search import index, vectors
from forum.models import Question

_HOME = "bench"  # under VAR_DIR: its own database, versions and broker


class Command(BaseCommand):
    help = "Measure pages and suggestions on a made-up community, as a table. Times are printed, never asserted."

    def add_arguments(self, parser):
        parser.add_argument("--questions", type=int, default=20_000)
        parser.add_argument("--json", default="", help="also write the rows to this file")

    def handle(self, *, questions, **options):
        if settings.VAR_DIR.name != _HOME:
            environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "CACHE_URL", "BROKER_URL")}
            environment |= {"VAR_DIR": str(settings.VAR_DIR / _HOME), "DEMO": "0", "DEBUG": "0", "LIMITS_ENABLED": "0"}
            os.execve(sys.executable, [sys.executable, *sys.argv], environment)  # noqa: S606
        prepare(questions, say=self.stdout.write)
        with running_server() as server:
            rows = [*measures.pages(server), measures.similar_while_typing(server)]
        if path := options["json"]:
            Path(path).write_text(json.dumps([asdict(row) for row in rows]))
        self.stdout.write(f"\n{'':36}{'CPU ms':>9}{'× bare':>9}{'p50 ms':>9}{'p95 ms':>9}{'kB':>8}")
        for row in rows:
            ratio = f"{row.ratio:9.2f}" if row.ratio else f"{'':9}"
            self.stdout.write(
                f"{row.name:36}{row.cpu_ms:9.3f}{ratio}{row.p50_ms:9.1f}{row.p95_ms:9.1f}{row.kilobytes:8.1f}"
            )


def prepare(questions: int, say) -> None:
    """Make the community of the benchmark, once; later runs find it."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    if Question.objects.count() < questions:
        say(f"Making {questions} questions…")
        with transaction.atomic():
            Load(questions).make(say=say)
        say("Indexing them…")
        index.rebuild()
        while vectors.missing():
            vectors.make_missing(budget=30)
            say(f"{vectors.missing()} vectors to go")
    connections.close_all()
