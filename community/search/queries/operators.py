"""Reads what somebody typed: words, "phrases", -words, and operators such as `tag:router` or `is:solved`."""

import re
from dataclasses import dataclass
from functools import cached_property

from community.search.embedders.embedder import tidy
from community.search.queries.filters import KINDS, LONGEST, Filters, State

LONGEST_QUERY = 500
# A value with spaces stands in quotes: tag:"wi-fi network".
_OPERATOR = re.compile(r'(?<!\S)(tag|topic|is|by|version):(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_PHRASE = re.compile(r'"[^"]*"?')
_WITHOUT = re.compile(r'(?<!\S)-(?:"[^"]*"?|\S+)')
_STATES = {**{state: state for state in State.values}, "unsolved": State.OPEN, "unanswered": State.OPEN}


@dataclass(frozen=True)
class Query:
    """What was typed, apart: `words` with their phrases and `-words`, and what the operators narrow."""

    typed: str
    words: str
    filters: Filters

    @cached_property
    def plain(self) -> str:
        """The words alone, as a person would say them: without quotes, and without what must not be there."""
        return " ".join(_WITHOUT.sub(" ", self.words).replace('"', " ").split())

    @cached_property
    def is_exact(self) -> bool:
        """Whether words were put in quotes or ruled out: then nothing else is offered for them."""
        return bool(_PHRASE.search(self.words) or _WITHOUT.search(self.words))


def read(text: str) -> Query:
    """The query in what was typed; an operator that means nothing here stays among the words."""
    typed = " ".join(tidy(text).split())[:LONGEST_QUERY]
    said: dict[str, str] = {}
    tags: list[str] = []

    def take(match: re.Match[str]) -> str:
        name, value = match[1].lower(), " ".join((match[2] or match[3] or "").split())[:LONGEST]
        if not value:
            return match[0]
        if name == "tag":
            tags.append(value.lower())
        elif name == "is" and value.lower() in _STATES:
            said["state"] = _STATES[value.lower()]
        elif name == "is" and value.lower() in KINDS:
            said["kind"] = value.lower()
        elif name == "is":
            return match[0]
        else:
            said[name] = value.lower() if name == "topic" else value.removeprefix("@") if name == "by" else value
        return " "

    words = " ".join(_OPERATOR.sub(take, typed).split())
    return Query(typed, words, Filters(tags=tuple(dict.fromkeys(tags))[:5], **said))
