"""Which word that is written here somebody may have meant."""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from community.search.queries.vocabulary import Words

# A word of so many letters may be so many mistakes away: the shorter it is, the more words are near it by chance.
_MISTAKES = ((5, 0), (9, 1), (13, 2), (99, 3))
CANDIDATES = 12


def meant(word: str, known: Words, *, beside: bool = False) -> str:
    """The folded word that is meant by a folded word that is not written here; "" where none is near.

    `beside` looks for one that is a single mistake away from a word that is written here itself. The fewest mistakes count
    first (a letter too many, missing, wrong, or two that changed places: Damerau, 1964), then the same first letter, then
    what is used most.
    """
    most = next(mistakes for length, mistakes in _MISTAKES if len(word) < length)
    if beside:
        most = min(most, 1)
    if not most or not word.isalpha():
        return ""
    near = [
        other for length in range(len(word) - most, len(word) + most + 1) for other in known.by_length.get(length, ())
    ]
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=most, limit=CANDIDATES)
    found = [each for each in found if each[0] != word]
    if not found:
        return ""
    best = min(found, key=lambda each: (each[1], each[0][0] != word[0], -known.documents[each[0]], each[0]))
    return best[0]
