"""Reading labelled files."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Unreadable(Exception):
    """A file is not there or not what it should be; the sentence says which and why."""


class Pair(NamedTuple):
    """Two titles, and whether somebody said that they ask the same."""

    first: str
    second: str
    is_duplicate: bool


class Text(NamedTuple):
    """What somebody asked, and what for."""

    text: str
    category: str


def pairs_of(path: Path) -> list[Pair]:
    """The lines of a file: label (`duplicate` or another), title, title, between tabs. Raises Unreadable."""
    pairs = []
    for number, line in enumerate(_lines(path), start=1):
        columns = line.rstrip("\r\n").split("\t")
        if len(columns) < 3:
            raise Unreadable(f"{path}, line {number}: a label and two titles are needed, with tabs between them.")
        pairs.append(Pair(columns[1], columns[2], columns[0] == "duplicate"))
    return pairs


def texts_of(path: Path) -> list[Text]:
    """The rows of a CSV file with the columns `text` and `category`. Raises Unreadable."""
    reader = csv.DictReader(_lines(path))
    if not {"text", "category"} <= set(reader.fieldnames or ()):
        raise Unreadable(f"{path}: the first line must name the columns text and category.")
    return [Text(row["text"], row["category"]) for row in reader if row["text"]]


def _lines(path: Path) -> Iterable[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} cannot be read: {error}") from error
