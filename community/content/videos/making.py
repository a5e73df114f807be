"""A video from outside, made anew by a program of its own (`remaking.py`), which is stopped when it takes too long."""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.content.attachments.refusals import Refused, TooLarge

log = logging.getLogger(__name__)
_PROGRAM = Path(__file__).with_name("remaking.py")
_PATIENCE = 180  # seconds
_PIECE = 2**20
_POSTER = 1_280  # pixels of the longest side of a poster, as the program draws it
_LARGE = ("large", "long", "pixels")
_EMPTY = _("This file is empty. Save the video anew and try again.")
_NONE = _("No videos can be added on this site.")


@dataclass(frozen=True)
class Film:
    """A video that is safe to keep and to show: where its file and its poster stand, and what is known of it."""

    path: Path
    poster: Path
    extension: str
    content_type: str
    width: int
    height: int
    length: timedelta
    has_sound: bool


def most_bytes() -> int:
    """How large a video may be."""
    return settings.VIDEO_MEGABYTES * 2**20


def poster_size(width: int, height: int) -> tuple[int, int]:
    """The size of the poster of a video of that size."""
    scale = min(1, _POSTER / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


@contextmanager
def remade(file: IO[bytes]) -> Iterator[Film]:
    """The video in `file`, made anew: its pictures and sound as they are, and nothing else that came along.

    Its files are gone afterwards. Raises Refused, with a sentence for who sent it; TooLarge for too much of anything.
    """
    if not settings.VIDEO_MEGABYTES:
        raise Refused(_NONE)
    with tempfile.TemporaryDirectory(prefix="video-") as name:
        folder = Path(name)
        source = folder / "source"
        _write(file, source, getattr(file, "size", None) or 0, most_bytes())
        said = _run(source, folder)
        yield Film(
            path=folder / f"video.{said['extension']}",
            poster=folder / "poster.webp",
            extension=said["extension"],
            content_type=said["content_type"],
            width=said["width"],
            height=said["height"],
            length=timedelta(seconds=said["seconds"]),
            has_sound=said["has_sound"],
        )


def drawn_at(file: IO[bytes], moment: timedelta, *, size: int) -> bytes:
    """The picture of a video of ours, of `size` bytes, at that time: a poster, as a file. Raises Refused."""
    with tempfile.TemporaryDirectory(prefix="video-") as name:
        folder = Path(name)
        _write(file, folder / "source", size, size)
        _run(folder / "source", folder, moment)
        return (folder / "poster.webp").read_bytes()


def _write(file: IO[bytes], source: Path, size: int, left: int) -> None:
    """Copy the file to where the program reads it. Raises TooLarge past what is `left`, whatever was said of its size."""
    if size > left:
        raise TooLarge(_sentence("large"))
    file.seek(0)
    with source.open("wb") as target:
        while piece := file.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise TooLarge(_sentence("large"))
            target.write(piece)
    if not source.stat().st_size:
        raise Refused(_EMPTY)


def _run(source: Path, folder: Path, moment: timedelta | None = None) -> dict:
    """What the program says about the video, or nothing where a picture is wanted. Raises Refused."""
    most_seconds = settings.VIDEO_MINUTES * 60
    # `-I`: nothing of the environment and of the project is seen there.
    command = [sys.executable, "-I", str(_PROGRAM), str(source), str(folder), str(most_bytes()), str(most_seconds)]
    command += [] if moment is None else [str(moment.total_seconds())]
    try:
        ended = subprocess.run(command, capture_output=True, timeout=_PATIENCE, cwd=folder, check=False)
    except subprocess.TimeoutExpired as error:
        log.warning("A video took too long to read.")
        raise Refused(_sentence("damaged")) from error
    try:
        said = json.loads(ended.stdout)
    except ValueError as error:  # it was ended, or is not installed as it should be
        log.error("A video could not be read (%s): %s", ended.returncode, ended.stderr[-300:].decode(errors="replace"))
        raise Refused(_sentence("damaged")) from error
    if "refused" in said:
        log.info("A video is not taken: %s", said)
        raise (TooLarge if said["refused"] in _LARGE else Refused)(_sentence(said["refused"]))
    return said


def _sentence(why: str) -> str:
    if why == "large":
        return _("This video is larger than %(n)s MB. Save it with a smaller picture, or cut it.") % {
            "n": settings.VIDEO_MEGABYTES
        }
    if why == "long":
        return ngettext_lazy(
            "This video is longer than a minute. Cut it, or make several of it.",
            "This video is longer than %(n)s minutes. Cut it, or make several of it.",
            settings.VIDEO_MINUTES,
        ) % {"n": settings.VIDEO_MINUTES}
    return str(_SENTENCES.get(why, _SENTENCES["damaged"]))


_SENTENCES = {
    "kind": _("This is not a video that we can show. Send an MP4 or a WebM file."),
    "no-pictures": _("There is sound in this file and no picture. Send an MP4 or a WebM file with both."),
    "codec": _(
        "Not every browser can play this video. Save it as MP4 with H.264 and AAC, or as WebM: programs call that "
        "“most compatible”."
    ),
    "pixels": _("This video has a larger picture than 4K. Save it with a smaller one: 1080p is enough."),
    "damaged": _("This video is damaged or cut off. Save it anew and try again."),
}
