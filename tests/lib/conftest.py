import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.lib import embedded


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder that stands for a checkout: every user may enter it. What ran below it is killed and removed."""
    folder = embedded.public_folder()
    yield folder
    for home in folder.rglob("postgres"):
        for pid in embedded.servers(home):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for outside in [home, home / "socket"]:
            if outside.is_symlink():
                shutil.rmtree(outside.readlink(), ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def folder(checkout: Path) -> Path:
    """Where the cluster of that checkout will be."""
    return checkout / "var" / "postgres"
