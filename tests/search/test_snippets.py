"""What is shown of a document: the passage that answers, marked and safe."""

from community.search.models import Document
from community.search.snippets import LENGTH, snippet


def shown(query, *, title="A title", text="", solution=""):
    return snippet(Document(title=title, text=text, solution=solution), query)


def test_words_of_the_query_are_marked_with_their_inflections():
    assert shown("restart router", title="Restarting my routers").title == (
        "<mark>Restarting</mark> my <mark>routers</mark>"
    )


def test_accents_are_marked_where_they_stand():
    assert shown("cafe", title="Ein Café in Zürich").title == "Ein <mark>Café</mark> in Zürich"
    assert shown("STRASSE", title="Die Straße").title == "Die Straße"


def test_a_short_word_does_not_mark_every_longer_one():
    assert shown("app", title="Apply for the app").title == "Apply for the <mark>app</mark>"


def test_a_compound_is_marked_however_it_is_written():
    assert shown("wifi", title="My Wi-Fi is slow").title == "My <mark>Wi-Fi</mark> is slow"
    assert shown("Wi-Fi", title="My wifi is slow").title == "My <mark>wifi</mark> is slow"


def test_a_passage_near_the_end_is_as_long_as_any():
    text = "Nothing here at all. " * 40 + "The end names the reset."
    passage = shown("reset", text=text).text
    assert passage.endswith("the <mark>reset</mark>.")
    assert len(passage) > LENGTH - 40


def test_html_in_a_text_or_a_query_is_only_text():
    text = shown("<script>", title="<script>alert(1)</script> & co", text="<b>bold</b> script").text
    assert "<b>" not in text
    assert "&lt;b&gt;" in text
    assert shown("script", title="<script>").title == "&lt;<mark>script</mark>&gt;"


def test_the_passage_with_most_of_the_query_is_shown():
    text = "Nothing here. " * 100 + "Hold the reset button for ten seconds. " + "More of nothing. " * 100
    passage = shown("reset button", text=text).text
    assert "<mark>reset</mark> <mark>button</mark>" in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert len(passage) < LENGTH + 60


def test_without_a_match_it_shows_how_the_text_begins():
    assert shown("zebra", text="It begins like this.").text == "It begins like this."
    assert shown("", text="It begins like this.").text == "It begins like this."
    assert shown("zebra").text == ""


def test_the_solution_is_shown_rather_than_the_text_when_both_match():
    assert "Solution" in shown("reset", solution="Solution: reset it.", text="I tried a reset.").text
