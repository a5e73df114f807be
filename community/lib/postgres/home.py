"""The folder a cluster lives in, and where it goes when that folder does not suit PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from community.lib.postgres import locks
from community.lib.postgres.account import Account
from community.lib.postgres.failure import Unavailable

# The longest address of a local socket that Linux, macOS and libpq all take is 103 bytes.
LONGEST_SOCKET = 103
SOCKET = ".s.PGSQL.5432"
PORT = 5432
SYSTEM_FOLDER = Path("/var/lib/porchlight")


@dataclass(frozen=True)
class Home:
    """The files of one cluster: its data, its log, its socket and the locks that everybody agrees by."""

    path: Path
    account: Account  # runs the server

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def alive(self) -> Path:
        """Locked by the server and all its processes; free means that none is left."""
        return self.path / "alive"

    @property
    def users(self) -> Path:
        """Locked, shared, by every process that uses the server; locked alone by the one that stops it."""
        return self.path / "users"

    @property
    def start(self) -> Path:
        """Locked by the one that starts the server."""
        return self.path / "start"

    @property
    def owner(self) -> tuple[int, int]:
        """User and group of the folder itself, to whom new lock files belong."""
        status = self.path.stat()
        return status.st_uid, status.st_gid

    @property
    def socket_folder(self) -> Path:
        """Where the server listens: the folder `socket`, or where the link of that name leads."""
        place = self.path / "socket"
        if not place.is_symlink():
            return place
        # A copied checkout has a copy of the link; whoever followed it would write into the original's database.
        return place.readlink() if self._is_ours(place.readlink()) else self.path / "not-started"

    @property
    def socket(self) -> Path:
        return self.socket_folder / SOCKET

    def make_socket_folder(self) -> None:
        """Make an empty folder for the socket which only the server's user can enter. Call while no server runs."""
        place = self.path / "socket"
        if place.is_symlink():
            if self._is_ours(place.readlink()):
                shutil.rmtree(place.readlink(), ignore_errors=True)
            place.unlink()
        elif place.exists():
            shutil.rmtree(place)
        if _suits_socket(place):
            place.mkdir(mode=0o700)
            self.give(place)
        else:
            place.symlink_to(self._private_folder())

    def give(self, path: Path) -> None:
        """Make the server's user the owner of a path that was just made. Does nothing unless root is another one."""
        if not self.account.is_self:
            os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)

    @property
    def _prefix(self) -> str:
        """How the names of this home's folders elsewhere begin, and those of a copy of it do not."""
        return f"porchlight-{self.alive.stat().st_ino:x}-"

    def _is_ours(self, elsewhere: Path) -> bool:
        return self.alive.exists() and elsewhere.name.startswith(self._prefix)

    def _private_folder(self) -> Path:
        for parent in dict.fromkeys(["/tmp", tempfile.gettempdir(), "/var/tmp"]):  # noqa: S108 (mkdtemp makes it private)
            try:
                folder = Path(tempfile.mkdtemp(prefix=self._prefix, dir=parent))
            except OSError:
                continue
            self.give(folder)
            if _suits_socket(folder) and self.account.can_enter(folder):
                return folder
            folder.rmdir()
        raise Unavailable(
            f"The path {self.path} is too long for the database's socket and no folder for temporary files "
            "can hold it either: move the checkout to a shorter path, or set DATABASE_URL."
        )


def settle(folder: Path, say: Callable[[str], None]) -> Home:
    """The home of the cluster at the folder. Makes it if it is missing; says so if it must be elsewhere.

    Raises Unavailable when it belongs to somebody else.
    """
    if not folder.exists():
        _make_with_parents(folder.parent)
        status = folder.parent.stat()
        with locks.held(folder.with_name(f"{folder.name}.lock"), (status.st_uid, status.st_gid), lambda: None):
            if not folder.exists():
                _make_home(folder, say)
    path = folder.resolve()
    data = path / "data"
    account = Account.owning(data) if data.exists() else Account.for_new_data(path)
    if os.geteuid() not in (0, account.uid) or not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        raise Unavailable(
            f"The database in {path} belongs to {Account.owning(path)}: run this as that user, or set DATABASE_URL."
        )
    return Home(path, account)


def _make_home(folder: Path, say: Callable[[str], None]) -> None:
    parent = folder.parent
    account = Account.for_new_data(parent)
    if account.can_enter(parent):
        folder.mkdir()
        _hand_over(folder, parent, private_to=account)
        return
    # Only root comes here. To open the closed folder for another user would be to change what is not ours.
    try:
        _make_with_parents(SYSTEM_FOLDER)
        elsewhere = Path(tempfile.mkdtemp(prefix="database-", dir=SYSTEM_FOLDER))
        elsewhere.chmod(0o711)
        if not account.can_enter(elsewhere):
            raise PermissionError(f"{account} cannot enter {elsewhere}")
    except OSError as error:
        raise Unavailable(
            f"PostgreSQL does not run as root, {account} may not enter {parent}, and {SYSTEM_FOLDER} is no way out "
            f"({error}): move the checkout to a folder that every user may enter, such as /srv, or set DATABASE_URL."
        ) from error
    folder.symlink_to(elsewhere)
    say(
        f"PostgreSQL does not run as root and no other user may enter {parent}, so the database is kept in {elsewhere}."
    )


def _make_with_parents(folder: Path) -> None:
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        _hand_over(path, path.parent)


def _hand_over(path: Path, like: Path, *, private_to: Account | None = None) -> None:
    """Give a folder that root has just made to the owner of `like`; let the server's user pass through it."""
    if os.geteuid() != 0:
        if private_to:
            path.chmod(0o700)
        return
    status = like.stat()
    os.chown(path, status.st_uid, status.st_gid)
    if private_to:
        path.chmod(0o700 if private_to.uid == status.st_uid else 0o711)
    else:
        path.chmod(path.stat().st_mode | 0o111)


def _suits_socket(folder: Path) -> bool:
    """Whether a socket there has an address: short enough, and without the comma that would separate two hosts."""
    return len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET and "," not in str(folder)
