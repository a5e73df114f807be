"""The whole site as its own programs, on the test's database: web server, worker, beat."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from community.activity.models import Delivery
from community.operations import parts

HOST = "127.0.0.1"


class Site:
    """The address of a site, and its programs, which can be made to hold still."""

    def __init__(self, address: str, programs: list[subprocess.Popen], environment: dict[str, str]):
        self.address = address
        self.programs = programs
        self.environment = environment

    def go_on(self) -> None:
        """Let the programs run again."""
        self._tell(signal.SIGCONT)

    def hold_still(self, seconds: float = 30) -> None:
        """Stop the programs between two transactions, once all their work is done: no lock of theirs is left.

        Emptying all tables while one of them is in the middle of something would be a deadlock.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if _nobody_works():
                self._tell(signal.SIGSTOP)
                if _nobody_works():
                    return
                self.go_on()
            time.sleep(0.05)
        raise TimeoutError(f"The site was still at work after {seconds} seconds.")

    def _tell(self, what: signal.Signals) -> None:
        for program in self.programs:
            if program.poll() is None:
                os.killpg(program.pid, what)


def _nobody_works() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'client backend'"
            " AND datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle')"
        )
        return not cursor.fetchone()[0] and not Delivery.objects.waiting().exists()


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    """Start the site with its broker, files and versions under `folder`."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    address = f"http://{HOST}:{port}"
    database = connection.settings_dict
    environment = {
        **os.environ,
        "SITE_URL": address,
        "VAR_DIR": str(folder),
        "DATABASE_NAME": database["NAME"],
        "DATABASE_DIR": str(database.get("DATA_DIR", "")),
        "DEMO": "1",
        "LIMITS_ENABLED": "0",
        "HELD_OUT_PERCENT": "0",
        "LOG_LEVEL": "ERROR",
        "PYTHONWARNINGS": "ignore",
    }
    # As in production: files under hashed names, and compressed.
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=settings.BASE_DIR, env=environment, check=True)
    with ExitStack() as stack:
        site = Site(address, [], environment)
        for part in (parts.web(HOST, port), parts.worker(), parts.beat()):
            site.programs.append(stack.enter_context(_program(part.command, environment)))
        _wait_for(port)
        try:
            yield site
        finally:
            site.go_on()


@contextmanager
def _program(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    # Each in a group of its own, so that it is held still with all that it started.
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, process_group=0) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The site did not start within a minute.")
