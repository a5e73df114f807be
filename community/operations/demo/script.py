"""Read the story of the demo: who did what, when, in the order in which it happened.

The story stands in `story/`: two TOML files for what does not change, and Markdown files in which a line that begins with
`@@` is something that happened, followed by the words that were written:

    @@ answer rosa -28d@09:20 as=battery-both
    Let us look for the second cause. …

After the verb come the people (several by comma), the time, and named values. Times count back from the start of the
demo: `-28d@09:20` is a time of day on a day, `-5h30m` is so long before the start, and `due+5m` is the moment at which
something must be asked so that its promise falls due five minutes after the start.
"""

import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path

STORY = Path(__file__).parent / "story"

_HAPPENING = re.compile(r"^@@ ", re.MULTILINE)
_ON_A_DAY = re.compile(r"-(\d+)d@(\d\d):(\d\d)")
_BEFORE = re.compile(r"-(?:(\d+)h)?(?:(\d+)m)?")
_DUE = re.compile(r"due\+(\d+)m")
# What opens a thread: the happenings after it are about it.
OPENERS = frozenset({"question", "case", "incident", "draft"})


class BadStoryError(ValueError):
    """A line of the story cannot be read; the message names file and line."""


@dataclass(frozen=True)
class When:
    """A time that counts back from the start of the demo."""

    days: int = 0
    clock: time | None = None
    before: timedelta = timedelta(0)
    due_in: timedelta | None = None

    @classmethod
    def parse(cls, text: str) -> "When":
        """Raises ValueError for anything else than the three forms."""
        if match := _ON_A_DAY.fullmatch(text):
            return cls(days=int(match[1]), clock=time(int(match[2]), int(match[3])))
        if match := _DUE.fullmatch(text):
            return cls(due_in=timedelta(minutes=int(match[1])))
        if (match := _BEFORE.fullmatch(text)) and (match[1] or match[2]):
            return cls(before=timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0)))
        raise ValueError(f"{text!r} is no time like -28d@09:20, -5h30m or due+5m.")

    def at(self, start: datetime, promised: timedelta) -> datetime:
        """The moment, for a demo that starts at `start`; `promised` is how long the promise of its topic runs."""
        if self.clock is not None:
            return datetime.combine(start.date() - timedelta(days=self.days), self.clock, start.tzinfo)
        if self.due_in is not None:
            return start + self.due_in - promised
        return start - self.before


@dataclass(frozen=True)
class Happening:
    """One thing that happened."""

    verb: str
    people: tuple[str, ...]
    when: When
    values: dict[str, str]
    title: str
    body: str
    place: str
    thread: str = ""
    topic: str = ""

    @property
    def who(self) -> str:
        return self.people[0]

    def __getitem__(self, name: str) -> str:
        """The named value; raises BadStoryError when the line lacks it."""
        if name not in self.values:
            raise BadStoryError(f"{self.place}: `{self.verb}` needs {name}=…")
        return self.values[name]

    def get(self, name: str, default: str = "") -> str:
        return self.values.get(name, default)

    def listed(self, name: str) -> list[str]:
        """A value that is a list by comma; empty when the line lacks it."""
        return [item for item in self.get(name).split(",") if item]


@dataclass
class Story:
    """All of it: catalogue, people and happenings, thread by thread."""

    catalogue: dict
    people: list[dict]
    happenings: list[Happening] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path = STORY) -> "Story":
        """The story in `folder`. Raises BadStoryError."""
        story = cls(
            catalogue=tomllib.loads((folder / "catalogue.toml").read_text("utf-8")),
            people=tomllib.loads((folder / "people.toml").read_text("utf-8"))["people"],
        )
        for path in sorted(folder.rglob("*.md")):
            topic = path.stem if path.parent.name == "questions" else ""
            thread = path.stem if path.parent.name == "articles" else ""
            story.happenings.extend(_read_file(path, topic=topic, thread=thread))
        return story

    @cached_property
    def usernames(self) -> set[str]:
        return {person["username"] for person in self.people}

    def of(self, *verbs: str) -> list[Happening]:
        return [happening for happening in self.happenings if happening.verb in verbs]

    def in_order(self, start: datetime, promised: dict[str, timedelta]) -> list[tuple[datetime, Happening]]:
        """Every happening with its moment, oldest first; `promised` is the length of the promise of each topic."""
        timed = [(h.when.at(start, promised.get(h.topic, timedelta(0))), h) for h in self.happenings]
        return sorted(timed, key=lambda pair: pair[0])


def _read_file(path: Path, *, topic: str, thread: str) -> Iterator[Happening]:
    text = path.read_text("utf-8")
    marks = [match.start() for match in _HAPPENING.finditer(text)]
    for start, end in zip(marks, [*marks[1:], len(text)], strict=True):
        line, _, words = text[start + 3 : end].partition("\n")
        place = f"{path.name}:{text.count(chr(10), 0, start) + 1}"
        happening = _read_line(line, words.strip(), place, topic=topic, thread=thread)
        thread = happening.thread
        yield happening


def _read_line(line: str, words: str, place: str, *, topic: str, thread: str) -> Happening:
    try:
        verb, people, when, *rest = shlex.split(line)
        values = dict(item.split("=", 1) for item in rest)
        moment = When.parse(when)
    except ValueError as error:
        raise BadStoryError(f"{place}: {error}") from error
    title = ""
    if words.startswith("# "):
        title, _, words = words[2:].partition("\n")
    if verb in OPENERS:
        thread = values.get("id", thread)
        topic = values.get("topic", topic)
    return Happening(
        verb=verb,
        people=tuple(people.split(",")),
        when=moment,
        values=values,
        title=title.strip(),
        body=words.strip(),
        place=place,
        thread=thread,
        topic=topic,
    )
