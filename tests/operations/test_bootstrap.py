"""The first minute of a stranger: what the machine lacks is said, in one sentence, before anything is fetched."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# A Python as Debian ships it without python3-venv: the module is not there.
WITHOUT_ENSUREPIP = """
import sys

class Lacking:
    def find_spec(self, name, path=None, target=None):
        if name == "ensurepip":
            raise ModuleNotFoundError(name)
        return None

import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "ensurepip" else found(name, package)

from community.operations.bootstrap.targets import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What of a bare clone is read before there is an environment."""
    folder = tmp_path / "a clone"
    bootstrap = Path("community/operations/bootstrap")
    shutil.copytree(ROOT / bootstrap, folder / bootstrap, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    for name in ["Makefile", "community/__init__.py", "community/operations/__init__.py"]:
        shutil.copy(ROOT / name, folder / name)
    return folder


def run(*command: str, clone: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PORCHLIGHT_UV": "0", **variables}
    return subprocess.run(
        command, cwd=clone, env=environment, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL
    )


def bootstrap(*arguments: str, clone: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "community.operations.bootstrap", *arguments, clone=clone, **variables)


def make_wheel(folder: Path, name: str = "lamp", version: str = "1.0") -> str:
    """A package of one module in the folder; returns its hash."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", f"version = {version!r}\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wants(clone: Path, digest: str, version: str = "1.0") -> None:
    text = f"# 1 packages, 0 MB\nlamp=={version} \\\n    --hash=sha256:{digest}\n"
    (clone / "requirements" / "runtime.txt").write_text(text)


def offline(wheels: Path) -> dict[str, str]:
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "UV_NO_INDEX": "1", "UV_FIND_LINKS": str(wheels)}


def test_a_taken_port_is_named_before_anything_else(clone):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("make", "run", f"PYTHON={sys.executable}", clone=clone, PORT=str(port))

    assert f"Port {port} is taken by another program; choose another one: PORT=" in done.stdout
    assert done.stdout.count("\n") == 1
    assert done.returncode
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1", "", "８０００"])
def test_a_port_that_is_none_is_named(clone, port):
    done = bootstrap("run", clone=clone, PORT=port)

    assert done.stdout == f"PORT must be a number from 1 to 65535, not {port!r}.\n"
    assert done.returncode == 1


def test_a_python_without_environments_is_named_with_its_apt_line(clone):
    done = run(sys.executable, "-c", WITHOUT_ENSUREPIP, "run", clone=clone, PORT=free_port())

    assert "Python lacks its modules for environments (ensurepip): " in done.stdout
    assert "apt install python3-venv" in done.stdout
    assert not (clone / ".venv").exists()


def test_a_missing_python_is_named_with_its_apt_line(clone):
    done = run("make", "run", "PYTHON=no-such-python", clone=clone)

    assert "Python is missing." in done.stdout
    assert "apt install python3 python3-venv" in done.stdout


def test_root_is_not_told_to_use_sudo(clone):
    done = run("make", "run", "PYTHON=no-such-python", clone=clone)

    assert ("sudo apt" in done.stdout) is (os.geteuid() != 0)


def test_packages_come_exactly_as_listed_and_whatever_failed_is_taken_up_again(clone, tmp_path):
    wheels, nothing = tmp_path / "wheels", tmp_path / "nothing"
    nothing.mkdir()
    wants(clone, make_wheel(wheels))

    failed = bootstrap("packages", clone=clone, **offline(nothing))
    assert failed.returncode == 1
    assert "Making the environment .venv …" in failed.stdout
    assert "Is the network up? What has been fetched is kept; try again." in failed.stdout

    again = bootstrap("packages", clone=clone, **offline(wheels))
    assert again.returncode == 0
    assert "Making the environment" not in again.stdout
    assert "requirements/runtime.txt (1 packages, 0 MB) …" in again.stdout
    assert lamp(clone) == "1.0"

    assert bootstrap("packages", clone=clone).stdout == ""

    make_wheel(wheels, version="2.0")
    wants(clone, "0" * 64, "2.0")
    refused = bootstrap("packages", clone=clone, **offline(wheels))
    assert refused.returncode == 1
    assert "could not be installed" in refused.stdout
    assert lamp(clone) == "1.0"

    wants(clone, make_wheel(wheels, version="2.0"), "2.0")
    assert bootstrap("packages", clone=clone, **offline(wheels)).returncode == 0
    assert lamp(clone) == "2.0"

    python = clone / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert bootstrap("packages", clone=clone, **offline(wheels)).returncode == 0
    assert lamp(clone) == "2.0"


@pytest.mark.skipif(shutil.which("uv") is None, reason="No uv here.")
def test_uv_is_used_where_it_is(clone, tmp_path):
    wants(clone, make_wheel(tmp_path / "wheels"))
    done = bootstrap("packages", clone=clone, PORCHLIGHT_UV="1", HOME=str(tmp_path), **offline(tmp_path / "wheels"))

    assert done.returncode == 0, done.stdout
    assert "uv = " in (clone / ".venv/pyvenv.cfg").read_text()
    assert lamp(clone) == "1.0"


def test_a_uv_that_does_not_work_is_done_without(clone, tmp_path):
    wants(clone, make_wheel(tmp_path / "wheels"))
    broken = tmp_path / "bin" / "uv"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\ncase $1 in --version) exit 0;; esac\nexit 1\n")
    broken.chmod(0o755)
    path = f"{broken.parent}:{os.environ['PATH']}"
    done = bootstrap("packages", clone=clone, PORCHLIGHT_UV="1", PATH=path, **offline(tmp_path / "wheels"))

    assert done.returncode == 0, done.stdout
    assert lamp(clone) == "1.0"


def test_two_at_once_install_one_after_the_other(clone, tmp_path):
    wants(clone, make_wheel(tmp_path / "wheels"))
    environment = {"PATH": os.environ["PATH"], "PORCHLIGHT_UV": "0", **offline(tmp_path / "wheels")}
    command = [sys.executable, "-m", "community.operations.bootstrap", "packages"]
    both = [subprocess.Popen(command, cwd=clone, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=120)[0] for process in both]

    assert [process.returncode for process in both] == [0, 0], said
    assert sum("Making the environment" in words for words in said) == 1


def test_an_unknown_target_lists_the_known_ones(clone):
    assert bootstrap("fly", clone=clone).stdout.startswith("There is no fly; there is run, test, check")


def test_clean_keeps_the_database(clone):
    (clone / "var" / "postgres").mkdir(parents=True)
    (clone / ".venv" / "bin").mkdir(parents=True)
    done = bootstrap("clean", clone=clone)

    assert not (clone / ".venv").exists()
    assert (clone / "var" / "postgres").exists()
    assert "Kept var/" in done.stdout


def lamp(clone: Path) -> str:
    """The version of the package that the environment of the clone has."""
    return run(str(clone / ".venv/bin/python"), "-c", "import lamp; print(lamp.version)", clone=clone).stdout.strip()


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])
