"""The words that everybody may read here, kept in the process: for spelling, and for taking compounds apart."""

import time
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import connection, transaction
from django.utils import timezone

from community.content.audiences import Audience
from community.search.folding import fold
from community.search.models import Document, Vocabulary

# Seconds after which a process asks whether somebody has counted anew. Reading a large vocabulary takes longer than a search.
TRUST = 1.0
# Words of each language, the most used ones. The rest are typing mistakes, names and numbers.
MOST = 50_000
SHORTEST, LONGEST = 3, 40
# A pasted log says little about how people write.
READ = 20_000

_COUNT = """
SELECT word, ndoc FROM ts_stat(format(
    'SELECT to_tsvector(''simple'', left(concat_ws('' '', title, array_to_string(tags, '' ''), solution, text), %%s))
       FROM search_document WHERE audience = %%L AND language = %%L', %s, %s, %s))
 WHERE length(word) BETWEEN %s AND %s ORDER BY ndoc DESC, word LIMIT %s
"""
_words: "Words | None" = None
_counts: list[tuple[str, datetime]] = []  # of which language, when: what `_words` are
_ask_at = 0.0


@dataclass(frozen=True)
class Words:
    """Folded words of all languages: how they are written, in how many documents, and in which languages."""

    written: dict[str, str]
    documents: dict[str, int]
    languages: tuple[str, ...]

    @cached_property
    def by_length(self) -> dict[int, list[str]]:
        """For spelling: a mistake changes a word's length by little."""
        lengths = defaultdict(list)
        for word in self.documents:
            lengths[len(word)].append(word)
        return dict(lengths)

    @cached_property
    def _forwards(self) -> list[str]:
        return sorted(self.documents)

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(word[::-1] for word in self.documents)

    def beginning_with(self, part: str) -> list[str]:
        """Longer words that begin with `part`, in no order that matters."""
        return [word for word in _between(self._forwards, part) if word != part]

    def ending_with(self, part: str) -> list[str]:
        """Longer words that end with `part`."""
        return [word[::-1] for word in _between(self._backwards, part[::-1]) if word[::-1] != part]

    def __contains__(self, word: str) -> bool:
        return word in self.documents


def current() -> Words:
    """The vocabulary as it was counted last. One query now and then, and one more when it was counted anew."""
    global _words, _counts, _ask_at
    now, words = time.monotonic(), _words
    if words is None or now >= _ask_at:
        counts = list(Vocabulary.objects.order_by("language").values_list("language", "counted_at"))
        if words is None or counts != _counts:
            words = _merged(list(Vocabulary.objects.order_by("language")) if counts else [])
        _words, _counts, _ask_at = words, counts, now + TRUST
    return words


def forget() -> None:
    """Read it anew at the next search; for code that just counted."""
    global _words
    _words = None


def count() -> None:
    """Count the words of what everybody may read anew, language by language: seconds for a large index.

    Private words are never counted: what is suggested to somebody is read by them.
    """
    languages = Document.everything.filter(audience=Audience.PUBLIC).order_by().values_list("language", flat=True)
    with transaction.atomic():
        kept = []
        for language in languages.distinct():
            words = "\n".join(f"{word}\t{number}" for word, number in _counted(language) if word.isalpha())
            kept.append(Vocabulary(language=language, words=words, counted_at=timezone.now()))
        Vocabulary.objects.exclude(language__in=[each.language for each in kept]).delete()
        Vocabulary.objects.bulk_create(
            kept, update_conflicts=True, unique_fields=["language"], update_fields=["words", "counted_at"]
        )
    forget()


def _counted(language: str) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [READ, Audience.PUBLIC, language, SHORTEST, LONGEST, MOST])
        return cursor.fetchall()


def _merged(vocabularies: list[Vocabulary]) -> Words:
    written: dict[str, str] = {}
    documents: dict[str, int] = {}
    for vocabulary in vocabularies:
        for line in vocabulary.words.splitlines():
            word, _tab, number = line.partition("\t")
            folded = fold(word)
            # The way of writing that is used most is the first one that comes.
            written.setdefault(folded, word)
            documents[folded] = documents.get(folded, 0) + int(number)
    return Words(written, documents, tuple(each.language for each in vocabularies))


def _between(ordered: list[str], part: str) -> list[str]:
    start = bisect_left(ordered, part)
    end = bisect_left(ordered, part + "\U0010ffff", lo=start)
    return ordered[start:end]
