"""Signatures: what stands at the end of many mails, and in no post."""

import re

from community.notifications.replies.reading.phrases import (
    DISCLAIMERS,
    GET,
    GOODBYES,
    SENT,
    SENT_AFTER,
    WITH,
    any_of,
)

_DASHES = re.compile(r"^\s?(?:--|—|__)\s?$")
_SENT_FROM = re.compile(
    rf"^[\W_]*(?:(?:{any_of(SENT)})\b.*\b(?:{WITH}).{{0,60}}|{'|'.join((*GET, *SENT_AFTER))})\W*$", re.IGNORECASE
)
_GOODBYE = re.compile(rf"^[\W_]*(?:{any_of(GOODBYES)})[\W_]*$", re.IGNORECASE)
_DISCLAIMER = re.compile(rf"^[\W_]*(?:{any_of(DISCLAIMERS)})", re.IGNORECASE)
# A name: a few words, each with a capital or short; in scripts without capitals, a short line.
_NAME = re.compile(
    r"^[\W_]*(?:(?:[A-ZÀ-ÖØ-ÞА-ЯЁ][\w.'’-]*|von|van|de|der|den|da|di|do|dos|la|le|del|y|e|zu|of)[ ,&|/]+){0,4}"
    r"[A-ZÀ-ÖØ-ÞА-ЯЁ][\w.'’-]*[\W_]*$|^[^\x00-\u02ff]{1,20}$"
)
# The end of a sentence, but not that of a company's name.
_SENTENCE = re.compile(r"(?<!Ltd)(?<!Inc)(?<!Co)(?<!S\.A)(?<!e\.K)(?<!bzw)[.!?:;…。！？]$")
_PICTURE = re.compile(r"^\s*\[(?:image|cid|bild|imagen|imagem|immagine)\b[^\]]*\]\s*$", re.IGNORECASE)
LONGEST_FAREWELL = 10  # lines after a good-bye that can be a name, a role, a company and how to reach it
LONGEST_ADVERT = 160  # characters of a line that a program added
LONGEST_LINE = 70  # characters of such a line


def without_signature(text: str) -> str:
    """The text up to its signature, without the blank lines around it."""
    lines = [line for line in text.split("\n") if not _PICTURE.match(line)]
    in_code = False
    for number, line in enumerate(lines):
        in_code ^= line.lstrip().startswith("```")
        if not in_code and (_DASHES.match(line) or (_DISCLAIMER.match(line) and any(lines[:number]))):
            lines = lines[:number]
            break
    _strip(lines)
    while lines and len(lines[-1]) <= LONGEST_ADVERT and _SENT_FROM.match(lines[-1].strip()):
        lines.pop()
        _strip(lines)
    lines = lines[: _farewell(lines)]
    _strip(lines)
    return "\n".join(lines)


def _farewell(lines: list[str]) -> int:
    """The line of the good-bye that nothing but a name and how to reach it follows; the end where there is none."""
    after: list[str] = []
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].strip()
        if not line:
            continue
        if len(line) <= LONGEST_LINE and _GOODBYE.match(line) and (not after or _NAME.match(after[0])):
            return number if any(other.strip() for other in lines[:number]) else len(lines)
        after.insert(0, line)
        if len(after) > LONGEST_FAREWELL or len(line) > LONGEST_LINE or _SENTENCE.search(line):
            break
    return len(lines)


def _strip(lines: list[str]) -> None:
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
