"""The embedded PostgreSQL survives kill -9 of anything, and believes no process id that was left behind."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.lib.embedded import Client, eventually, is_running, name_of, postmaster, postmaster_if_any, servers, use

KEEPER = "import sys; from community.lib.postgres import Cluster; Cluster.at(sys.argv[1]).keep()"


def test_a_killed_server_is_back_at_once_twenty_times(folder: Path) -> None:
    client = Client(folder).ready()
    client.ask("CREATE TABLE round (n int)")
    for n in range(20):
        os.kill(postmaster(folder), signal.SIGKILL)
        assert client.ask(f"INSERT INTO round VALUES ({n}) RETURNING n") == [[n]]

    assert client.ask("SELECT count(*) FROM round") == [[20]]
    client.end()
    assert servers(folder) == []


def test_a_killed_server_is_brought_back_by_several_at_once(folder: Path) -> None:
    clients = [Client(folder).ready() for _ in range(4)]
    for _ in range(5):
        os.kill(postmaster(folder), signal.SIGKILL)
        for client in clients:
            client.process.stdin.write('"SELECT pg_postmaster_start_time()"\n')
            client.process.stdin.flush()
        assert len({client.process.stdout.readline() for client in clients}) == 1
    for client in clients:
        client.end()
    assert servers(folder) == []


def test_a_killed_session_leaves_the_others_a_server(folder: Path) -> None:
    client = Client(folder).ready()
    sessions = [pid for pid in servers(folder) if pid != postmaster(folder)]
    os.kill(sessions[-1], signal.SIGKILL)

    assert client.ask("SELECT 1") == [[1]]
    client.end()
    assert servers(folder) == []


def test_a_killed_command_does_not_keep_the_server_running(folder: Path) -> None:
    first, second = Client(folder).ready(), Client(folder).ready()
    first.kill()
    second.end()

    assert servers(folder) == []


def test_the_command_after_a_killed_last_one_takes_over_and_stops(folder: Path) -> None:
    Client(folder).ready().kill()
    left = postmaster(folder)
    assert is_running(left)

    use(folder)

    assert servers(folder) == []


@pytest.mark.parametrize("delay", [0.3, 0.45, 0.6])
def test_a_command_killed_while_it_makes_the_database_leaves_no_mess(new_folder: Path, delay: float) -> None:
    first = Client(new_folder)
    time.sleep(delay)
    first.kill()

    assert use(new_folder) == [[1]]
    assert servers(new_folder) == []
    assert list(new_folder.glob("making-*")) == []


def test_a_process_id_that_now_belongs_to_another_program_is_not_believed(folder: Path) -> None:
    client = Client(folder).ready()
    lock = folder / "data" / "postmaster.pid"
    server, written = postmaster(folder), lock.read_text()
    client.kill()
    os.kill(server, signal.SIGKILL)
    eventually(lambda: not servers(folder))
    with subprocess.Popen(["sleep", "60"]) as stranger:
        stale = written.replace(str(server), str(stranger.pid), 1)
        lock.write_text(stale)
        (folder / "socket" / ".s.PGSQL.5432.lock").write_text(stale)

        started = time.monotonic()
        assert use(folder) == [[1]]
        assert time.monotonic() - started < 5
        assert stranger.poll() is None
        stranger.kill()


def test_a_session_deep_in_a_computation_does_not_outlive_its_server(folder: Path) -> None:
    """It notices nothing until it is done; meanwhile nobody else may touch the data."""
    client = Client(folder).ready()
    client.process.stdin.write('"SELECT count(*) FROM generate_series(1, 3000000000)"\n')
    client.process.stdin.flush()
    eventually(lambda: any("SELECT" in name_of(pid) for pid in servers(folder)))
    os.kill(postmaster(folder), signal.SIGKILL)

    started = time.monotonic()
    assert use(folder) == [[1]]
    assert time.monotonic() - started < 15
    client.kill()


def test_a_server_killed_while_it_stops_starts_again(folder: Path) -> None:
    for _ in range(3):
        client = Client(folder).ready()
        server = postmaster(folder)
        client.process.stdin.close()
        os.kill(server, signal.SIGKILL)
        client.process.wait(timeout=30)

        assert use(folder) == [[1]]
    assert servers(folder) == []


def test_the_keeper_brings_the_server_back_with_nobody_asking(folder: Path) -> None:
    keeper = Client(folder, program=KEEPER)
    eventually(lambda: (folder / "socket" / ".s.PGSQL.5432").exists() and len(servers(folder)) > 1)
    for _ in range(3):
        killed = postmaster(folder)
        os.kill(killed, signal.SIGKILL)
        eventually(lambda killed=killed: postmaster_if_any(folder) not in (None, killed))
        eventually(lambda: is_running(postmaster(folder)))
    assert use(folder) == [[1]]
    keeper.kill()


def test_a_database_that_cannot_start_says_why_in_one_sentence(folder: Path) -> None:
    use(folder)
    shutil.rmtree(folder / "data" / "pg_wal")

    said = Client(folder).refused().strip()

    assert said.count("\n") == 0
    assert "PostgreSQL does not start in" in said
    assert "pg_wal" in said


def test_data_of_another_postgres_is_refused_in_one_sentence(folder: Path) -> None:
    use(folder)
    (folder / "data" / "PG_VERSION").write_text("15\n")

    assert "was made by PostgreSQL 15 and the installed package brings PostgreSQL 18" in Client(folder).refused()
