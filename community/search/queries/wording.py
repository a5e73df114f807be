"""What else the words of a query may be called here: spelt as it is written here, put together or taken apart."""

import re
from dataclasses import dataclass

from community.search.folding import fold, joined, words
from community.search.queries import compounds, spelling, vocabulary
from community.search.queries.vocabulary import Words

_WORD = re.compile(r"\w+")
_LAST = re.compile(r"(.*?)(\w*)", re.DOTALL)
# So many letters of a word say how it may go on, and so many ways are tried.
SHORTEST_BEGUN, MOST_COMPLETIONS = 2, 6
# A word of so few documents is taken for a mistake where one of so many times as many is a single mistake away.
SELDOM, OFTEN = 2, 10


@dataclass(frozen=True)
class Wording:
    """`meant` is the query as it may have been meant, "" where nothing is misspelt; `further` are words to look for as well."""

    meant: str = ""
    further: tuple[str, ...] = ()

    def text(self, plain: str) -> str:
        """What to look for any word of."""
        return " ".join(filter(None, (plain, self.meant, *self.further)))


def reword(plain: str) -> Wording:
    """The words of a query as this community writes them. One query now and then, no other."""
    known = vocabulary.current()
    if not known.documents:
        return Wording()
    further: dict[str, None] = {}
    changed = False

    def respell(match: re.Match[str]) -> str:
        nonlocal changed
        word = fold(match[0])
        if parts := compounds.apart(word, known):
            further.update(dict.fromkeys(parts))
            if word not in known:
                return match[0]
        better = _better(word, known)
        changed |= bool(better)
        return known.written[better] if better else match[0]

    meant = _WORD.sub(respell, plain)
    for word in words(joined(meant)):
        further.update(dict.fromkeys(compounds.holding(word, known)))
    further.update(dict.fromkeys(compounds.together(words(meant), known)))
    return Wording(meant if changed else "", tuple(further))


def completions(text: str) -> list[str]:
    """The text with its last word as it may go on, as it is written here most. One query now and then."""
    head, last = _LAST.fullmatch(text).groups()
    begun = fold(last)
    if len(begun) < SHORTEST_BEGUN:
        return []
    known = vocabulary.current()
    longer = sorted(known.beginning_with(begun), key=lambda word: (-known.documents[word], word))
    return [f"{head}{known.written[word]}" for word in longer[:MOST_COMPLETIONS]]


def _better(word: str, known: Words) -> str:
    if word not in known:
        return spelling.meant(word, known)
    if known.documents[word] > SELDOM:
        return ""
    other = spelling.meant(word, known, beside=True)
    return other if other and known.documents[other] >= OFTEN * known.documents[word] else ""
