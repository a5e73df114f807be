import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.lib import embedded


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder that stands for a checkout: every user may enter it. What runs below it is killed and removed."""
    folder = embedded.public_folder()
    yield folder
    _clear(folder)


@pytest.fixture
def new_folder(checkout: Path) -> Path:
    """Where the cluster of that checkout will be made."""
    return checkout / "var" / "postgres"


@pytest.fixture
def folder(checkout: Path, made: Path) -> Path:
    """A cluster that was used before. A copy of one made once: half a second each is a minute for all."""
    folder = checkout / "var" / "postgres"
    folder.parent.mkdir()
    subprocess.run(["cp", "-a", str(made), str(folder)], check=True)
    return folder


@pytest.fixture(scope="session")
def made() -> Iterator[Path]:
    checkout = embedded.public_folder()
    embedded.use(checkout / "var" / "postgres")
    yield checkout / "var" / "postgres"
    _clear(checkout)


def _clear(checkout: Path) -> None:
    for home in checkout.rglob("postgres"):
        for pid in embedded.servers(home):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for link in [home, home / "socket"]:
            if link.is_symlink():
                shutil.rmtree(link.readlink(), ignore_errors=True)
    shutil.rmtree(checkout, ignore_errors=True)
