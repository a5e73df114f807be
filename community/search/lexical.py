"""Finding by words, with PostgreSQL's full text."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection, models, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import get_language

from community.search.folding import joined, words
from community.search.languages import configuration
from community.search.models import Document, Vocabulary, Word
from community.search.queries import vocabulary
from community.search.queries.synonyms import other_ways

# Weights of D, C, B, A: the rest, the body, the solution, the title.
WEIGHTS = [0.05, 0.2, 0.5, 1.0]
# Rank is divided by 1 + log(length), so that a long thread does not win by its length.
BY_LENGTH = Value(1)
# Words are taken, rarest first, while together they stand in at most so many documents: ranking reads each of them.
READABLE = 1500
# Of more documents than this with all the words, those that are solved and fresh are ranked: the words tell nothing.
RANKED = 500

# The rarest words of a text as one query, any of them. No words: a query that matches nothing.
_RARE_WORDS = """
(SELECT coalesce(string_agg(quote_literal(lexeme), ' | '), '')::tsquery FROM (
    SELECT lexeme, sum(documents) OVER (ORDER BY documents, lexeme) AS so_far FROM (
        SELECT DISTINCT asked.lexeme, coalesce(known.documents, 1) AS documents
          FROM unnest(%s::regconfig[]) AS config, unnest(to_tsvector(config, %s)) AS asked
          LEFT JOIN search_word AS known ON known.word = asked.lexeme) AS counted) AS ordered
  WHERE so_far <= %s)
"""
_COUNT = """
INSERT INTO search_word (word, documents)
SELECT word, ndoc FROM ts_stat('SELECT words FROM search_document WHERE words IS NOT NULL') WHERE length(word) <= 60
"""


def with_all_words(ways: Sequence[str], documents: models.QuerySet[Document], limit: int) -> list[int]:
    """Ids of documents with all the words of one of the ways to put a query, best first. One query.

    What editors say means the same is looked for too. Understands "a phrase", -without and or.
    """
    return _found(_in_each_language, [joined(way) for way in ways], documents, limit)


def beginning_with(text: str, documents: models.QuerySet[Document], limit: int) -> list[int]:
    """Ids of documents with all the words of a text, the last of which may go on, best first. One query."""
    *finished, begun = words(joined(text)) or [""]
    if not begun:
        return []

    def ask(ways: list[str]) -> Any:
        goes_on = SearchQuery(f"{begun}:*", config="simple", search_type="raw")
        return _in_each_language(ways) & goes_on if finished else goes_on

    return _found(ask, [" ".join(finished)], documents, limit)


def with_some_words(
    text: str, ways: Sequence[str], documents: models.QuerySet[Document], limit: int
) -> list[tuple[int, bool]]:
    """Ids of documents that share telling words with a text; whether each has all words of one of `ways`. One query.

    Those that have come first.
    """
    asked = _AnyRareWord(joined(text))
    has_all = Case(When(words=_in_each_language([joined(way) for way in ways]), then=True), default=False)
    matched = documents.filter(words=asked).annotate(has_all=has_all)
    ranked = matched.order_by("-has_all", _rank(asked).desc(), "-is_solved", "-written_at")
    return list(ranked.values_list("pk", "has_all")[:limit])


def sharing_rare_words(text: str, documents: models.QuerySet[Document], limit: int) -> list[int]:
    """Ids of documents that share telling words with a text, best first: words that many have tell nothing. One query."""
    return _found(lambda ways: _AnyRareWord(" ".join(ways)), [joined(text)], documents, limit)


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


class _AnyRareWord(SearchQuery):
    """A query for any of the rarest words of a text, as the database counts them."""

    def as_sql(self, compiler, connection, *args: Any, **context: Any) -> tuple[str, Any]:
        (text,) = self.get_source_expressions()[-1:]
        return _RARE_WORDS, [_configurations(), text.value, READABLE]


def _found(
    ask: Callable[[list[str]], Any], ways: list[str], documents: models.QuerySet[Document], limit: int
) -> list[int]:
    """What `ask` finds with `ways` and with what means the same everywhere; and in a topic, with what does there."""
    others: dict[int | None, list[str]] = {None: list(ways)}
    for topic, way in other_ways(ways[0]):
        others.setdefault(topic, []).append(way)
    asked = ask(others.pop(None))
    fits = Q(words=asked)
    for topic, said in others.items():
        query = ask(said)
        asked, fits = asked | query, fits | Q(words=query, topic=topic)
    return _ranked(asked, documents.filter(fits), limit)


def _ranked(asked: Any, documents: models.QuerySet[Document], limit: int) -> list[int]:
    # What is solved and fresh comes first among equals.
    some = documents.order_by("-is_solved", "-written_at").values("pk")[:RANKED]
    ranked = Document.everything.filter(pk__in=some).order_by(_rank(asked).desc(), "-is_solved", "-written_at")
    return list(ranked.values_list("pk", flat=True)[:limit])


def _rank(asked: Any) -> SearchRank:
    return SearchRank(F("words"), asked, weights=WEIGHTS, normalization=BY_LENGTH)


def _in_each_language(ways: Sequence[str]) -> SearchQuery:
    queries = (SearchQuery(way, config=config, search_type="websearch") for way in ways for config in _configurations())
    return reduce(or_, queries)


def _configurations() -> list[str]:
    """Of the site's language, of the reader's, and of those that are written here."""
    languages = {settings.LANGUAGE_CODE, get_language() or settings.LANGUAGE_CODE, *vocabulary.current().languages}
    return sorted({configuration(language) for language in languages})
