"""A real web server for the benchmark, and what its processes spend."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from community.operations import parts

HOST = "127.0.0.1"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """What a run of requests took: CPU of the application's processes, and the time that each request took, in ms."""

    requests: int
    cpu_ms: float
    times_ms: list[float]
    bytes_last: int

    @classmethod
    def of(cls, parts: "Iterable[Spent]") -> "Spent":
        """Several runs as one."""
        parts = list(parts)
        return cls(
            sum(part.requests for part in parts),
            sum(part.cpu_ms for part in parts),
            [time_ms for part in parts for time_ms in part.times_ms],
            parts[-1].bytes_last,
        )

    @property
    def cpu_per_request(self) -> float:
        return self.cpu_ms / self.requests

    def percentile(self, share: float) -> float:
        ordered = sorted(self.times_ms)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Server:
    """The web part of the site, started on a free port."""

    def __init__(self, process: subprocess.Popen, port: int):
        self.process, self.port = process, port

    def get(self, paths: Iterable[str], *, headers: dict[str, str] | None = None, expect: int = 200) -> Spent:
        """Ask for each path in turn over one connection. Raises RuntimeError for another status than `expect`."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        times, size = [], 0
        before = self._cpu_ms()
        for path in paths:
            start = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip", **(headers or {})})
            response = connection.getresponse()
            size = len(response.read())
            times.append((time.perf_counter() - start) * 1000)
            if response.status != expect:
                raise RuntimeError(f"{path} answered {response.status}, not {expect}.")
        connection.close()
        return Spent(len(times), self._cpu_ms() - before, times, size)

    def get_by_readers(self, paths: list[str], readers: int) -> Spent:
        """Ask for the paths as so many readers at once, each over a connection of its own, who wait for each answer."""
        with ThreadPoolExecutor(readers) as pool:
            return Spent.of(pool.map(self.get, [paths[reader::readers] for reader in range(readers)]))

    def header(self, path: str, name: str) -> str:
        """A header of the answer to one request."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.headers[name] or ""

    def _cpu_ms(self) -> float:
        return sum(_ticks(pid) for pid in _family(self.process.pid)) / _TICKS * 1000


@contextmanager
def running_server(workers: int = 1):
    """A Server that answers; ended with the block. One process: with two, a new connection may meet one that is cold."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [
        "community.operations.bench.wsgi:application" if part == "community.wsgi:application" else part
        for part in parts.web(HOST, port, workers=workers).command
    ]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env={**os.environ, "LOG_LEVEL": "WARNING"}) as process:
        try:
            _wait_for(port, process)
            yield Server(process, port)
        finally:
            process.terminate()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The web server did not start.")


def _family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*"):
            found += [int(child) for child in (task / "children").read_text().split()]
    return found


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
