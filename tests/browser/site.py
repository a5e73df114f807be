"""The whole site as its own programs, on the test's database: web server, worker, beat."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from community.operations import parts

HOST = "127.0.0.1"


@contextmanager
def running_site(folder: Path) -> Iterator[str]:
    """Start the site with its broker, files and versions under `folder`; gives its address."""
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
        "LOG_LEVEL": "ERROR",
        "PYTHONWARNINGS": "ignore",
    }
    with ExitStack() as stack:
        for part in (parts.web(HOST, port), parts.worker(), parts.beat()):
            stack.enter_context(_program(part.command, environment))
        _wait_for(port)
        yield address


@contextmanager
def _program(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen]:
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment) as process:
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
