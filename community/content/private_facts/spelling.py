"""The many ways to write the same digit, space or hyphen, and what stands near a place."""

import re

_DIGITS = {first + n: str(n) for first in (0x0660, 0x06F0, 0xFF10) for n in range(10)}
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x2010), *range(0x2028, 0x2030), 0x205F, 0x3000], " ")
_HIDDEN = dict.fromkeys([0x00AD, 0x061C, *range(0x2060, 0x206A), 0xFEFF, 0x0000], " ")
_HYPHENS = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFF0D], "-")
_PLAIN = {**_DIGITS, **_SPACES, **_HIDDEN, **_HYPHENS, 0xFF0B: "+", 0x2028: "\n", 0x2029: "\n"}

NEAR = 40


def plain(text: str) -> str:
    """The text with plain digits, spaces and hyphens, every character in its place. What cannot be seen is a space."""
    return text.translate(_PLAIN)


def last_said(words: re.Pattern[str], text: str, start: int) -> int:
    """Where the last of the words ends that stands shortly before `start`; -1 when there is none."""
    return max((match.end() for match in words.finditer(text, max(0, start - NEAR), start)), default=-1)


def said_near(words: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether one of the words stands shortly before or right after."""
    return words.search(text, max(0, start - NEAR), min(len(text), end + NEAR // 2)) is not None
