"""Which words of a text tell something: how the index writes each, and in how many documents it stands. Kept in the process."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from community.search.queries import vocabulary
from community.search.queries.vocabulary import Words

# So many words are kept; with more, all are forgotten.
MOST = 50_000

# How each configuration writes a word. What one of them passes over, such as "the", says nothing in any.
_READ = """
WITH spoken AS (
    SELECT word, array_agg(DISTINCT lexeme) AS lexemes
      FROM unnest(%s::text[]) AS word, unnest(%s::regconfig[]) AS config, to_tsvector(config, word) AS read,
           LATERAL unnest(coalesce(nullif(tsvector_to_array(read), '{}'), '{NULL}')) AS lexeme
     GROUP BY word HAVING bool_and(lexeme IS NOT NULL))
SELECT spoken.word, lexemes, (
    SELECT sum(coalesce(known.documents, 0)) FROM unnest(lexemes) AS lexeme LEFT JOIN search_word AS known ON known.word = lexeme)
  FROM spoken
"""
_SAYS_NOTHING = None


class Telling(NamedTuple):
    """A word as a tsquery for any of its forms, and in how many documents it stands, as far as was counted."""

    any_form: str
    documents: int


# By configurations and word; and the vocabulary that was counted together with them.
_kept: tuple[Words | None, dict[tuple[str, ...], dict[str, Telling | None]]] = (None, {})


def telling(words: Sequence[str], configurations: Sequence[str]) -> list[Telling]:
    """The folded words that say something, each once, the rarest first.

    One query for words that nobody looked for since words were counted last, none for others.
    """
    kept, key = _kept_since_counted(), tuple(configurations)
    known = kept.setdefault(key, {})
    different = list(dict.fromkeys(words))
    missing = [word for word in different if word not in known]
    if missing:
        if len(known) + len(missing) > MOST:
            # Another thread may be reading the former ones, so they are left behind, not emptied.
            known = kept[key] = {word: known[word] for word in different if word in known}
        known.update({**dict.fromkeys(missing, _SAYS_NOTHING), **_read(missing, configurations)})
    return sorted(filter(None, (known[word] for word in different)), key=lambda each: each.documents)


def _kept_since_counted() -> dict[tuple[str, ...], dict[str, Telling | None]]:
    global _kept
    counted, kept = vocabulary.current(), _kept
    if kept[0] is not counted:
        kept = _kept = (counted, {})
    return kept[1]


def _read(words: list[str], configurations: Sequence[str]) -> dict[str, Telling]:
    with connection.cursor() as cursor:
        cursor.execute(_READ, [words, list(configurations)])
        return {
            word: Telling(" | ".join(map(_quoted, lexemes)), int(documents))
            for word, lexemes, documents in cursor.fetchall()
        }


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
