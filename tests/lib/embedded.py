"""Real processes that use a cluster, to be asked, ended and killed by the tests of the embedded PostgreSQL."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

PROGRAM = """
import json
import sys
import psycopg
from community.lib.postgres import Cluster

cluster = Cluster.at(sys.argv[1])
try:
    cluster.ensure()
except psycopg.OperationalError as error:
    sys.exit(f"{type(error).__name__}: {error}")
print(json.dumps("ready"), flush=True)
for line in sys.stdin:
    cluster.ensure()
    with psycopg.connect(**cluster.address(), dbname=cluster.database, autocommit=True) as connection:
        cursor = connection.execute(json.loads(line))
        print(json.dumps(cursor.fetchall() if cursor.description else None, default=str), flush=True)
"""


class Client:
    """A process that uses the cluster in the folder until it is ended or killed."""

    def __init__(
        self, folder: Path, *, uid: int | None = None, program: str = PROGRAM, before: str = "/", **environment: str
    ) -> None:
        identity: dict[str, Any] = {} if uid is None else {"user": uid, "group": uid, "extra_groups": []}
        python = sys.executable if uid is None else python_for_everybody()
        self.process = subprocess.Popen(
            [python, "-c", program, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            cwd="/",
            env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{before}:{CHECKOUT}:{packages()}", **environment},
            **identity,
        )

    def ready(self) -> "Client":
        """Wait until it is connected; its complaint is the test's."""
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        return self

    def refused(self) -> str:
        """Wait for its end, which must be a failure, and return its complaint."""
        said = self.process.communicate(timeout=60)[1]
        assert self.process.returncode, "It connected."
        return said

    def ask(self, query: str) -> Any:
        self.process.stdin.write(json.dumps(query) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        return json.loads(line)

    def end(self) -> None:
        """Let it end as programs do, and the server with it if it is the last."""
        self.process.communicate(timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)


def use(folder: Path, query: str = "SELECT 1", **options: Any) -> Any:
    """One short-lived process: connect, ask, end."""
    client = Client(folder, **options).ready()
    answer = client.ask(query)
    client.end()
    return answer


def postmaster(folder: Path) -> int:
    """The number of the server's first process."""
    pid = postmaster_if_any(folder)
    assert pid is not None, "there is no server"
    return pid


def postmaster_if_any(folder: Path) -> int | None:
    """The same; None while the file that says it is not there, or is being written."""
    with suppress(FileNotFoundError):
        return next((int(line) for line in (folder / "data" / "postmaster.pid").read_text().splitlines()[:1]), None)
    return None


def is_running(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def servers(folder: Path) -> list[int]:
    """The processes whose working folder is the cluster's data: the server and all that it forked."""
    data = str((folder / "data").resolve())
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str((process / "cwd").readlink()) == data and is_running(int(process.name)):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def name_of(pid: int) -> str:
    """What a process calls itself; "" for one that has ended meanwhile."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def eventually(is_so: Callable[[], bool], *, within: float = 20) -> None:
    end = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < end, "It did not happen."
        time.sleep(0.02)


def packages() -> str:
    return str(Path(pytest.__file__).parents[1])


def python_for_everybody() -> str:
    """A Python that another user can run, of the version the packages were made for; skips if there is none."""
    for python in [sys.executable, f"/usr/bin/python3.{sys.version_info.minor}"]:
        try:
            done = subprocess.run(
                [python, "-c", "import psycopg"],
                user=65534,
                env={"PYTHONPATH": packages()},
                capture_output=True,
                cwd="/",
            )
        except OSError:
            continue
        if done.returncode == 0:
            return python
    pytest.skip("No Python here can be run by another user.")


def public_folder() -> Path:
    """A new folder that every user may enter, unlike pytest's own ones."""
    folder = Path(tempfile.mkdtemp(prefix="embedded-", dir="/var/tmp"))
    folder.chmod(0o755)
    return folder
