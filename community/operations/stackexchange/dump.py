"""Reads the XML of a Stack Exchange dump row by row, whatever its size and whoever wrote it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, Protocol, Self, TypeVar
from xml.parsers import expat

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from community.operations.stackexchange.rows import Attributes, Comment, Post, PostLink, Tag, User, Vote

CHUNK = 1 << 16
# The longest posts have 30,000 characters; a row that never ends would fill the memory.
LONGEST_ROW = 1 << 25
FILES = ("Posts.xml", "Users.xml", "Comments.xml", "Votes.xml", "PostLinks.xml", "Tags.xml")
_CUT_OFF = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
}


class Unreadable(Exception):
    """A file that is no part of a dump; the sentence names the file and the position."""


class _Row(Protocol):
    @classmethod
    def read(cls, row: Attributes) -> Self: ...


Row = TypeVar("Row", bound=_Row)


class Dump:
    """A folder with the files of one site. Posts.xml must be there; others may be missing."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.missing = [name for name in FILES if not (folder / name).is_file()]
        if "Posts.xml" in self.missing:
            raise Unreadable(f"There is no Posts.xml in {folder}, so this is not the folder of a Stack Exchange dump.")
        self.size = sum((folder / name).stat().st_size for name in FILES if name not in self.missing)
        # Bytes of all files that were read so far, for progress.
        self.read = 0

    def posts(self) -> Iterator[Post]:
        return self._rows("Posts.xml", Post)

    def users(self) -> Iterator[User]:
        return self._rows("Users.xml", User)

    def comments(self) -> Iterator[Comment]:
        return self._rows("Comments.xml", Comment)

    def votes(self) -> Iterator[Vote]:
        return self._rows("Votes.xml", Vote)

    def links(self) -> Iterator[PostLink]:
        return self._rows("PostLinks.xml", PostLink)

    def tags(self) -> Iterator[Tag]:
        return self._rows("Tags.xml", Tag)

    def _rows(self, name: str, kind: type[Row]) -> Iterator[Row]:
        if name in self.missing:
            return
        with (self.folder / name).open("rb") as file:
            reader = _Reader(name, kind)
            for chunk in iter(lambda: file.read(CHUNK), b""):
                self.read += len(chunk)
                yield from reader.feed(chunk)
            yield from reader.finish()


class _Reader(Generic[Row]):
    """Feeds one file to expat and hands out its rows; no tree is built, so memory does not grow."""

    def __init__(self, name: str, kind: type[Row]):
        self.name, self.kind = name, kind
        self.root = name.removesuffix(".xml").lower()
        self.rows: list[Row] = []
        self.depth = self.fed = 0
        # A DOCTYPE that only names a DTD is harmless: the DTD is never opened. What a DTD could declare is refused.
        self.parser = DefusedXMLParser(target=self, forbid_dtd=False, forbid_entities=True, forbid_external=True)
        self.parser.parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes) -> list[Row]:
        """The rows that end in this chunk. Raises Unreadable."""
        self.fed += len(chunk)
        with self._errors_named():
            self.parser.feed(chunk)
        if self.fed - self.parser.parser.CurrentByteIndex > LONGEST_ROW:
            raise Unreadable(f"{self.name} has a row of more than {LONGEST_ROW >> 20} MB at {self._position()}.")
        return self._taken()

    def finish(self) -> list[Row]:
        """The last rows. Raises Unreadable where the file was cut off."""
        with self._errors_named():
            self.parser.close()
        return self._taken()

    def start(self, tag: str, attributes: Attributes) -> None:
        """Called by the parser for each element."""
        self.depth += 1
        expected = self.root if self.depth == 1 else "row"
        if tag != expected or self.depth > 2:
            raise Unreadable(
                f"{self.name} is not part of a Stack Exchange dump: <{tag[:40]}> stands at {self._position()} "
                f"where <{expected}> belongs."
            )
        if self.depth == 2:
            try:
                self.rows.append(self.kind.read(attributes))
            except KeyError as error:
                raise Unreadable(f"{self.name} has a row without {error.args[0]} at {self._position()}.") from error
            except ValueError as error:
                raise Unreadable(f"{self.name} has a row with a bad value at {self._position()}: {error}.") from error

    def end(self, tag: str) -> None:
        """Called by the parser at the end of each element."""
        self.depth -= 1

    def close(self) -> None:
        """Called by the parser at the end of the file."""

    def _taken(self) -> list[Row]:
        rows, self.rows = self.rows, []
        return rows

    def _doctype(self, name: str, system_id: str | None, public_id: str | None, has_declarations: bool) -> None:
        if has_declarations:
            raise Unreadable(
                f"{self.name} is refused: it declares XML entities or the like at {self._position()}, "
                "which no Stack Exchange dump does."
            )

    def _position(self) -> str:
        return f"line {self.parser.parser.CurrentLineNumber}, byte {self.parser.parser.CurrentByteIndex}"

    @contextmanager
    def _errors_named(self) -> Iterator[None]:
        try:
            yield
        except DefusedXmlException as error:
            raise Unreadable(f"{self.name} is refused: it declares XML entities at {self._position()}.") from error
        except ParseError as error:
            line, column = error.position
            if error.code in _CUT_OFF:
                message = f"{self.name} is cut off: it ends at line {line}, byte {self.fed}, before </{self.root}>."
            else:
                reason = expat.ErrorString(error.code)
                message = f"{self.name} is not XML at line {line}, column {column + 1}: {reason}."
            raise Unreadable(message) from error
