"""Versions that all processes see: a page is fresh as long as the versions that it was rendered from still stand.

A version is the time of the last write, in nanoseconds, kept under a key such as `question:12`, `lists` or `site`: in Redis when
`CACHE_URL` is set, else in a file of fixed size that every process of the checkout maps into its memory. The time is
written, not counted up: two writers at once leave a value that no reader has seen, and no lock is needed. Two keys that
share a slot only make each other's pages fresh more often.
"""

import contextlib
import mmap
import os
import struct
import time
import zlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches

_SLOTS = 16384
_SIZE = _SLOTS * 8
_NUMBER = struct.Struct("=Q")


def bump(*keys: str) -> None:
    """Make every page that was rendered from one of `keys` stale, in all processes. Never raises for a cache that is down."""
    now = time.time_ns()
    if settings.CACHE_URL:
        caches["default"].set_many({f"version:{key}": now for key in keys}, timeout=None)
        return
    memory = _shared_memory()
    for key in keys:
        _NUMBER.pack_into(memory, _slot(key), now)


def read(keys: tuple[str, ...]) -> tuple[int, ...]:
    """The versions of `keys`, in their order; 0 for a key that was never written. No query."""
    if settings.CACHE_URL:
        found = caches["default"].get_many([f"version:{key}" for key in keys])
        return tuple(found.get(f"version:{key}", 0) for key in keys)
    memory = _shared_memory()
    return tuple(_NUMBER.unpack_from(memory, _slot(key))[0] for key in keys)


def _slot(key: str) -> int:
    return zlib.crc32(key.encode()) % _SLOTS * 8


@cache
def _shared_memory() -> mmap.mmap:
    path = Path(settings.VAR_DIR) / "versions"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with contextlib.closing(os.fdopen(handle, "r+b")) as file:
        if os.fstat(file.fileno()).st_size < _SIZE:
            os.ftruncate(file.fileno(), _SIZE)
        return mmap.mmap(file.fileno(), _SIZE)
