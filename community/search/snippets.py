"""The part of a document that shows why it was found, with the words of the query marked."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from community.search.folding import fold, joined, words
from community.search.models import Document

LENGTH = 240
# How far before the first word of the query a passage may begin, so that it can be understood.
LEAD = 60
# Where to look: nobody reads a passage from the end of a pasted log.
READ = 20_000
# So much of a word must agree with a word of the query, and so many letters may follow: "restart" marks "restarting", in
# any language, but "app" does not mark "apply".
STEM = 0.7
ENDING, SHORT_ENDING = 3, 1
SHORT = 3
HYPHEN = "-?"


@dataclass(frozen=True)
class Snippet:
    """Title and passage as safe HTML: everything escaped, words of the query in `<mark>`."""

    title: SafeString
    text: SafeString


def snippet(document: Document, query: str) -> Snippet:
    """The passage of the solution or the text with most words of the query, else how it begins."""
    pattern = _pattern(query)
    passages = [_best_passage(text[:READ], pattern) for text in (document.solution, document.text) if text]
    best = max(passages, key=lambda passage: passage[0])[1] if passages else ""
    return Snippet(_marked(document.title, pattern), _marked(best, pattern))


def _best_passage(text: str, pattern: re.Pattern | None) -> tuple[int, str]:
    """How many different words of the query stand in the best passage of a text, and the passage."""
    hits = _hits(text, pattern)
    most, start, last = 0, 0, 0
    near: Counter[str] = Counter()
    for at, _end, stem in hits:
        while last < len(hits) and hits[last][0] < at + LENGTH - LEAD:
            near[hits[last][2]] += 1
            last += 1
        if len(near) > most:
            most, start = len(near), at
        near[stem] -= 1
        if not near[stem]:
            del near[stem]
    if start < LENGTH - LEAD or len(text) <= LENGTH:
        return most, _cut(text, 0)
    # Near the end of the text it begins as early as its length allows.
    earliest = min(start - LEAD // 2, len(text) - LENGTH)
    return most, _cut(text, min(text.find(" ", earliest) + 1, start))


def _cut(text: str, start: int) -> str:
    passage = text[start : start + LENGTH]
    if start + LENGTH < len(text):
        passage = f"{passage.rsplit(' ', 1)[0].rstrip(' ,.;:')} …"
    return f"… {passage}" if start else passage


def _marked(text: str, pattern: re.Pattern | None) -> SafeString:
    parts = []
    last = 0
    for start, end, _stem in _hits(text, pattern):
        parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    return SafeString("".join((*parts, escape(text[last:]))))


def _hits(text: str, pattern: re.Pattern | None) -> list[tuple[int, int, str]]:
    """Where words of the query stand: start, end, and with which beginning."""
    if pattern is None:
        return []
    return [(match.start(), match.end(), match[0][:SHORT]) for match in pattern.finditer(_folded_in_place(text))]


@lru_cache(maxsize=64)
def _pattern(query: str) -> re.Pattern | None:
    """Words that begin like a word of the query and are not much longer."""
    alternatives = {_like(word) for word in words(joined(query))}
    return re.compile(rf"\b(?:{'|'.join(sorted(alternatives))})\b") if alternatives else None


def _like(word: str) -> str:
    stem = word if len(word) <= SHORT else word[: max(SHORT, round(len(word) * STEM))]
    longest = len(word) + (SHORT_ENDING if len(word) <= SHORT else ENDING)
    # "wifi" marks "Wi-Fi" as well.
    return rf"{HYPHEN.join(map(re.escape, stem))}(?:{HYPHEN}\w){{0,{longest - len(stem)}}}"


def _folded_in_place(text: str) -> str:
    """The text folded letter by letter, so that each letter keeps its place."""
    return text.lower() if text.isascii() else "".join(map(_letter, text))


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    folded = fold(letter)
    return folded if len(folded) == 1 else letter
