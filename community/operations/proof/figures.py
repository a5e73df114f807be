"""The figures of `make prove`: measured by tests that are marked as proof, by the benchmark, and by a new clone."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

import defusedxml.ElementTree
from django.conf import settings

PYTEST = ("-m", "pytest", "-q", "-m", "proof", "-p", "no:randomly", "-n", "0", "-o", "junit_family=xunit1")


@dataclass(frozen=True)
class Figure:
    """A promise, its bar, and what was measured."""

    measure: str
    bar: str
    value: str


def from_tests() -> list[Figure]:
    """Run the tests that measure a promise; their figures in the order of the tests, and one line for each that failed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "proof.xml"
        subprocess.run([sys.executable, *PYTEST, f"--junitxml={report}"], cwd=settings.BASE_DIR, check=False)
        cases = defusedxml.ElementTree.parse(report).getroot().iter("testcase")
        return [figure for case in cases for figure in _figures_of(case)]


def from_benchmark() -> list[Figure]:
    """Run the benchmark; the lines that have a bar."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "bench.json"
        subprocess.run([sys.executable, "manage.py", "bench", f"--json={report}"], cwd=settings.BASE_DIR, check=True)
        rows = {row["name"]: row for row in json.loads(report.read_text())}
    bars = {
        "question, 10 answers, cold": "at most 20 ×, aim 12 ×",
        "question, from the page cache": "at most 1.2 ×",
        "question, 304": "at most 1.2 ×",
    }
    found = [
        Figure(
            f"app CPU of {name}, against a bare 20 kB view",
            bar,
            f"{rows[name]['ratio']:.2f} × ({rows[name]['cpu_ms']:.2f} ms)",
        )
        for name, bar in bars.items()
    ]
    typed = rows["similar questions while typing"]
    found.append(Figure("similar questions at 20,000 questions", "p95 under 100 ms", f"p95 {typed['p95_ms']:.0f} ms"))
    similar, search, large = (
        rows[name] for name in ("similar questions, 8 readers", "search, 20,000 questions", "search, 200,000 documents")
    )
    mined = rows["mining common requests"]
    found += [
        Figure(
            "mining common requests of 20,000 questions and 60,000 answers",
            "at most 10 minutes and 2 GB",
            f"{mined['p95_ms'] / 1000:.0f} s, {mined['kilobytes'] / 1000:.0f} MB",
        ),
        Figure("similar questions at 20,000 questions, 8 readers at once", "p95 at most 80 ms", _in_rounds(similar)),
        Figure("search at 20,000 questions, 8 readers at once", "p95 at most 150 ms", _in_rounds(search)),
        Figure(
            "search at 200,000 documents, against 20,000, 8 readers at once",
            "p95 at most 2 ×",
            f"{large['p95_ms'] / search['p95_ms']:.2f} × ({_in_rounds(large)})",
        ),
    ]
    return found


def from_a_new_clone() -> list[Figure]:
    """Clone this checkout, `make run` it as a newcomer would, and wait for the home page."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "porchlight"
        git = shutil.which("git") or "git"
        subprocess.run([git, "clone", "--quiet", str(settings.BASE_DIR), str(clone)], check=True)
        Path(folder).chmod(0o755)
        port = "8791"
        environment = {
            k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "DJANGO_SETTINGS_MODULE", "VAR_DIR")
        }
        started = time.monotonic()
        with subprocess.Popen(
            ["make", "run"], cwd=clone, env={**environment, "PORT": port}, stdout=subprocess.DEVNULL
        ) as site:
            try:
                seconds = _seconds_until_served(f"http://127.0.0.1:{port}/", started)
            finally:
                site.terminate()
    return [Figure("bare clone to a served home page, packages downloaded before", "two minutes", f"{seconds:.0f} s")]


def _in_rounds(row: dict) -> str:
    low, high = row["p95_range"]
    return f"p95 {row['p95_ms']:.0f} ms in the middle of five rounds, {low:.0f} to {high:.0f}"


def _seconds_until_served(address: str, started: float) -> float:
    while time.monotonic() - started < 600:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  our own address
                if answer.status == 200:
                    return time.monotonic() - started
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("The home page was not served within ten minutes.")


def _figures_of(case: Element) -> list[Figure]:
    found = [Figure(*_parts(prop.get("value", ""))) for prop in case.iter("property") if prop.get("name") == "figure"]
    broken = case.find("failure") if case.find("failure") is not None else case.find("error")
    if broken is not None:
        found.append(Figure(case.get("name", "").replace("_", " "), "passes", "failed"))
    elif case.find("skipped") is not None:
        found.append(Figure(case.get("name", "").replace("_", " "), "passes", "not measured here"))
    return found


def _parts(value: str) -> tuple[str, str, str]:
    measure, bar, found = json.loads(value)
    return measure, bar, found
