"""What a request is called and which phrases tell it from others, in the words of those who asked."""

from collections import Counter
from collections.abc import Sequence
from math import log

from community.search.folding import words

LONGEST_PHRASE = 3  # words
MOST = 5
# A phrase that so few wordings share tells more about its author than about the request.
SHARED_BY = 2


class Phrases:
    """Which phrases are rare among all wordings, so that those of one request can be told."""

    def __init__(self, wordings: Sequence[str]):
        self._number = len(wordings)
        self._having: Counter[str] = Counter()
        for wording in wordings:
            self._having.update(_phrases(wording))

    def telling(self, wordings: Sequence[str]) -> list[str]:
        """At most MOST phrases that several of these wordings share and few others have, the most telling first."""
        shared: Counter[str] = Counter()
        for wording in wordings:
            shared.update(_phrases(wording))
        scores = {
            phrase: count * log(1 + self._number / self._having[phrase]) * (1 + 0.3 * phrase.count(" "))
            for phrase, count in shared.items()
            if count >= SHARED_BY and 2 * self._having[phrase] <= max(self._number, 2 * count)
        }
        found: list[str] = []
        for phrase in sorted(scores, key=lambda phrase: (-scores[phrase], phrase)):
            if not any(_overlap(phrase, other) for other in found):
                found.append(phrase)
            if len(found) == MOST:
                break
        return found


def _phrases(wording: str) -> set[str]:
    said = words(wording)
    return {
        " ".join(said[at : at + length])
        for length in range(1, LONGEST_PHRASE + 1)
        for at in range(len(said) - length + 1)
        if _may_stand(said[at : at + length])
    }


def _may_stand(said: Sequence[str]) -> bool:
    """Whether no end of the phrase is a scrap: a number, or one or two letters."""
    return all(len(word) > 2 and not word.isdigit() for word in (said[0], said[-1]))


def _overlap(phrase: str, other: str) -> bool:
    return bool(set(phrase.split()) & set(other.split()))
