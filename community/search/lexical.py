"""Finding by words, with PostgreSQL's full text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import get_language

from community.search.folding import joined, words
from community.search.languages import configuration
from community.search.models import Document, Vocabulary, Word
from community.search.queries import vocabulary
from community.search.queries.synonyms import other_ways
from community.search.within import COLUMNS, Candidate, Within

# Weights of D, C, B, A: the rest, the body, the solution, the title.
WEIGHTS = [0.05, 0.2, 0.5, 1.0]
# Rank is divided by 1 + log(length), so that a long thread does not win by its length.
BY_LENGTH = 1
# Words are taken, rarest first, while together they stand in at most so many documents: ranking reads each of them.
READABLE = 1500
# Of more documents than this with all the words, those that are solved and fresh are ranked: the words tell nothing.
RANKED = 200

# The words of a text that say something, by their place: how each language in use writes them in the index (`lexemes`), and
# whether they belong to its rarest ones. What one of these languages passes over, such as "the", says nothing in any.
_TELLING = """
spoken AS MATERIALIZED (
    SELECT place, array_agg(DISTINCT lexeme) AS lexemes
      FROM unnest(%s::text[]) WITH ORDINALITY AS typed(word, place), unnest(%s::regconfig[]) AS config,
           to_tsvector(config, word) AS read, LATERAL unnest(coalesce(nullif(tsvector_to_array(read), '{}'), '{NULL}')) AS lexeme
     GROUP BY place HAVING bool_and(lexeme IS NOT NULL)),
counted AS (
    SELECT place, sum(coalesce(known.documents, 1)) AS documents
      FROM spoken, unnest(lexemes) AS lexeme LEFT JOIN search_word AS known ON known.word = lexeme GROUP BY place),
telling AS MATERIALIZED (
    SELECT place, sum(documents) OVER (ORDER BY documents, place) <= %s AS is_rare,
           (SELECT string_agg(quote_literal(lexeme), ' | ') FROM unnest(lexemes) AS lexeme) AS any_form
      FROM counted JOIN spoken USING (place))
"""
# Any of its rarest words. No words: a query that matches nothing.
_ANY_RARE = "SELECT coalesce(string_agg(any_form, ' | '), '')::tsquery FROM telling WHERE is_rare"
# Two of its words, one of them among its rarest; of a text of one word that word. A single word in common is no likeness.
_TWO_WORDS = """
SELECT coalesce(string_agg('(' || any_form || ')' || coalesce(' & (' || others || ')', ''), ' | '), '')::tsquery
  FROM telling, LATERAL (SELECT string_agg(any_form, ' | ') FROM telling AS other WHERE other.place <> telling.place) AS o(others)
 WHERE is_rare
"""
# What is solved and fresh comes first among equals. The words are fetched again for those that are ranked: sorting thousands
# of documents with all their words takes longer.
_RANKED = """
{before} SELECT {columns} FROM search_document WHERE id IN (
    SELECT id FROM search_document WHERE {within} AND ({fits})
     ORDER BY is_solved DESC, written_at DESC LIMIT {most})
 ORDER BY ts_rank(%s::real[], words, {asked}, {by_length}) DESC, is_solved DESC, written_at DESC LIMIT %s
"""
_SOME_WORDS = """
WITH {before}
SELECT {columns}, words @@ ({full}) AS has_all FROM search_document WHERE {within} AND words @@ (SELECT query FROM asked)
 ORDER BY has_all DESC, ts_rank(%s::real[], words, (SELECT query FROM asked), {by_length}) DESC, is_solved DESC, written_at DESC
 LIMIT %s
"""
_COUNT = """
INSERT INTO search_word (word, documents)
SELECT word, ndoc FROM ts_stat('SELECT words FROM search_document WHERE words IS NOT NULL') WHERE length(word) <= 60
"""


@dataclass(frozen=True)
class _Asked:
    """A tsquery as SQL, and its parameters; what is to be worked out only once stands `before`, as named queries."""

    sql: str
    params: tuple
    before: str = ""
    params_before: tuple = ()

    def __or__(self, other: "_Asked") -> "_Asked":
        before = ", ".join(filter(None, (self.before, other.before)))
        return _Asked(
            f"{self.sql} || {other.sql}", self.params + other.params, before, self.params_before + other.params_before
        )


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

    def ask(ways: Sequence[str], _name: str) -> _Asked:
        if not finished:
            return goes_on
        before = _in_each_language(ways)
        return _Asked(f"(({before.sql}) && {goes_on.sql})", before.params + goes_on.params)

    return _found(ask, [" ".join(finished)], within, limit)


def with_some_words(text: str, ways: Sequence[str], within: Within, limit: int) -> list[tuple[Candidate, bool]]:
    """Documents that share telling words with a text; whether each has all words of one of `ways`. One query.

    Those that have come first.
    """
    some = _telling(_ANY_RARE, [joined(text)])
    full = _in_each_language([joined(way) for way in ways])
    sql = _SOME_WORDS.format(columns=COLUMNS, before=some.before, full=full.sql, within=within.sql, by_length=BY_LENGTH)
    rows = _rows(sql, (*some.params_before, *full.params, *within.params, WEIGHTS, limit))
    return [(Candidate(*row), has_all) for *row, has_all in rows]


def sharing_telling_words(text: str, within: Within, limit: int) -> list[Candidate]:
    """Documents that share two telling words with a text, best first: words that many have tell nothing. One query."""
    return _found(partial(_telling, _TWO_WORDS), [joined(text)], within, limit)


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


def _found(ask: Callable[[Sequence[str], str], _Asked], ways: list[str], within: Within, limit: int) -> list[Candidate]:
    """What `ask` finds with `ways` and with what means the same everywhere; and in a topic, with what does there."""
    others: dict[int | None, list[str]] = {None: list(ways)}
    for topic, way in other_ways(ways[0]):
        others.setdefault(topic, []).append(way)
    asked = ask(others.pop(None), "asked")
    fits, params = f"words @@ ({asked.sql})", asked.params
    for topic, said in others.items():
        query = ask(said, f"asked_in_{topic}")
        asked |= query
        fits, params = f"{fits} OR (topic_id = %s AND words @@ ({query.sql}))", (*params, topic, *query.params)
    before = f"WITH {asked.before}" if asked.before else ""
    sql = _RANKED.format(
        before=before, columns=COLUMNS, asked=asked.sql, within=within.sql, fits=fits, most=RANKED, by_length=BY_LENGTH
    )
    given = (*asked.params_before, *within.params, *params, WEIGHTS, *asked.params, limit)
    return [Candidate(*row) for row in _rows(sql, given)]


def _in_each_language(ways: Sequence[str], _name: str = "") -> _Asked:
    asked = [(config, way) for way in ways for config in _configurations()]
    sql = " || ".join(["websearch_to_tsquery(%s::regconfig, %s)"] * len(asked))
    return _Asked(sql, tuple(part for each in asked for part in each))


def _telling(which: str, ways: Sequence[str], name: str = "asked") -> _Asked:
    """The words of the ways as a query, by `which`, which is worked out once under that name."""
    configurations = _configurations()
    params = tuple(param for way in ways for param in (words(way), configurations, READABLE))
    either = " || ".join([f"(WITH {_TELLING} {which})"] * len(ways))
    before = f"{name} AS MATERIALIZED (SELECT {either} AS query)"
    return _Asked(f"(SELECT query FROM {name})", (), before, params)  # noqa: S608  names of our own alone


def _rows(sql: str, params: Sequence) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _configurations() -> list[str]:
    """Of the site's language, of the reader's, and of those that are written here."""
    languages = {settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE, *vocabulary.current().languages}
    return sorted({configuration(language) for language in languages})
