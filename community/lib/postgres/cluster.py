"""A PostgreSQL shared by all processes of a checkout: whoever needs it first starts it, whoever leaves last stops it.

Nothing is concluded from process ids. The server inherits a kernel lock (`alive`) and keeps it until its last process
is gone; everybody who uses it holds another (`users`) together. Both end by themselves when a process is killed.
"""

import atexit
import contextlib
import fcntl
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import psycopg

from community.lib.postgres import home as homes
from community.lib.postgres import locks, server
from community.lib.postgres.failure import Unavailable
from community.lib.postgres.home import PORT, Home

SILENCE = 60  # seconds without a sign of life before giving up; a server in recovery gives signs
GRACE = 3  # seconds for the processes of a killed server to end by themselves
PATIENCE = 2  # seconds before somebody who waits is told
STARTS = 3  # a server that was killed while it started is started again

Say = Callable[[str], None]


def _say(sentence: str) -> None:
    # Whoever started us may be in the middle of a line about what they are doing.
    sys.stderr.write(f"\r\033[K{sentence}\n" if sys.stderr.isatty() else f"{sentence}\n")


class Cluster:
    """One per folder and process; get it with Cluster.at(folder)."""

    _known: dict[Path, "Cluster"] = {}
    _knowing = threading.Lock()

    def __init__(self, folder: Path, database: str) -> None:
        self.folder = folder
        self.database = database
        self._home: Home | None = None
        self._users: int | None = None  # the open lock file, held shared
        self._process: subprocess.Popen[bytes] | None = None  # the server, where this process started it
        self._busy = threading.RLock()

    @classmethod
    def at(cls, folder: str | os.PathLike[str], database: str = "porchlight") -> "Cluster":
        """The cluster in the folder. Touches nothing; `database` is made when the cluster is."""
        path = Path(os.path.abspath(folder))  # noqa: PTH100 (Path.resolve would follow the link to a home elsewhere)
        with cls._knowing:
            if path not in cls._known:
                cls._known[path] = cls(path, database)
            return cls._known[path]

    def ensure(self, say: Say = _say) -> None:
        """Return when the server answers; make, start or wait for it if need be. Raises Unavailable.

        What takes longer than two seconds is said to `say`.
        """
        with self._busy:
            try:
                self._ensure(_Waiting(say))
            except OSError as error:
                raise Unavailable(f"The database in {self.folder} cannot be started: {error}.") from error

    def keep(self, say: Say = _say) -> NoReturn:
        """Stay connected for ever, and bring the server back at once whenever the connection ends."""
        while True:
            try:
                self.ensure(say)
                with psycopg.connect(**self.address(), dbname="postgres", autocommit=True) as connection:
                    while True:
                        select.select([connection.fileno()], [], [])
                        connection.execute("SELECT 1")
            except Unavailable as error:
                say(str(error))
                time.sleep(1)
            except psycopg.OperationalError:
                continue

    def is_used(self) -> bool:
        """Whether this process has been connected to the server before, so that it is probably up."""
        return self._users is not None

    def address(self) -> dict[str, Any]:
        """What psycopg.connect needs besides the name of a database. Call after ensure()."""
        return {"host": str(self._settled.socket_folder), "port": PORT, "user": server.SUPERUSER}

    def environment(self) -> dict[str, str]:
        """The same for psql, pg_dump and pg_restore, as variables of their environment."""
        return {
            "PGHOST": str(self._settled.socket_folder),
            "PGPORT": str(PORT),
            "PGUSER": server.SUPERUSER,
            "PGDATABASE": self.database,
        }

    def leave(self) -> None:
        """Use the server no more; stop it if nobody else does. Called when the process ends."""
        with self._busy:
            if self._users is None or self._home is None:
                return
            # Closing is enough and unlocking would be wrong: forked processes share the open file, and so the lock.
            os.close(self._users)
            self._users = None
            # A folder that was removed meanwhile took its server along.
            with contextlib.suppress(OSError):
                self._stop_if_unused(self._home)
            self._reap()
            if self._process is not None and self._process.returncode is None:
                # It outlives this process on purpose, which subprocess would complain about.
                self._process.returncode = 0
            self._process = None

    @property
    def _settled(self) -> Home:
        if self._home is None:
            raise Unavailable(f"The database in {self.folder} has not been started yet.")
        return self._home

    def _ensure(self, waiting: "_Waiting") -> None:
        if self._home is None or not self._home.path.exists():
            self._home = homes.settle(self.folder, waiting.say)
        home = self._home
        self._join(home, waiting)
        if self._refusal(home) is None:
            return
        with locks.held(home.start, home.owner, waiting.once):
            self._start(home, waiting)

    def _join(self, home: Home, waiting: "_Waiting") -> None:
        """Hold the lock of the users, so that nobody stops the server."""
        if self._users is not None and locks.is_same_file(self._users, home.users):
            return
        if self._users is None:
            atexit.register(self.leave)
        else:
            os.close(self._users)
        descriptor = locks.open_private(home.users, home.owner)
        locks.wait(descriptor, fcntl.LOCK_SH, waiting.once)
        self._users = descriptor

    def _start(self, home: Home, waiting: "_Waiting") -> None:
        """Bring the server up. The caller holds the lock of those who start."""
        starts, read_from = 0, home.log.stat().st_size if home.log.exists() else 0
        while (refusal := self._refusal(home)) is not None:
            alive = locks.open_private(home.alive, home.owner)
            try:
                if locks.try_exclusive(alive):
                    if starts == STARTS:
                        raise Unavailable(f"PostgreSQL does not start in {home.path}: {_last_words(home, read_from)}")
                    starts += 1
                    if not home.data.exists():
                        server.create(home, alive, self.database)
                    self._reap()
                    self._process = server.launch(home, alive)
                    waiting.begin()
                elif "the database system is" in refusal:
                    waiting.begin(seen=True)  # it is recovering, and says so
                elif waiting.seconds > GRACE:
                    self._unblock(home)
            finally:
                os.close(alive)
            waiting.once()
            time.sleep(0.02)

    def _unblock(self, home: Home) -> None:
        """Deal with what holds the lock and does not answer: leftovers of a killed server, or one without a socket."""
        if server.postmaster(home) is None:
            server.kill_orphans(home)
        elif not home.socket.exists():
            server.interrupt(home)

    def _stop_if_unused(self, home: Home) -> None:
        users = locks.open_private(home.users, home.owner)
        try:
            if not locks.try_exclusive(users):
                return
            waiting = _Waiting(lambda sentence: None)
            told = False
            while waiting.seconds < SILENCE and not self._is_down(home):
                # A server that is just starting cannot be told yet.
                told = told or server.interrupt(home)
                if not told and waiting.seconds > GRACE:
                    return
                time.sleep(0.01)
        finally:
            os.close(users)

    def _is_down(self, home: Home) -> bool:
        alive = locks.open_private(home.alive, home.owner)
        try:
            return locks.try_exclusive(alive)
        finally:
            os.close(alive)

    def _reap(self) -> None:
        if self._process is not None:
            self._process.poll()

    def _refusal(self, home: Home) -> str | None:
        """Why the server cannot be used, in its own words; None if it can. Connects once."""
        if not home.socket.exists():
            return "no socket"
        try:
            psycopg.connect(**self.address(), dbname="postgres", connect_timeout=5).close()
        except psycopg.OperationalError as error:
            said = str(error)
            # Any other answer of the server (all places taken, say) shows that it is up.
            return None if "FATAL:" in said and "the database system is" not in said else said
        return None

    def _after_fork(self) -> None:
        # The lock may have been held by a thread that does not exist in the child.
        self._busy = threading.RLock()
        self._process = None


class _Waiting:
    """How long somebody has been waiting, and for how long they may."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self._told = False
        self._seen = False
        self._since = self._silent_since = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._silent_since

    def begin(self, *, seen: bool = False) -> None:
        """Count the silence from now on."""
        self._silent_since, self._seen = time.monotonic(), seen

    def once(self) -> None:
        """Called again and again while waiting. Speaks after two seconds, raises Unavailable after a silent minute."""
        if self.seconds > SILENCE:
            raise Unavailable(f"PostgreSQL has given no sign of life for {SILENCE} seconds; its log may say why.")
        if not self._told and time.monotonic() - self._since > PATIENCE:
            self._told = True
            self.say("PostgreSQL recovers from an interruption …" if self._seen else "PostgreSQL is starting …")


def _last_words(home: Home, read_from: int) -> str:
    """What the server wrote since, on one line: fatal lines if there are any, else the last ones."""
    with home.log.open("rb") as log:
        log.seek(read_from if read_from <= home.log.stat().st_size else 0)
        lines = log.read().decode("utf-8", "replace").splitlines()
    fatal = [line for line in lines if "FATAL:" in line or "PANIC:" in line]
    return " / ".join(line.partition("]")[2].strip() or line for line in (fatal or lines)[-3:]) or f"see {home.log}."


def _after_fork() -> None:
    Cluster._knowing = threading.Lock()
    for cluster in Cluster._known.values():
        cluster._after_fork()


os.register_at_fork(after_in_child=_after_fork)
