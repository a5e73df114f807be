"""`make lock`: settle the versions in uv.lock and write them, hashed, into `requirements/`. For maintainers; needs uv."""

from __future__ import annotations

import re
import subprocess
import tomllib

from community.operations.bootstrap import machine
from community.operations.bootstrap.environment import REQUIREMENTS, ROOT
from community.operations.bootstrap.says import Refusal, say

LISTS = {
    "runtime": ["--no-default-groups"],
    "minilm": ["--only-group", "minilm"],
    "s3": ["--only-group", "s3"],
    "test": ["--only-group", "test"],
}
# Sizes are told for the machine most people have: Linux on x86-64 with Debian's Python.
USUAL = re.compile(r"-(?:cp311-cp311|cp3\d+-abi3|py3-none|py2\.py3-none)-(?:any|manylinux.*x86_64.*)\.whl$")


def lock(*, upgrade: bool) -> None:
    uv = machine.uv()
    if uv is None:
        raise Refusal("`make lock` needs uv: https://docs.astral.sh/uv/")
    subprocess.run([uv, "lock", *(["--upgrade"] if upgrade else [])], cwd=ROOT, check=True)
    sizes = _sizes()
    REQUIREMENTS.mkdir(exist_ok=True)
    for name, choice in LISTS.items():
        text = subprocess.run(
            [uv, "export", "--frozen", "--quiet", "--no-emit-project", "--no-header", *choice],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        pinned = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
        here = [line for line in pinned if sizes.get(line.split(" ")[0]) and not _elsewhere(line)]
        size = sum(sizes.get(line.split(" ")[0], 0) for line in here)
        head = f"# {len(here)} packages, {round(size / 1e6)} MB\n# Made by `make lock` from uv.lock; do not edit.\n"
        (REQUIREMENTS / f"{name}.txt").write_text(head + text)
        say(f"requirements/{name}.txt: {len(here)} packages, {round(size / 1e6)} MB")


def _elsewhere(line: str) -> bool:
    """Whether the line is for other systems or newer Pythons only."""
    others = ["sys_platform == 'win32'", "sys_platform == 'darwin'", "python_full_version >= '3.12'"]
    return any(other in line for other in others)


def _sizes() -> dict[str, int]:
    """The size of the usual machine's file of each package, by name and version: `django==5.2.19`."""
    packages = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    found = {}
    for package in packages:
        fits = [wheel["size"] for wheel in package.get("wheels", []) if USUAL.search(wheel["url"])]
        found[f"{package['name']}=={package.get('version')}"] = min(fits, default=0)
    return found
