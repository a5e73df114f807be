"""Who runs the server: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community.lib.postgres.failure import Unavailable

# Between the ranges that Debian and systemd hand out, so that no account of the machine shares the database's files.
# PostgreSQL runs without a name for it, so no account has to be created.
NOBODY_ELSE = 60750


@dataclass(frozen=True)
class Account:
    uid: int
    gid: int

    def __str__(self) -> str:
        return f"the user {self.name} (uid {self.uid})" if self.name else f"the user with uid {self.uid}"

    @classmethod
    def current(cls) -> "Account":
        return cls(os.geteuid(), os.getegid())

    @classmethod
    def nobody(cls) -> "Account":
        """The account that every system has for programs which need none of their own."""
        entry = pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)

    @classmethod
    def owning(cls, path: Path) -> "Account":
        status = path.stat()
        return cls(status.st_uid, status.st_gid)

    @classmethod
    def for_new_data(cls, folder: Path) -> "Account":
        """Who is to own a database in the folder: the one who asks; for root the folder's owner, else nobody else.

        Raises Unavailable where the system lets root run nothing as that user.
        """
        if os.geteuid() != 0:
            return cls.current()
        account = cls.owning(folder)
        if account.uid == 0:
            account = cls(NOBODY_ELSE, NOBODY_ELSE)
        try:
            account.run(["/bin/true"])
        except OSError as error:
            raise Unavailable(
                f"PostgreSQL does not run as root, and this system does not let root run it as {account} "
                f"({error.strerror}): start Porchlight as an ordinary user, or set DATABASE_URL."
            ) from error
        return account

    @property
    def name(self) -> str:
        """The account's name, or nothing for a number that has none."""
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return ""

    @property
    def is_self(self) -> bool:
        return self.uid == os.geteuid()

    def can_run(self, program: Path) -> bool:
        """Whether this account can execute the program. Runs it with --version."""
        try:
            return self.run([program, "--version"]).returncode == 0
        except OSError:
            return False

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can go into the folder."""
        return self.is_self or self.run(["/bin/sh", "-c", 'cd -- "$0"', folder]).returncode == 0

    def run(
        self, command: Sequence[str | Path], *, text: str = "", pass_fds: tuple[int, ...] = ()
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end as this account, with text as its input; returns its code and what it said."""
        return subprocess.run(
            command,
            input=text,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            pass_fds=pass_fds,
            **self.identity(),
        )

    def identity(self) -> dict[str, Any]:
        """The arguments that make subprocess run something as this account, in a private and neutral surrounding."""
        surrounding = {
            # Variables such as PGDATA, PGOPTIONS or LC_MESSAGES would steer the server.
            "env": {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "HOME": "/", "TZ": "UTC"},
            "cwd": "/",
            "umask": 0o077,
        }
        return surrounding if self.is_self else {**surrounding, "user": self.uid, "group": self.gid, "extra_groups": []}
