"""Finding by words, with PostgreSQL's full text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import get_language

from community.search.folding import joined, words
from community.search.languages import configuration
from community.search.models import Document, Vocabulary, Word
from community.search.queries import vocabulary
from community.search.queries.synonyms import other_ways
from community.search.queries.telling import Telling, telling
from community.search.within import COLUMNS, Candidate, Within

# Weights of D, C, B, A: the rest, the body, the solution, the title.
WEIGHTS = [0.05, 0.2, 0.5, 1.0]
# Rank is divided by 1 + log(length), so that a long thread does not win by its length.
BY_LENGTH = 1
# Words are taken, rarest first, while together they stand in at most so many documents: ranking reads each of them.
READABLE = 1500
# What a text is about is told by so many of its rarest words, beside those that stand nowhere as far as was counted; the commoner
# ones say little, and reading where they stand is slow.
MOST_TELLING = 4
# Of more documents than this with all the words, those that are solved and fresh are ranked: the words tell nothing.
RANKED = 200

# What is solved and fresh comes first among equals. The words are fetched again for those that are ranked: sorting thousands
# of documents with all their words takes longer. An array, because a planner that thinks the table is empty asks an `IN` again
# for each document.
_RANKED = """
SELECT {columns} FROM search_document WHERE id = ANY(ARRAY(
    SELECT id FROM search_document WHERE {within} AND ({fits})
     ORDER BY is_solved DESC, written_at DESC LIMIT {most}))
 ORDER BY ts_rank(%s::real[], words, {asked}, {by_length}) DESC, is_solved DESC, written_at DESC LIMIT %s
"""
_SOME_WORDS = """
SELECT {columns}, words @@ ({full}) AS has_all FROM search_document WHERE {within} AND words @@ {some}
 ORDER BY has_all DESC, ts_rank(%s::real[], words, {some}, {by_length}) DESC, is_solved DESC, written_at DESC
 LIMIT %s
"""
_COUNT = """
INSERT INTO search_word (word, documents)
SELECT word, ndoc FROM ts_stat('SELECT words FROM search_document WHERE words IS NOT NULL') WHERE length(word) <= 60
"""


@dataclass(frozen=True)
class _Asked:
    """A tsquery as SQL, and its parameters."""

    sql: str
    params: tuple

    def __or__(self, other: "_Asked") -> "_Asked":
        return _Asked(f"{self.sql} || {other.sql}", self.params + other.params)


def with_all_words(ways: Sequence[str], within: Within, limit: int) -> list[Candidate]:
    """Documents with all the words of one of the ways to put a query, best first. One query.

    What editors say means the same is looked for too. Understands "a phrase", -without and or.
    """
    return _found(_in_each_language, [joined(way) for way in ways], within, limit)


def beginning_with(text: str, within: Within, limit: int) -> list[Candidate]:
    """Documents with all the words of a text, the last of which may go on, best first. One query."""
    *finished, begun = words(joined(text)) or [""]
    if not begun:
        return []
    goes_on = _Asked("to_tsquery('simple', %s)", (f"{begun}:*",))

    def ask(ways: Sequence[str]) -> _Asked:
        if not finished:
            return goes_on
        before = _in_each_language(ways)
        return _Asked(f"(({before.sql}) && {goes_on.sql})", before.params + goes_on.params)

    return _found(ask, [" ".join(finished)], within, limit)


def with_some_words(text: str, ways: Sequence[str], within: Within, limit: int) -> list[tuple[Candidate, bool]]:
    """Documents that share telling words with a text; whether each has all words of one of `ways`. Those that have come first.

    One query, and one for words that nobody looked for yet.
    """
    some = _any_rare([joined(text)])
    full = _in_each_language([joined(way) for way in ways])
    sql = _SOME_WORDS.format(columns=COLUMNS, some=some.sql, full=full.sql, within=within.sql, by_length=BY_LENGTH)
    rows = _rows(sql, (*full.params, *within.params, *some.params, WEIGHTS, *some.params, limit))
    return [(Candidate(*row), has_all) for *row, has_all in rows]


def sharing_telling_words(text: str, within: Within, limit: int) -> list[Candidate]:
    """Documents that share two telling words with a text, best first: words that many have tell nothing.

    One query, and one for words that nobody looked for yet.
    """
    return _found(_two_words, [joined(text)], within, limit)


def count_words() -> None:
    """Count anew in how many documents each word stands, and which words everybody may read. Seconds for a large index."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE search_word IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM search_word")
        cursor.execute(_COUNT)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_word")
    vocabulary.count()


def count_words_once() -> None:
    """Count words where nobody has counted yet: before that, every word passes for rare. Two queries, or three and the count."""
    if not (Word.objects.exists() and Vocabulary.objects.exists()) and Document.everything.exists():
        count_words()


def _found(ask: Callable[[Sequence[str]], _Asked], ways: list[str], within: Within, limit: int) -> list[Candidate]:
    """What `ask` finds with `ways` and with what means the same everywhere; and in a topic, with what does there."""
    others: dict[int | None, list[str]] = {None: list(ways)}
    for topic, way in other_ways(ways[0]):
        others.setdefault(topic, []).append(way)
    asked = ask(others.pop(None))
    fits, params = f"words @@ ({asked.sql})", asked.params
    for topic, said in others.items():
        query = ask(said)
        asked |= query
        fits, params = f"{fits} OR (topic_id = %s AND words @@ ({query.sql}))", (*params, topic, *query.params)
    sql = _RANKED.format(
        columns=COLUMNS, asked=asked.sql, within=within.sql, fits=fits, most=RANKED, by_length=BY_LENGTH
    )
    given = (*within.params, *params, WEIGHTS, *asked.params, limit)
    return [Candidate(*row) for row in _rows(sql, given)]


def _in_each_language(ways: Sequence[str]) -> _Asked:
    asked = [(config, way) for way in ways for config in _configurations()]
    sql = " || ".join(["websearch_to_tsquery(%s::regconfig, %s)"] * len(asked))
    return _Asked(sql, tuple(part for each in asked for part in each))


def _any_rare(ways: Sequence[str]) -> _Asked:
    """Any of the rarest words of the ways. No words: a query that matches nothing."""
    each = (" | ".join(word.any_form for word in _rarest(_told(way))) for way in ways)
    return _Asked("%s::tsquery", (" | ".join(filter(None, each)),))


def _two_words(ways: Sequence[str]) -> _Asked:
    """Two telling words of a way, one of them rare; of a way of one word that word. A single one in common is no likeness."""
    pairs = []
    for told in (_most_telling(way) for way in ways):
        for word in _rarest(told):
            others = " | ".join(other.any_form for other in told if other is not word)
            pairs.append(f"({word.any_form}) & ({others})" if others else f"({word.any_form})")
    return _Asked("%s::tsquery", (" | ".join(pairs),))


def _told(way: str) -> list[Telling]:
    return telling(words(way), _configurations())


def _most_telling(way: str) -> list[Telling]:
    told = _told(way)
    return told[: MOST_TELLING + sum(not word.documents for word in told)]


def _rarest(told: list[Telling]) -> list[Telling]:
    """Those of the telling words that may be looked for: together they stand in few enough documents."""
    standing = accumulate(word.documents for word in told)
    return [word for word, documents in zip(told, standing, strict=True) if documents <= READABLE]


def _rows(sql: str, params: Sequence) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _configurations() -> list[str]:
    """Of the site's language, of the reader's, and of those that are written here."""
    languages = {settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE, *vocabulary.current().languages}
    return sorted({configuration(language) for language in languages})
