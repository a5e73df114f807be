"""Words that are written together in one place and apart in another."""

from collections.abc import Iterator

from community.search.queries.vocabulary import Words

SHORTEST_PART = 3
SHORTEST_WHOLE = 7
MOST_PARTS = 3
# So many letters a word needs before longer words that hold it are thought of: "rad" ends a thousand of them.
SHORTEST_HELD = 5
MOST_WHOLES = 4
# So many letters at the end of a word may differ by inflection.
LONGEST_ENDING = 3
# What German, Dutch and Scandinavian languages put between the parts of a compound, longest first.
_LINKS = ("", "s", "es", "n", "en", "er", "e", "ens")
_JOINING = frozenset({"de", "nl", "sv", "da", "nb", "nn", "no", "fi", "hu"})


def joins(known: Words) -> bool:
    """Whether a language is written here that joins nouns into one word."""
    return any(language.split("-")[0] in _JOINING for language in known.languages)


def apart(word: str, known: Words) -> list[str]:
    """The words that a word is put together of, as they are written here; [] where it is not.

    Of several ways the one with the fewest parts counts, then the one whose rarest part is most used.
    """
    if len(word) < SHORTEST_WHOLE:
        return []
    links = _LINKS if joins(known) else ("",)
    ways = [
        (len(way), -min(known.documents[part] for part in way), way) for way in _ways(word, known, links, MOST_PARTS)
    ]
    return list(min(ways)[2]) if ways else []


def together(first: str, second: str, known: Words) -> list[str]:
    """Compounds that are written here of two words that stand side by side."""
    links = _LINKS if joins(known) else ("",)
    return [first + link + second for link in links if first + link + second in known]


def holding(word: str, known: Words) -> list[str]:
    """The compounds written here, most used first, that begin or end with a word: for "Patrone", "Druckerpatrone"."""
    if len(word) < SHORTEST_HELD or not joins(known):
        return []
    wholes = {*known.beginning_with(word), *known.ending_with(word)}
    told = [whole for whole in wholes if len(whole) >= len(word) + SHORTEST_PART]
    return sorted(told, key=lambda whole: (-known.documents[whole], whole))[:MOST_WHOLES]


def _ways(word: str, known: Words, links: tuple[str, ...], most: int) -> Iterator[tuple[str, ...]]:
    """Each way to take a word apart into two to `most` words that are written here."""
    # Where nouns are not joined, what is missing is a space, and short words fit into anything.
    shortest = SHORTEST_PART if len(links) > 1 else SHORTEST_PART + 1
    for at in range(shortest, len(word) - shortest + 1):
        head, tail = word[:at], word[at:]
        for link in links:
            stem = head.removesuffix(link)
            if not head.endswith(link) or len(stem) < shortest or stem not in known:
                continue
            if end := _as_written(tail, known):
                yield (stem, end)
            if most > 2:
                yield from ((stem, *further) for further in _ways(tail, known, links, most - 1))


def _as_written(word: str, known: Words) -> str:
    """The word, or the form of it that is written here most: compounds end as the sentence wants ("-ung" for "-en")."""
    if len(word) < SHORTEST_PART or word in known:
        return word if word in known else ""
    stem = word[: max(SHORTEST_PART + 1, len(word) - LONGEST_ENDING)]
    forms = (
        [form for form in known.beginning_with(stem) if len(form) - len(stem) <= LONGEST_ENDING]
        if len(word) > 4
        else []
    )
    return max(forms, key=lambda form: (known.documents[form], form), default="")
