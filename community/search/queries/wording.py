"""What else the words of a query may be called here: spelt as it is written here, put together or taken apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from community.search.embedders import Embedder, choice
from community.search.folding import fold, joined, words
from community.search.queries import compounds, spelling, vocabulary
from community.search.queries.vocabulary import Words

_WORD = re.compile(r"\w+")
_LAST = re.compile(r"(.*?)(\w*)", re.DOTALL)
# So many letters of a word say how it may go on, and so many ways are tried.
SHORTEST_BEGUN, MOST_COMPLETIONS = 2, 6
# So many letters of a word that nobody writes here may stand for the whole of it: "config", "thermost display".
SHORTEST_CUT = 5
# A word of so few documents is taken for a mistake where one of so many times as many is a single mistake away.
SELDOM, OFTEN = 2, 10
MOST_WAYS = 12


@dataclass(frozen=True)
class Wording:
    """Other ways to put a query. `meant` is how it may have been meant, "" where nothing is misspelt."""

    plain: str
    meant: str = ""
    ways: tuple[str, ...] = ()

    @property
    def any_word(self) -> str:
        """All words of all ways: what to look for any of."""
        return " ".join(dict.fromkeys(" ".join([self.plain, *self.ways]).split()))


def reword(plain: str) -> Wording:
    """The words of a query as this community writes them. Two queries now and then, no other."""
    known = vocabulary.current()
    if not known.documents:
        return Wording(plain)
    maker = choice.current()
    pairs = [(word, _better(fold(word), known, maker)) for word in _WORD.findall(plain)]
    better = {word: known.written[other] for word, other in pairs if other}
    meant = _WORD.sub(lambda match: better.get(match[0], match[0]), plain)
    spelt = words(joined(meant))
    ways = [meant, *_apart(spelt, known), *_together(spelt, known), *_longer(spelt, known), *_cut(spelt, known)]
    return Wording(plain, meant if better else "", tuple(dict.fromkeys(ways))[:MOST_WAYS])


def _apart(spelt: list[str], known: Words) -> Iterator[str]:
    parts = {word: compounds.apart(word, known) for word in spelt}
    if any(parts.values()):
        yield " ".join(part for word in spelt for part in parts[word] or [word])


def _together(spelt: list[str], known: Words) -> Iterator[str]:
    for at in range(len(spelt) - 1):
        for whole in compounds.together(spelt[at], spelt[at + 1], known):
            yield " ".join([*spelt[:at], whole, *spelt[at + 2 :]])


def _longer(spelt: list[str], known: Words) -> Iterator[str]:
    for at, word in enumerate(spelt):
        for whole in compounds.holding(word, known):
            yield " ".join([*spelt[:at], whole, *spelt[at + 1 :]])


def _cut(spelt: list[str], known: Words) -> Iterator[str]:
    """Words that nobody writes here as those that are written here most and begin so."""
    whole = {
        word: max(known.beginning_with(word), key=lambda other: (known.documents[other], other), default="")
        for word in spelt
        if word not in known and len(word) >= SHORTEST_CUT
    }
    if any(whole.values()):
        yield " ".join(whole.get(word) or word for word in spelt)


def completions(text: str) -> list[str]:
    """The text with its last word as it may go on, as it is written here most. One query now and then."""
    head, last = _LAST.fullmatch(text).groups()
    begun = fold(last)
    if len(begun) < SHORTEST_BEGUN:
        return []
    known = vocabulary.current()
    longer = sorted(known.beginning_with(begun), key=lambda word: (-known.documents[word], word))
    return [f"{head}{known.written[word]}" for word in longer[:MOST_COMPLETIONS]]


def _better(word: str, known: Words, maker: Embedder | None) -> str:
    """The word that is meant; "" for one that is fine as it is, or put together of words that are written here.

    A word that nobody has written here yet is fine where the embedder knows it: "dying" is not a way to write "doing".
    """
    if word not in known:
        is_fine = (maker is not None and maker.knows(word, known.languages)) or compounds.apart(word, known)
        return "" if is_fine else spelling.meant(word, known)
    if known.documents[word] > SELDOM:
        return ""
    other = spelling.meant(word, known, beside=True)
    return other if other and known.documents[other] >= OFTEN * known.documents[word] else ""
