"""Finding by words, with PostgreSQL's full text."""

from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection, models, transaction
from django.db.models import F, Value
from django.utils.translation import get_language

from community.search.folding import joined
from community.search.languages import configuration
from community.search.models import Document, Word

# Weights of D, C, B, A: the rest, the body, the solution, the title.
WEIGHTS = [0.05, 0.2, 0.5, 1.0]
# Rank is divided by 1 + log(length), so that a long thread does not win by its length.
BY_LENGTH = Value(1)
# Fewer documents with all the words than this, and those with some of them are looked for too.
ENOUGH = 5
# Words are taken, rarest first, while together they stand in at most so many documents: ranking reads each of them.
READABLE = 1500

# The rarest words of a text as one query, any of them. No words: a query that matches nothing.
_RARE_WORDS = """
(SELECT coalesce(string_agg(quote_literal(lexeme), ' | '), '')::tsquery FROM (
    SELECT lexeme, sum(documents) OVER (ORDER BY documents, lexeme) AS so_far FROM (
        SELECT DISTINCT asked.lexeme, coalesce(known.documents, 1) AS documents
          FROM unnest(%s::regconfig[]) AS config, unnest(to_tsvector(config, %s)) AS asked
          LEFT JOIN search_word AS known ON known.word = asked.lexeme) AS counted) AS ordered
  WHERE so_far <= %s)
"""
# Of what everybody may read: a word of a private text is rare, and nothing that is shown comes from it.
_COUNT = """
INSERT INTO search_word (word, documents)
SELECT word, ndoc
  FROM ts_stat($$SELECT words FROM search_document WHERE words IS NOT NULL AND audience = 'public'$$)
 WHERE length(word) <= 60
"""


def matching(query: str, documents: models.QuerySet[Document], limit: int) -> list[int]:
    """Ids of documents with all the words of a query, best first; where those are few, then of those that share words with it.

    Understands "a phrase", -without and or. One query or two.
    """
    in_each = [SearchQuery(joined(query), config=config, search_type="websearch") for config in _configurations()]
    found = _ranked(reduce(or_, in_each), documents, limit)
    if len(found) < ENOUGH:
        already = set(found)
        found += [pk for pk in sharing_rare_words(query, documents, limit) if pk not in already]
    return found[:limit]


def sharing_rare_words(text: str, documents: models.QuerySet[Document], limit: int) -> list[int]:
    """Ids of documents that share telling words with a text, best first: words that many have tell nothing. One query."""
    return _ranked(_AnyRareWord(joined(text)), documents, limit)


def count_words() -> None:
    """Count anew in how many documents each word stands. Two queries; seconds for a large index."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE search_word IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM search_word")
        cursor.execute(_COUNT)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_word")


def count_words_once() -> None:
    """Count words where nobody has counted yet: before that, every word passes for rare. One query, or two and the count."""
    if not Word.objects.exists() and Document.everything.exists():
        count_words()


class _AnyRareWord(SearchQuery):
    """A query for any of the rarest words of a text, as the database counts them."""

    def as_sql(self, compiler, connection, *args: Any, **context: Any) -> tuple[str, Any]:
        (text,) = self.get_source_expressions()[-1:]
        return _RARE_WORDS, [_configurations(), text.value, READABLE]


def _ranked(asked: SearchQuery, documents: models.QuerySet[Document], limit: int) -> list[int]:
    rank = SearchRank(F("words"), asked, weights=WEIGHTS, normalization=BY_LENGTH)
    # What is solved and fresh comes first among equals.
    matched = documents.filter(words=asked).order_by(rank.desc(), "-is_solved", "-written_at")
    return list(matched.values_list("pk", flat=True)[:limit])


def _configurations() -> list[str]:
    """Of the site's language and of the reader's."""
    return sorted({configuration(settings.LANGUAGE_CODE), configuration(get_language() or settings.LANGUAGE_CODE)})
