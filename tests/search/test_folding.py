import pytest

from community.search.folding import fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café Zürich", "cafe zurich"),
        ("STRASSE Straße", "strasse strasse"),
        ("Ｗｉ‐Ｆｉ", "wi‐fi"),
        ("smørrebrød Łódź İstanbul", "smorrebrod lodz istanbul"),
        ("Ёлка и йод", "елка и йод"),
        ("が か", "が か"),
        ("한국어", "한국어"),
        ("हिन्दी", "हिन्दी"),
        ("Ελλάδα", "ελλαδα"),
        ("cafe\u0301", "cafe"),
        ("", ""),
    ],
)
def test_accents_and_case_are_taken_away(text, folded):
    assert fold(text) == folded


def test_folding_twice_changes_nothing():
    text = "ÆØÅ ŒŁ İı Ёё ﬁ ǆ ẞ Ǆ"
    assert fold(fold(text)) == fold(text)


def test_words_are_folded_and_in_order():
    assert words("Où est l’Été?") == ["ou", "est", "l", "ete"]
