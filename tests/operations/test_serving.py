"""`make run` after the environment is there: everything is up, what is killed comes back, Ctrl-C ends it, data stays."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.lib import embedded
from tests.lib.embedded import eventually, is_running

ROOT = Path(__file__).resolve().parents[2]

PROGRAMS = {"granian", "worker", "beat", "community.lib.postgres"}

pytestmark = pytest.mark.slow


class Site:
    """The site on a free port with a var/ of its own, as in a terminal: what it says is kept."""

    def __init__(self, var: Path, port: int) -> None:
        self.port, self.said = port, var.with_name("said")
        environment = {**os.environ, "VAR_DIR": str(var), "PORT": str(port), "DEBUG": "1", "DEMO": "0"}
        with self.said.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env={**environment, "FETCH_WEIGHTS": "0", "DATABASE_URL": "", "BROKER_URL": "", "CACHE_URL": ""},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_open(self) -> bool:
        assert self.process.poll() is None, self.said.read_text()
        return "The light is on" in self.said.read_text()

    def status(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def programs(self) -> dict[str, int]:
        """The programs that the site consists of, by what their command line says."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                parent = int(re.search(r"^PPid:\t(\d+)", (entry / "status").read_text(), re.M)[1])
                words = (entry / "cmdline").read_bytes().decode().split("\0")
            except (OSError, TypeError):
                continue
            if parent == self.process.pid and is_running(int(entry.name)):
                found |= {word: int(entry.name) for word in PROGRAMS if word in words}
        return found

    def interrupt(self) -> float:
        started = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(timeout=60)
        return time.monotonic() - started


@pytest.fixture
def checkout():
    folder = embedded.public_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def site(checkout):
    sites: list[Site] = []

    def start() -> Site:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        sites.append(Site(checkout / "var", port))
        eventually(sites[-1].is_open, within=120)
        return sites[-1]

    yield start
    for one in sites:
        if one.process.poll() is None:
            one.interrupt()


def test_the_site_opens_heals_closes_and_opens_again(site, checkout):
    here = site()
    assert here.status("/") == 200
    assert here.status("/readyz") == 200
    parts = here.programs()
    assert set(parts) == PROGRAMS

    # Whatever is killed comes back.
    for name in ["worker", "beat", "granian"]:
        os.kill(parts[name], signal.SIGKILL)
        eventually(lambda name=name: here.programs().get(name, parts[name]) != parts[name])
    os.kill(embedded.postmaster(checkout / "var" / "postgres"), signal.SIGKILL)
    eventually(lambda: here.status("/readyz") == 200, within=30)
    eventually(lambda: here.status("/") == 200, within=30)

    # An idle browser does not hold up the others.
    idle = [socket.create_connection(("127.0.0.1", here.port)) for _ in range(8)]
    assert here.status("/") == 200
    for connection in idle:
        connection.close()

    # A second start on the same port is refused at once and changes nothing.
    environment = {**os.environ, "PORT": str(here.port), "DEBUG": "1"}
    second = subprocess.run(
        [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert f"Port {here.port} is taken by another program; choose another one" in second.stderr

    # Commands work beside it, on the same database.
    make = "from community.catalogue.models import Topic; Topic.objects.create(slug='kept', name='Kept')"
    beside = {**os.environ, "VAR_DIR": str(checkout / "var"), "DATABASE_URL": ""}
    subprocess.run([sys.executable, "manage.py", "shell", "-c", make], cwd=ROOT, env=beside, check=True)

    # Ctrl-C ends all of it, and quickly.
    pids = [*here.programs().values(), embedded.postmaster(checkout / "var" / "postgres")]
    here.interrupt()
    assert here.process.returncode == 0
    assert not any(is_running(pid) for pid in pids)
    assert here.said.read_text().endswith("`make run` opens it again.\n")
    assert "Traceback" not in here.said.read_text()

    # And nothing is lost.
    again = site()
    assert again.status("/topics/kept/") == 200
    again.interrupt()
