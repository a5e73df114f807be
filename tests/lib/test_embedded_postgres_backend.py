"""Django on the embedded PostgreSQL: commands of a real checkout, on a folder of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.lib.embedded import CHECKOUT, servers

KILLED_UNDER_A_CONNECTION = """
import os, signal, time
from pathlib import Path
from django.conf import settings
from django.db import close_old_connections, connection

def ask():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), pg_backend_pid()")
        return cursor.fetchone()

def lives(pid):
    state = Path("/proc", str(pid), "stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"

name, backend = ask()
print(name)
pid = (Path(settings.VAR_DIR) / "postgres" / "data" / "postmaster.pid").read_text().split()[0]
os.kill(int(pid), signal.SIGKILL)
while lives(backend):  # it may still answer a query or two
    time.sleep(0.01)
close_old_connections()  # what Django does between two requests
print(ask()[0])
"""


def manage(checkout: Path, *arguments: str, text: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, "DATABASE_URL": "", "VAR_DIR": str(checkout / "var"), **environment},
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def test_a_command_that_needs_no_database_starts_none(checkout: Path) -> None:
    assert manage(checkout, "check").returncode == 0
    assert not (checkout / "var" / "postgres").exists()


def test_the_first_query_starts_it_and_the_end_of_the_command_stops_it(checkout: Path) -> None:
    done = manage(
        checkout, "shell", "-c", "from django.db import connection; print(connection.introspection.table_names())"
    )

    assert done.stdout.strip().endswith("[]"), done.stderr
    assert servers(checkout / "var" / "postgres") == []


def test_a_killed_server_costs_no_later_request(checkout: Path) -> None:
    done = manage(checkout, "shell", "-c", KILLED_UNDER_A_CONNECTION)

    assert done.stdout.split()[-2:] == ["porchlight", "porchlight"], done.stderr


def test_dbshell_opens_the_psql_that_comes_along(checkout: Path) -> None:
    done = manage(checkout, "dbshell", "--", "-tA", text="SELECT current_database(), current_user;")

    assert done.stdout.strip() == "porchlight|porchlight", done.stderr


def test_with_a_database_of_one_s_own_nothing_is_started(checkout: Path) -> None:
    done = manage(checkout, "migrate", "--check", DATABASE_URL="postgres://nobody@127.0.0.1:1/none")

    assert done.returncode
    assert not (checkout / "var" / "postgres").exists()


@pytest.mark.skipif(bool(settings.DATABASE_URL), reason="DATABASE_URL names another database.")
@pytest.mark.django_db
def test_tests_run_on_it_in_databases_of_their_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database(), current_setting('synchronous_commit')")
        name, waits_for_disk = cursor.fetchone()

    assert name.startswith("test_porchlight")
    assert waits_for_disk == "off"
