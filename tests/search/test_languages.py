"""What customers type in seven languages: misspelt, inflected, compounds written apart or together. The article is found."""

import csv
from pathlib import Path

import pytest
from django.utils import translation

from community.search import lexical, vectors
from community.search.embedders import choice
from community.search.finding import find
from community.search.learning import learn
from tests.cast import make_topic
from tests.knowledgebase.articles import make_published

FOLDER = Path(__file__).parent / "data/languages"
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl")
FIELDS = ("title", "text", "query", "kind")


def rows(language: str, folder: Path) -> list[dict[str, str]]:
    with (folder / f"{language}.tsv").open(newline="") as file:
        return list(csv.DictReader(file, FIELDS, delimiter="\t", quoting=csv.QUOTE_NONE))


def hits(language: str, folder: Path) -> tuple[int, list[str]]:
    """How many queries find their article among the first three, and the queries that do not."""
    missed = []
    with translation.override(language):
        for row in rows(language, folder):
            first = [result.document.title for result in find(row["query"], None)[:3]]
            if row["title"] not in first:
                missed.append(f"{row['kind']}: {row['query']} → {row['title']} (not {first})")
    return len(rows(language, folder)) - len(missed), missed


@pytest.mark.proof
@pytest.mark.parametrize("folder", [FOLDER, FOLDER / "held_out"], ids=["first set", "held out"])
def test_what_is_misspelt_inflected_or_compound_is_found(cast, work, figure, folder):
    topic = make_topic("Everything")
    for language in LANGUAGES:
        for row in rows(language, folder):
            make_published(cast, title=row["title"], steps=row["text"], topic=topic, language=language)
    work("search")
    lexical.count_words()
    by_words = {language: hits(language, folder) for language in LANGUAGES}
    learn()
    choice.look_again()
    vectors.make_missing()
    vectors.forget_makers()
    found = {language: hits(language, folder) for language in LANGUAGES}
    said = ", ".join(f"{language} {found[language][0]} ({by_words[language][0]})" for language in LANGUAGES)
    figure(
        f"misspelt, inflected and compound queries that find their article among three, of 20 in each language ({folder.name})",
        "at least 16 in each",
        f"{said}; in brackets by words alone, without vectors",
    )
    assert all(number >= 16 for number, _missed in found.values()), found
