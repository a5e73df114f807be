"""Everyday life of the embedded PostgreSQL: it is there when it is needed, for everybody, and gone afterwards."""

import os
import random
import time
from pathlib import Path

import psycopg
import pytest

from community.lib.postgres import Cluster, program
from tests.lib.embedded import Client, eventually, is_running, postmaster, servers, use


def test_the_first_command_finds_a_new_database(new_folder: Path) -> None:
    client = Client(new_folder).ready()

    assert client.ask("SELECT current_database(), current_setting('server_encoding')") == [["porchlight", "UTF8"]]
    client.end()


def test_nothing_is_left_running_after_the_last_command(folder: Path) -> None:
    first, second = Client(folder).ready(), Client(folder).ready()
    pid = postmaster(folder)

    first.end()
    assert is_running(pid)
    assert second.ask("SELECT 1") == [[1]]

    second.end()
    assert not is_running(pid)
    assert servers(folder) == []


def test_what_was_written_is_there_for_the_next_command(folder: Path) -> None:
    use(folder, "CREATE TABLE note AS SELECT 'kept' AS word")

    assert use(folder, "SELECT word FROM note") == [["kept"]]


def test_twelve_commands_at_once_share_one_server(new_folder: Path) -> None:
    clients = [Client(new_folder) for _ in range(12)]
    for client in clients:
        client.ready()

    assert len({str(client.ask("SELECT pg_postmaster_start_time()")) for client in clients}) == 1
    for client in clients:
        client.end()
    assert servers(new_folder) == []


def test_commands_that_come_and_go_never_meet_a_closed_door(folder: Path) -> None:
    """Each start may fall into another one's stop."""
    dice = random.Random(20)
    running: list[Client] = []
    for _ in range(30):
        running.append(Client(folder))
        time.sleep(dice.random() * 0.15)
        if dice.random() < 0.6:
            client = running.pop(dice.randrange(len(running))).ready()
            assert client.ask("SELECT 1") == [[1]]
            client.end()
    for client in running:
        client.ready().end()

    assert servers(folder) == []


def test_search_folds_letters_the_same_on_every_machine(new_folder: Path) -> None:
    client = Client(new_folder, LANG="C", LC_ALL="POSIX").ready()

    assert client.ask("SELECT lower('ÉTÉ Straße'), to_tsvector('simple', 'ÉTÉ')::text") == [["été straße", "'été':1"]]
    client.end()


def test_vectors_can_be_installed(folder: Path) -> None:
    client = Client(folder).ready()
    client.ask("CREATE EXTENSION vector")

    assert client.ask("SELECT '[1,2]'::vector <-> '[4,6]'::vector") == [[5.0]]
    client.end()


def test_no_network_address_is_opened_and_nobody_else_can_enter(folder: Path) -> None:
    client = Client(folder).ready()

    assert client.ask("SHOW listen_addresses") == [[""]]
    assert (folder / "socket").stat().st_mode & 0o777 == 0o700
    assert (folder / "data").stat().st_mode & 0o777 == 0o700
    assert client.ask("SHOW fsync") == [["on"]]
    client.end()


def test_variables_meant_for_another_postgres_do_not_matter(folder: Path) -> None:
    client = Client(folder, PGPORT="1", PGHOST="/nowhere", PGUSER="somebody", PGDATABASE="other", PGDATA="/nowhere")

    assert client.ready().ask("SELECT current_user") == [["porchlight"]]
    client.end()


def test_a_forked_process_does_not_stop_the_server_of_its_parent(folder: Path) -> None:
    cluster = Cluster.at(folder)
    cluster.ensure()
    pid = postmaster(folder)
    child = os.fork()
    if child == 0:
        cluster.ensure()
        cluster.leave()
        os._exit(0)
    os.waitpid(child, 0)

    assert is_running(pid)
    with psycopg.connect(**cluster.address(), dbname="porchlight") as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    cluster.leave()
    eventually(lambda: not is_running(pid))


def test_the_programs_for_backups_come_along(folder: Path) -> None:
    cluster = Cluster.at(folder)
    cluster.ensure()
    try:
        environment = {**os.environ, **cluster.environment()}
        assert os.spawnve(os.P_WAIT, program("pg_dump"), ["pg_dump", "--file=/dev/null"], environment) == 0
    finally:
        cluster.leave()


@pytest.mark.parametrize("words", ["two words", """it's, ünïcode "and" 100%d"""])
def test_any_name_of_a_folder_will_do(checkout: Path, words: str) -> None:
    assert use(checkout / words / "var" / "postgres") == [[1]]


def test_a_path_too_long_for_a_socket_will_do(checkout: Path) -> None:
    folder = checkout / ("long " * 20).strip() / ("longer " * 14).strip() / "var" / "postgres"
    assert len(str(folder)) > 200
    client = Client(folder).ready()

    elsewhere = (folder / "socket").readlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o700
    assert elsewhere.stat().st_uid == (folder / "data").stat().st_uid
    client.end()

    # Each start has a folder of its own and removes the one before.
    assert use(folder, "SELECT 1") == [[1]]
    assert not elsewhere.exists()


def test_a_socket_swept_out_of_the_temporary_folder_comes_back(checkout: Path) -> None:
    folder = checkout / ("long" * 25) / "var" / "postgres"
    client = Client(folder).ready()
    for path in (folder / "socket").readlink().iterdir():
        path.unlink()

    assert use(folder, "SELECT 1") == [[1]]
    client.end()
    assert servers(folder) == []


def test_a_copied_checkout_has_a_database_of_its_own(checkout: Path) -> None:
    original = checkout / ("long" * 25) / "var" / "postgres"
    use(original, "CREATE TABLE note AS SELECT 'original' AS word")
    client = Client(original).ready()
    copy = checkout / "copy" / "var" / "postgres"
    copy.parent.mkdir(parents=True)
    assert os.spawnvp(os.P_WAIT, "cp", ["cp", "-a", str(original), str(copy)]) == 0

    use(copy, "UPDATE note SET word = 'copy'")

    assert client.ask("SELECT word FROM note") == [["original"]]
    client.end()


def test_removing_the_folder_makes_a_fresh_start(folder: Path) -> None:
    client = Client(folder).ready()
    client.ask("CREATE TABLE note ()")
    old = postmaster(folder)
    folder.rename(folder.with_name("thrown-away"))

    assert use(folder, "SELECT to_regclass('note')") == [[None]]
    assert client.ask("SELECT to_regclass('note')") == [[None]]
    client.end()
    os.kill(old, 9)
