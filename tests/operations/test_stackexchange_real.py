"""Real dumps, where they are at hand, arrive whole: the smallest in each run of the tests, the others in `make prove`."""

import pytest
from taggit.models import Tag

from community.content.models import Origin
from forum.models import Answer, Comment, Duplicate, Question
from tests.operations import dumps
from tests.operations.findable import Reading
from tests.operations.importing import run, state


@pytest.mark.slow
@pytest.mark.proof
def test_a_real_site_arrives_whole(proving, db, client, figure):
    folder = dumps.REAL / "stackexchange-beer"
    if not folder.is_dir():
        pytest.skip("needs the real dump in ../shared/data/stackexchange-beer")
    run(folder)
    assert Question.objects.count() == 591
    assert Answer.objects.count() == 1398
    assert Comment.objects.count() == 1860
    assert Question.objects.exclude(solution=None).count() == 359
    assert Question.objects.exclude(duplicate_of=None).count() == Duplicate.objects.count() == 17
    assert Tag.objects.count() == 133
    assert Origin.objects.filter(kind="member", external_id__regex=r"^-?\d+$").count() == 3948
    assert sum(question.answer_count for question in Question.objects.all()) == 1398
    before = state()
    assert "Nothing has changed" in run(folder)
    assert state() == before
    figure(
        "import of a real dump (beer)",
        "every question, answer, accepted answer, tag and duplicate link present; a second run changes nothing",
        f"{Question.objects.count()} questions, {Answer.objects.count()} answers,"
        f" {Question.objects.exclude(solution=None).count()} accepted, {Tag.objects.count()} tags,"
        f" {Duplicate.objects.count()} duplicates; the second run wrote no row",
    )
    assert_findable(client, figure, "beer")


@pytest.mark.slow
@pytest.mark.proof
def test_a_real_site_with_a_doctype_and_without_three_files_arrives(proving, db, client, figure):
    folder = dumps.REAL / "stackexchange-history"
    if not folder.is_dir():
        pytest.skip("needs the real dump in ../shared/data/stackexchange-history")
    said = run(folder)
    for name in ("Votes.xml", "PostLinks.xml", "Tags.xml"):
        assert f"{name} is not there" in said
    assert (Question.objects.count(), Answer.objects.count(), Comment.objects.count()) == (556, 1095, 3454)
    assert_findable(client, figure, "history")


@pytest.mark.slow
@pytest.mark.proof
def test_search_engines_read_every_page_of_a_third_site(db, client, figure):
    folder = dumps.REAL / "stackexchange-conlang"
    if not folder.is_dir():
        pytest.skip("needs the real dump in ../shared/data/stackexchange-conlang")
    run(folder)
    before = state()
    assert "Nothing has changed" in run(folder)
    assert state() == before
    assert_findable(client, figure, "conlang")


def assert_findable(client, figure, name):
    """Every imported question, as a search engine reads it; by Google's tables and by what the page shows."""
    reading = Reading(client)
    figure(
        f"QAPage of every imported question ({name})",
        "no error, no missing recommended field that the page shows",
        reading.said(),
    )
    assert +reading.flaws == {} and reading.pages > 40
