"""Captions: WebVTT or SRT as somebody sends it, read, checked, and written anew as nothing but times and words.

Styles, regions, places on the picture and comments stay behind. The transcript is made of the same words.
"""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from html import escape, unescape
from typing import IO

import webvtt
from django.utils.translation import gettext_lazy as _
from webvtt.errors import MalformedCaptionError, MalformedFileError
from webvtt.models import Timestamp

from community.content.attachments.refusals import Refused, TooLarge

LARGEST = 500_000  # bytes of a file; an hour of talk has 100,000
MOST_CUES, LONGEST_CUE = 5_000, 1_000
_LATE = timedelta(seconds=5)  # so much may captions go on after the video
_PAUSE = timedelta(seconds=2)  # a paragraph of the transcript ends with it,
_LONG = 500  # or with the sentence after so many characters
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "？", "！")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202d\u202e]")
_TAG = re.compile(r"<[^>]*>")

NO_CAPTIONS = _("There are no captions in this file. Send WebVTT (.vtt) or SubRip (.srt), saved as UTF-8.")
_TOO_MANY = _("These are more captions than a video can have. Send the file with the captions of this video alone.")
_BROKEN = _("These captions cannot be read: %(why)s. Mend that line, or save the file anew as WebVTT.")
_OTHER_VIDEO = _(
    "These captions go on after the video has ended: they belong to another one, or their times are wrong."
)


@dataclass(frozen=True)
class Cue:
    """Words that are shown for some time, and who says them, where that is said."""

    start: timedelta
    end: timedelta
    lines: tuple[str, ...]
    voice: str = ""


def read(file: IO[bytes], length: timedelta) -> list[Cue]:
    """The captions in a file, in their order, for a video of `length`. Raises Refused, with a sentence for who sent it."""
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise TooLarge(_TOO_MANY)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise Refused(NO_CAPTIONS) from error
    kind = "vtt" if text.startswith("WEBVTT") else "srt"
    try:
        found = webvtt.from_buffer(io.StringIO(text), format=kind, strict=True).captions
        cues = sorted(filter(None, map(_cue, found)), key=lambda cue: (cue.start, cue.end))
    except MalformedCaptionError as error:
        raise Refused(_BROKEN, params={"why": str(error)[:120]}) from error
    except (MalformedFileError, ValueError) as error:
        raise Refused(NO_CAPTIONS) from error
    if not cues:
        raise Refused(NO_CAPTIONS)
    if len(cues) > MOST_CUES:
        raise TooLarge(_TOO_MANY)
    if max(cue.end for cue in cues) > length + _LATE:
        raise Refused(_OTHER_VIDEO)
    return cues


def as_webvtt(cues: Iterable[Cue]) -> str:
    """The file that browsers read."""
    blocks = ["WEBVTT"]
    for cue in cues:
        words = "\n".join(escape(line, quote=False) for line in cue.lines)
        if cue.voice:
            words = f"<v {escape(cue.voice)}>{words}"
        blocks.append(f"{_time(cue.start)} --> {_time(cue.end)}\n{words}")
    return "\n\n".join(blocks) + "\n"


def transcript_of(cues: Sequence[Cue]) -> str:
    """What is said, as paragraphs with an empty line between. A line that stays while others come is said once."""
    paragraphs: list[str] = []
    shown: tuple[str, ...] = ()
    ended, voice = timedelta(), ""
    for cue in cues:
        new = [line for line in cue.lines if line not in shown]
        shown = cue.lines
        words = " ".join(new)
        turns = bool(cue.voice) and cue.voice != voice
        if turns:
            voice = cue.voice
            words = f"{voice}: {words}"
        if not new:
            pass
        elif not paragraphs or turns or cue.start - ended >= _PAUSE or _is_full(paragraphs[-1]):
            paragraphs.append(words)
        else:
            paragraphs[-1] += " " + words
        ended = max(ended, cue.end)
    return "\n\n".join(paragraphs)


def _cue(caption: webvtt.Caption) -> Cue | None:
    """A cue with its words alone; None for one that shows none or ends before it begins."""
    start, end = (
        timedelta(milliseconds=Timestamp.from_string(at).in_milliseconds()) for at in (caption.start, caption.end)
    )
    lines = tuple(filter(None, (_plain(line) for line in caption.raw_text.split("\n"))))
    if not lines or end <= start:
        return None
    return Cue(start, end, _within(lines), _plain(caption.voice or "")[:60])


def _within(lines: tuple[str, ...]) -> tuple[str, ...]:
    if sum(map(len, lines)) > LONGEST_CUE:
        raise Refused(_BROKEN, params={"why": lines[0][:60] + "…"})
    return lines


def _plain(line: str) -> str:
    return " ".join(_CONTROLS.sub("", unescape(_TAG.sub("", line))).split())


def _is_full(paragraph: str) -> bool:
    return len(paragraph) >= _LONG and paragraph.endswith(_SENTENCE_ENDS)


def _time(at: timedelta) -> str:
    seconds, thousandths = divmod(round(at.total_seconds() * 1_000), 1_000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{thousandths:03d}"
