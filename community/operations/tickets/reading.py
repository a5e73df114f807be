"""Reading an export line by line: a ticket for each, or a sentence that says what is wrong with it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.utils import timezone

from community.lib.markdown import plain_text
from community.operations.tickets.columns import mapping
from knowledgebase.models import Ticket

# What help desks write beside the ISO form. Months by number with strokes are told by nobody but who wrote them.
_FORMATS = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d %b %Y %H:%M", "%b %d, %Y %H:%M", "%d.%m.%Y")
_SUBJECT_FROM_BODY = 120
# A ticket with a pasted log is longer than the csv module reads by itself.
_LONGEST_FIELD = 4_000_000


class Unreadable(Exception):
    """The file cannot be read as a list of tickets; the sentence says why."""


@dataclass(frozen=True)
class Row:
    """A line of the file: what it says, or what is wrong with it. Never both."""

    line: int
    fields: dict
    wrong: str = ""


class Export:
    """An exported file: its columns, and its lines as rows."""

    def __init__(self, path: Path, *, chosen: Mapping[str, str], date_format: str = "", language: str = ""):
        """Raises Unreadable, and UnknownColumns where the header does not tell what is needed."""
        self._path, self._date_format = path, date_format
        self._language = language or settings.LANGUAGE_CODE
        csv.field_size_limit(_LONGEST_FIELD)
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                self.header = next(csv.reader(file, delimiter=self._delimiter(file)), [])
                self.size = sum(1 for _line in file)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise Unreadable(f"{path} cannot be read: {error}. It must be a CSV file in UTF-8.") from error
        if not self.header:
            raise Unreadable(f"{path} is empty.")
        self.columns = mapping(self.header, chosen)

    def rows(self) -> Iterator[Row]:
        """Every line with something in it, the header left out. Raises Unreadable where the file ends in the middle."""
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=self._delimiter(file), strict=True)
            try:
                next(reader)
                line = reader.line_num + 1
                for cells in reader:
                    if any(cell.strip() for cell in cells):
                        yield self._row(line, cells)
                    line = reader.line_num + 1
            except (csv.Error, UnicodeDecodeError) as error:
                raise Unreadable(f"{self._path}, near line {reader.line_num}: {error}.") from error

    def _delimiter(self, file: TextIO) -> str:
        first = file.readline()
        file.seek(0)
        return max(",;\t", key=first.count)

    def _row(self, line: int, cells: Sequence[str]) -> Row:
        if len(cells) != len(self.header):
            return Row(line, {}, f"has {len(cells)} columns, the header has {len(self.header)}")
        said = {name: cells[place].replace("\x00", "").strip() for name, place in self.columns.items()}
        try:
            return Row(line, self._fields(said))
        except ValueError as error:
            return Row(line, {}, str(error))

    def _fields(self, said: dict[str, str]) -> dict:
        if not said["external_id"]:
            raise ValueError("has no number")
        if len(said["external_id"]) > Ticket.LONGEST_NUMBER:
            raise ValueError("has a number that is too long")
        body = _text(said.get("body", ""))
        subject = " ".join(said["subject"].split()) or " ".join(body[:_SUBJECT_FROM_BODY].split())
        if not subject:
            raise ValueError("says nothing: neither subject nor text")
        created = self._moment("created_at", said["created_at"])
        if created is None:
            raise ValueError("does not say when it was written")
        if created > timezone.now():
            raise ValueError("was written in the future")
        solved = self._moment("solved_at", said.get("solved_at", ""))
        if solved is not None and solved < created:
            raise ValueError("was solved before it was written")
        return {
            "external_id": said["external_id"],
            "subject": subject[:200],
            "body": body[: Ticket.LONGEST_BODY],
            "channel": said.get("channel", "").lower()[:40],
            "created_at": created,
            "solved_at": solved,
            "language": self._known_language(said.get("language", "")),
            "address": said.get("requester", ""),
            "topic": said.get("topic", ""),
        }

    def _moment(self, name: str, text: str) -> datetime | None:
        """A point in time. Without a zone it is the site's."""
        if not text:
            return None
        found = None
        for reading in (
            *((partial(datetime.strptime, text, self._date_format),) if self._date_format else ()),
            partial(datetime.fromisoformat, text.replace(" UTC", "+00:00").replace(" +", "+")),
            *(partial(datetime.strptime, text, form) for form in _FORMATS),
        ):
            with suppress(ValueError):
                found = reading()
                break
        if found is None:
            raise ValueError(f"{name} cannot be read as a time (--date-format says how it is written)")
        return (found if found.tzinfo else timezone.make_aware(found)).astimezone(UTC)

    def _known_language(self, text: str) -> str:
        code = text.lower().replace("_", "-").split("-")[0]
        return code if code in dict(settings.LANGUAGES) else self._language


def _text(body: str) -> str:
    """The words of a text that may be HTML."""
    return plain_text(body) if "</" in body or "<br" in body else body
