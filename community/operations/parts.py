"""The programs that together are the site, each with the command that starts it. The only place these commands stand."""

import sys
from pathlib import Path

from django.conf import settings

from community.operations.processes import Part

WEB_WORKERS = 2
QUEUES = "events,mail,index"


def web(host: str, port: int, workers: int = WEB_WORKERS) -> Part:
    """The web server: processes of two blocking threads each, which share the port.

    While one thread of a process waits for the database, the other one works.
    """
    return Part(
        "web",
        [
            *_python("granian", "--interface", "wsgi", "community.wsgi:application"),
            *("--host", host, "--port", str(port), "--no-ws"),
            *("--workers", str(workers), "--blocking-threads", "2", "--respawn-failed-workers"),
            *("--workers-kill-timeout", "3", "--log-level", "warning"),
        ],
        needed=True,
    )


def worker() -> Part:
    """The worker of all queues."""
    return Part(
        "worker",
        [
            *_python("celery", "--quiet", "--app", "community.celery", "worker", "--loglevel", "WARNING"),
            *("--queues", QUEUES, "--concurrency", "2", "--without-mingle", "--without-gossip"),
        ],
        # Told to end, it finishes what it is doing, then waits up to five seconds more for messages. A task carries no
        # facts, so that wait is cut short.
        patience=2.0,
        noise=r"^\s*$|worker: (Warm|Cold) shutdown",
    )


def beat() -> Part:
    """The one that wakes the worker at intervals, should a wake-up have been lost."""
    # A file with a process id would name another program after a kill.
    return Part(
        "beat",
        _python("celery", "--quiet", "--app", "community.celery", "beat", "--loglevel", "WARNING", "--pidfile="),
    )


def keeper() -> Part:
    """The one that restarts a PostgreSQL that was killed, even when nobody is asking for anything."""
    return Part(
        "database", _python("community.lib.postgres", str(settings.DATABASES["default"]["DATA_DIR"])), ends_last=True
    )


def all_parts(host: str, port: int) -> list[Part]:
    return [*([] if settings.DATABASE_URL else [keeper()]), web(host, port), worker(), beat()]


def _python(module: str, *arguments: str) -> list[str]:
    return [str(Path(sys.executable)), "-m", module, *arguments]
