"""Kernel locks on files. They belong to the open file: they end with the last process that has it, however it ends."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

MODE = 0o600


def open_private(path: Path, owner: tuple[int, int]) -> int:
    """Open a file for appending; make it if it is missing, and give it to its owner where root makes it."""
    try:
        return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
    except FileNotFoundError:
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, MODE)
        if os.geteuid() == 0:
            os.fchown(descriptor, *owner)
        return descriptor


def is_same_file(descriptor: int, path: Path) -> bool:
    """Whether the path still names the opened file: somebody may have removed the folder and made it again."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def try_exclusive(descriptor: int) -> bool:
    """Take the lock alone, without waiting."""
    return _try(descriptor, fcntl.LOCK_EX)


def wait(descriptor: int, operation: int, waiting: Callable[[], None]) -> None:
    """Take the lock, however long it takes. `waiting` is called about fifty times a second and may raise."""
    while not _try(descriptor, operation):
        waiting()
        time.sleep(0.02)


@contextmanager
def held(path: Path, owner: tuple[int, int], waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock file at the path alone."""
    while True:
        descriptor = open_private(path, owner)
        try:
            wait(descriptor, fcntl.LOCK_EX, waiting)
            if is_same_file(descriptor, path):
                yield
                return
        finally:
            os.close(descriptor)


def _try(descriptor: int, operation: int) -> bool:
    try:
        fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
