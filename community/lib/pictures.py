"""The addresses of our own pictures and videos, which say how large they are: what shows one needs no query.

    /files/<28 letters>-1600x1200.jpg          the picture
    /files/small/<28 letters>-1600x1200.jpg    as it is shown on a page, at most 800 pixels wide and high
    /files/<28 letters>-1280x720.mp4           a video
    /files/small/<28 letters>-1280x720.mp4     a picture of it, shown until it plays

The letters are drawn by lot: 131 bits. There is no digit among them, so no name is taken for a number of a person.
"""

import re
import string
from dataclasses import dataclass, replace

from django.utils.crypto import get_random_string

SMALL = 800  # pixels of the longest side, as a page shows it
_LETTERS = 28
_NAME = (
    rf"[a-z]{{{_LETTERS}}}-(?P<width>[1-9]\d{{0,4}})x(?P<height>[1-9]\d{{0,4}})(?P<moves>-moving)?"
    r"\.(?:jpg|png|webp|(?P<video>mp4|webm))"
)
NAME = re.compile(rf"(?P<name>{_NAME})")
_ADDRESS = re.compile(rf"/files/(?P<small>small/)?{NAME.pattern}")


@dataclass(frozen=True)
class Shown:
    """A picture at an address, with the size that a page gives it."""

    name: str
    width: int
    height: int
    moves: bool = False
    is_small: bool = False
    is_video: bool = False

    @property
    def address(self) -> str:
        return f"/files/small/{self.name}" if self.is_small else f"/files/{self.name}"

    @property
    def shown(self) -> "Shown":
        """What a page shows of it: the small copy of what is large or moves, else the picture itself. Of a video, a picture."""
        longest = max(self.width, self.height)
        if longest <= SMALL and not self.moves and not self.is_video:
            return self
        scale = min(SMALL / longest, 1)
        width, height = max(1, round(self.width * scale)), max(1, round(self.height * scale))
        return replace(self, width=width, height=height, is_small=True)


def new_name(width: int, height: int, extension: str, *, moves: bool = False) -> str:
    """A name that nobody can guess, for a picture or a video of that size."""
    letters = get_random_string(_LETTERS, string.ascii_lowercase)
    return f"{letters}-{width}x{height}{'-moving' if moves else ''}.{extension}"


def at(address: str) -> Shown | None:
    """Our own picture or video at an address (also at that of its small copy); None for any other address."""
    match = _ADDRESS.fullmatch(address)
    return _of(match) if match else None


def names_in(*texts: str) -> set[str]:
    """The names of all our own pictures and videos whose addresses stand in these texts, Markdown or HTML."""
    return {match["name"] for text in texts if "/files/" in text for match in _ADDRESS.finditer(text)}


def spans_in(text: str) -> list[tuple[int, int]]:
    """Where the addresses of our own pictures stand in a text."""
    return [match.span() for match in _ADDRESS.finditer(text)] if "/files/" in text else []


def _of(match: re.Match[str]) -> Shown:
    width, height = int(match["width"]), int(match["height"])
    return Shown(match["name"], width, height, moves=bool(match["moves"]), is_video=bool(match["video"]))
