"""One server process: made, started, found again and stopped."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from community.lib.postgres import locks, programs
from community.lib.postgres.account import Account
from community.lib.postgres.failure import Unavailable
from community.lib.postgres.home import PORT, Home

SUPERUSER = "porchlight"
LARGEST_LOG = 5_000_000
SMALL_SHARED_MEMORY = 512_000_000

INITDB = [
    "--auth-local=trust",
    "--auth-host=reject",
    "--encoding=UTF8",
    # The locale decides what search folds and how lists sort; left alone it would differ between machines.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]

SETTINGS = {
    # No TCP: whoever may enter the socket's folder may connect, nobody else.
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_destination": "stderr",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
}


def create(home: Home, alive: int, database: str) -> None:
    """Make the data folder with one database in it, wholly or not at all. Raises Unavailable.

    Needs the lock `alive`, which the programs inherit: if this process dies, the next one waits until they have ended.
    """
    for leftover in home.path.glob("making-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix="making-", dir=home.path))
    home.give(making)
    if home.account.name:
        _initialise(home, home.account, making, alive, database)
    elif home.account.is_self:
        raise Unavailable(
            f"PostgreSQL makes a database only for a user with a name, and {home.account} has none in /etc/passwd: "
            "start Porchlight as another user, or set DATABASE_URL."
        )
    else:
        # The server takes a number, initdb wants a name: nobody's serves, in a folder that nobody can enter.
        with tempfile.TemporaryDirectory(prefix="porchlight-making-", ignore_cleanup_errors=True) as folder:
            nobody = Account.nobody()
            os.chown(folder, nobody.uid, nobody.gid)
            _initialise(home, nobody, Path(folder), alive, database)
            shutil.copytree(folder, making, symlinks=True, dirs_exist_ok=True)
        for path in [making, *making.rglob("*")]:
            home.give(path)
    making.rename(home.data)


def _initialise(home: Home, maker: Account, folder: Path, alive: int, database: str) -> None:
    installation = programs.runnable_by(maker, home.path)
    for name, arguments, text in [
        ("initdb", [*INITDB, "-U", SUPERUSER, "-D", str(folder)], ""),
        ("postgres", ["--single", "-D", str(folder), "postgres"], f'CREATE DATABASE "{database}"\n'),
    ]:
        done = maker.run([installation / "bin" / name, *arguments], text=text, pass_fds=(alive,))
        if done.returncode or "ERROR:" in done.stderr:
            said = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
            raise Unavailable(f"The database in {home.path} could not be made ({name}: {said}).")


def launch(home: Home, alive: int) -> subprocess.Popen[bytes]:
    """Start the server and return at once. It inherits the lock `alive` and keeps it until its last process ends."""
    installation = programs.runnable_by(home.account, home.path)
    made_by = int((home.data / "PG_VERSION").read_text())
    if made_by != programs.major(installation):
        raise Unavailable(
            f"The database in {home.path} was made by PostgreSQL {made_by} and the installed package brings "
            f"PostgreSQL {programs.major(installation)}: install the older package, back up, and restore into an empty "
            "folder with the newer one."
        )
    home.make_socket_folder()
    # Left behind by a kill, it names a process id that may belong to any program by now.
    (home.data / "postmaster.pid").unlink(missing_ok=True)
    settings = {**SETTINGS, "unix_socket_directories": _quoted(home.socket_folder), **_memory()}
    command = [str(installation / "bin" / "postgres"), "-D", str(home.data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    if home.log.exists() and home.log.stat().st_size > LARGEST_LOG:
        home.log.rename(home.path / "log.old")
    with os.fdopen(locks.open_private(home.log, home.owner), "ab") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(alive,),
            start_new_session=True,  # Ctrl-C in a terminal must not reach it
            **home.account.identity(),
        )


def postmaster(home: Home) -> int | None:
    """The process id of the running server, or None when it is not up, or only processes it left behind are."""
    try:
        pid = int((home.data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if _belongs_to(home, pid) else None


def interrupt(home: Home) -> bool:
    """Tell the server to end its sessions and stop in good order. False when there is none to tell."""
    pid = postmaster(home)
    if pid is None:
        return False
    try:
        os.kill(pid, signal.SIGINT)
    except ProcessLookupError:
        return False
    return True


def kill_orphans(home: Home) -> None:
    """Kill what a killed server left behind. Its processes end by themselves, save one in a long computation."""
    for folder in Path("/proc").glob("[0-9]*"):
        if _belongs_to(home, int(folder.name)):
            try:
                os.kill(int(folder.name), signal.SIGKILL)
            except ProcessLookupError:
                continue


def _belongs_to(home: Home, pid: int) -> bool:
    """Whether the process is a PostgreSQL that has the lock file of this home open."""
    process = Path("/proc") / str(pid)
    if not Path("/proc/self/fd").exists():
        shown = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, check=False)
        return b"postgres" in shown.stdout
    try:
        # A process without a program is a zombie: dead, and not yet seen off by its parent.
        if not (process / "exe").readlink().name.startswith(("postgres", "initdb")):
            return False
        alive = home.alive.stat()
        return any(_is(descriptor, alive) for descriptor in (process / "fd").iterdir())
    except OSError:
        return False


def _is(descriptor: Path, status: os.stat_result) -> bool:
    try:
        return os.path.samestat(descriptor.stat(), status)
    except OSError:
        return False


def _quoted(folder: Path) -> str:
    return '"' + str(folder).replace('"', '""') + '"'


def _memory() -> dict[str, str]:
    """Containers have 64 MB of shared memory, too little to build an index in parallel; files do as well."""
    try:
        room = os.statvfs("/dev/shm")  # noqa: S108 (a size is read, nothing is written)
    except OSError:
        return {}
    small = room.f_frsize * room.f_blocks < SMALL_SHARED_MEMORY
    return {"dynamic_shared_memory_type": "mmap"} if small else {}
