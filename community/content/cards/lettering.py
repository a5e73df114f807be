"""Words for a picture: which font has which sign, how wide words are, where lines break.

The fonts that come along have Latin, Greek, Cyrillic, Arabic and Hebrew letters; `CARD_FONTS` names more, for other scripts.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from PIL import ImageDraw, ImageFont, features

_OWN = Path(__file__).parent / "fonts"
_FONTS = ("NotoSans-SemiBold.woff2", "NotoSansArabic-SemiBold.woff2", "NotoSansHebrew-SemiBold.woff2")
_FROM_THE_RIGHT = ("R", "AL")
# Words, spaces, and each sign of the scripts that are written without spaces.
_PIECES = re.compile(
    r"\s+|[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]+"
)
_NOTHING = "\uffff"
# Letters that join or run from the right need a layout library that the machine may lack.
_JOINS = features.check("raqm") and features.check("fribidi")


def drawable(text: str) -> str:
    """The text without signs that no font has (emoji, mostly), in single spaces; "" when letters would be missing."""
    kept = []
    for sign in unicodedata.normalize("NFC", text):
        if sign.isspace() or _font_with(sign) is not None:
            kept.append(sign)
        elif unicodedata.category(sign)[0] in "LN":
            return ""
    return " ".join("".join(kept).split())


def is_from_the_right(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in ("L", *_FROM_THE_RIGHT):
            return direction in _FROM_THE_RIGHT
    return False


def lines_of(text: str, *, size: int, width: int) -> list[str]:
    """The text in lines that are no wider than `width`; a word that is wider is broken."""
    lines, line = [], ""
    for piece in _PIECES.findall(text):
        if width_of((line + piece).rstrip(), size) <= width:
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
        while width_of(line, size) > width:
            fits = max(1, next(n for n in range(len(line), 0, -1) if n == 1 or width_of(line[:n], size) <= width))
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line.strip()] if line.strip() else lines


def fitted(text: str, *, sizes: tuple[int, ...], width: int, height: int, leading: float) -> tuple[int, list[str]]:
    """The largest size in which the text fits, and its lines; in the smallest one it is cut, with an ellipsis."""
    for size in sizes:
        lines = lines_of(text, size=size, width=width)
        most = int(height / (size * leading))
        if len(lines) <= most:
            return size, lines
    last = lines[most - 1]
    while last and width_of(last + "…", size) > width:
        last = last[:-1].rstrip()
    return size, [*lines[: most - 1], last.rstrip(" ,.;:-") + "…"]


def width_of(text: str, size: int) -> float:
    return sum(_font(name, size).getlength(run) for name, run in _runs(text))


def write(
    draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, *, size: int, fill: str, end: bool = False
) -> None:
    """Write one line; `at` is where it begins on its baseline, or where it ends for `end`. Runs are in reading order."""
    x, y = at
    runs = _runs(text)
    if is_from_the_right(text):
        runs = _turned(runs)
    if end:
        x -= sum(_font(name, size).getlength(run) for name, run in runs)
    for name, run in runs:
        draw.text((x, y), run, font=_font(name, size), fill=fill, anchor="ls")
        x += _font(name, size).getlength(run)


def _runs(text: str) -> list[tuple[str, str]]:
    """The text in parts that one font can draw, each with the font; a sign that several have stays with its neighbours."""
    runs: list[tuple[str, str]] = []
    for sign in text:
        before = runs[-1][0] if runs else ""
        if before and (_has(before, sign) or sign.isspace()):
            runs[-1] = (before, runs[-1][1] + sign)
        else:
            runs.append((_font_with(sign) or _names()[0], sign))
    return runs


def _turned(runs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The runs of a line from the right, as they stand from the left; the space after foreign words goes before them."""
    turned = []
    for name, run in reversed(runs):
        words = run.strip()
        after, before = run[len(run.rstrip()) :], run[: len(run) - len(run.lstrip())]
        turned += (
            [(name, part) for part in (after, words, before) if part] if not is_from_the_right(run) else [(name, run)]
        )
    return turned


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    """The files of all fonts, ours first."""
    return (*(str(_OWN / name) for name in _FONTS), *(name for name in settings.CARD_FONTS if Path(name).is_file()))


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, size)


@lru_cache(maxsize=4096)
def _font_with(sign: str) -> str | None:
    """The first font that has the sign."""
    if unicodedata.bidirectional(sign) in _FROM_THE_RIGHT and not _JOINS:
        return None
    return next((name for name in _names() if _has(name, sign)), None)


@lru_cache(maxsize=8192)
def _has(name: str, sign: str) -> bool:
    """Whether the font draws the sign as anything but its mark for what it lacks."""
    font = _font(name, 24)
    drawn = font.getmask(sign)
    return bytes(drawn) != bytes(font.getmask(_NOTHING)) and (drawn.size[0] > 0 or sign.isspace())
