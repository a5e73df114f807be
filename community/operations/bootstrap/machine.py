"""What this machine has. Nothing here changes or fetches anything."""

from __future__ import annotations

import errno
import importlib.util
import os
import shutil
import socket
import subprocess
import sys

from community.operations.bootstrap.says import Refusal

OLDEST = (3, 11)


def need_python() -> None:
    if sys.version_info < OLDEST:
        has = ".".join(map(str, sys.version_info[:2]))
        raise Refusal(f"Porchlight needs Python 3.11 or newer and this is {has}. On Debian 12: {apt('python3')}")


def need_environments() -> None:
    """Debian ships Python without what makes environments."""
    lacking = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if lacking and not uv():
        raise Refusal(f"Python lacks its modules for environments ({', '.join(lacking)}): {apt('python3-venv')}")


def note_git() -> str:
    """A remark when git is missing; it is needed for updates, not for running."""
    return "" if shutil.which("git") else f"git is missing; you will want it for updates: {apt('git')}"


def need_port(port: str, host: str) -> int:
    """The port as a number, if something can listen there."""
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise Refusal(f"PORT must be a number from 1 to 65535, not {port!r}.")
    number = int(port)
    trouble = _trouble(host, number)
    if trouble == errno.EADDRINUSE:
        free = next((other for other in range(number + 1, 65536) if not _trouble(host, other)), 8001)
        raise Refusal(f"Port {number} is taken by another program; choose another one: PORT={free} make run")
    if trouble == errno.EACCES:
        raise Refusal(f"Port {number} is reserved for the administrator; choose one from 1024 on: PORT=8000 make run")
    if trouble:
        raise Refusal(f"Nothing can listen on {host}, port {number}: {os.strerror(trouble)}.")
    return number


def uv() -> str | None:
    """The path of a uv that works, or None. PORCHLIGHT_UV=0 hides it."""
    found = shutil.which("uv") if os.environ.get("PORCHLIGHT_UV") != "0" else None
    if found is None:
        return None
    try:
        works = subprocess.run([found, "--version"], capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found if works else None


def apt(package: str) -> str:
    """The line that installs a Debian package, as this user would type it."""
    return f"{'' if os.geteuid() == 0 else 'sudo '}apt install {package}"


def _trouble(host: str, port: int) -> int:
    """The error number met when listening there, 0 for none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        # As the web server does: connections of a server that just ended do not matter.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen()
        except OSError as error:
            return error.errno or errno.EIO
    return 0
