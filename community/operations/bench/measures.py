"""What the benchmark measures, on a community made by `make_load`."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from statistics import median
from urllib.parse import quote

from django.conf import settings

from community.operations.bench.server import Server, Spent
from community.operations.load.words import Writer
from forum.models import Question
from knowledgebase.models import CommonRequest

COLD, WARM, BARE, TYPED = 100, 4000, 4000, 200
READERS, SEARCHED, ROUNDS = 8, 400, 5
TURNS = 8
_fresh = count(1)


@dataclass(frozen=True)
class Row:
    """A line of the table: CPU and times in ms, and the CPU against the bare view of the same run.

    Of a program that ran once `kilobytes` is the most memory that it held. Of several rounds each number is the one in the
    middle, and `p95_range` says from where to where that of the rounds went.
    """

    name: str
    cpu_ms: float
    ratio: float
    p50_ms: float
    p95_ms: float
    kilobytes: float
    p95_range: tuple[float, float] | None = None


def pages(server: Server) -> list[Row]:
    """The signed-out question page with ten answers, cold, kept and unchanged, and the main lists, against the bare view.

    Cold are all questions with ten answers, each once: neither a page nor a part of one was made before. What a process
    needs only once in its life (compiled templates and queries) is made by pages of questions with nine.
    """
    addresses = _addresses(answers=10)
    address = addresses[0]
    server.get(["/bench/bare/"] * 200)
    server.get(_addresses(answers=9))
    bare, cold = _in_turns(server, ["/bench/bare/"] * BARE, addresses)
    server.get([address] * 10)
    kept = server.get([address] * WARM)
    etag = server.header(address, "ETag")
    unchanged = server.get([address] * WARM, headers={"If-None-Match": etag}, expect=304)
    rows = [
        ("bare view, 20 kB", bare),
        ("question, 10 answers, cold", cold),
        ("question, from the page cache", kept),
        ("question, 304", unchanged),
    ]
    rows += [(f"{name}, cold", server.get(_cold(path, COLD))) for name, path in _LISTS]
    base = bare.cpu_per_request
    return [_row(name, spent, base) for name, spent in rows]


def similar_while_typing(server: Server) -> Row:
    """The suggestions for 200 different half-typed titles."""
    writer = Writer(seed=77)
    titles = [writer.title(writer.subject()) for _ in range(TYPED)]
    server.get([f"/questions/similar/?q={quote(title)}" for title in titles[:20]])
    spent = server.get([f"/questions/similar/?q={quote(title + ' ' + str(next(_fresh)))}" for title in titles])
    return _row("similar questions while typing", spent, None)


def searching(server: Server, where: str) -> Row:
    """Rounds of 400 different searches by eight readers at once: two to four words of titles, every fifth misspelt."""
    return _in_rounds(server, f"search, {where}", lambda place: _searches(seed=78 + place, number=SEARCHED))


def similar_by_readers(server: Server) -> Row:
    """Rounds of suggestions for different half-typed titles, asked for by eight readers at once."""
    writer = Writer(seed=79)

    def paths(_place: int) -> list[str]:
        titles = [f"{writer.title(writer.subject())} {next(_fresh)}" for _ in range(SEARCHED)]
        return [f"/questions/similar/?q={quote(title)}" for title in titles]

    return _in_rounds(server, f"similar questions, {READERS} readers", paths)


def _in_rounds(server: Server, name: str, paths: Callable[[int], list[str]]) -> Row:
    """A connection stays with one process of the server, so each round depends on which of them its readers happened to meet."""
    server.get_by_readers(paths(0)[: SEARCHED // 4], READERS)
    rounds = [server.get_by_readers(paths(place), READERS) for place in range(1, ROUNDS + 1)]
    p95 = [spent.percentile(0.95) for spent in rounds]
    cpu, p50 = median(spent.cpu_per_request for spent in rounds), median(spent.percentile(0.5) for spent in rounds)
    return Row(name, cpu, 0.0, p50, median(p95), rounds[-1].bytes_last / 1000, (min(p95), max(p95)))


def mining() -> Row:
    """All common requests of a year, found as in the first night, which takes longest, by a program of its own."""
    CommonRequest.objects.all().delete()
    command = [sys.executable, "manage.py", "rebuild", "requests"]
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env={**os.environ, "MINING_WEEKS": "60"})
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError("Common requests could not be mined.")
    taken = (time.monotonic() - began) * 1000
    return Row("mining common requests", (usage.ru_utime + usage.ru_stime) * 1000, 0.0, taken, taken, usage.ru_maxrss)


def _searches(seed: int, number: int) -> list[str]:
    writer = Writer(seed)
    queries = []
    for place in range(number):
        words = writer.title(writer.subject()).split()
        start = writer.chance.randrange(max(1, len(words) - 3))
        chosen = words[start : start + writer.chance.randint(2, 4)]
        if place % 5 == 0:  # two letters of its longest word change places
            word = max(chosen, key=len)
            middle = len(word) // 2
            swapped = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
            chosen[chosen.index(word)] = swapped
        queries.append(f"/search/?q={quote(' '.join(chosen))}")
    return queries


_LISTS = [
    ("home", "/"),
    ("list of questions", "/questions/"),
    ("unanswered", "/questions/?tab=unanswered"),
    ("search", "/search/?q=hub+error"),
]


def _in_turns(server: Server, *runs: list[str]) -> list[Spent]:
    """What each of several runs took, a part of each in turn, so that a slower minute of the machine is shared by all."""
    parts = [[server.get(paths[turn::TURNS]) for paths in runs] for turn in range(TURNS)]
    return [Spent.of(taken) for taken in zip(*parts, strict=True)]


def _addresses(*, answers: int) -> list[str]:
    """Where the questions with that many answers are."""
    questions = Question.objects.visible_to(None).filter(answer_count=answers).order_by("id")
    return [question.get_absolute_url() for question in questions]


def _cold(path: str, times: int) -> list[str]:
    """Addresses that nobody asked for before: each is rendered."""
    mark = "&" if "?" in path else "?"
    return [f"{path}{mark}fresh={next(_fresh)}" for _ in range(times)]


def _row(name: str, spent: Spent, base: float | None) -> Row:
    ratio = spent.cpu_per_request / base if base else 0.0
    return Row(
        name, spent.cpu_per_request, ratio, spent.percentile(0.5), spent.percentile(0.95), spent.bytes_last / 1000
    )
