"""Which words tell something, and what is kept of them between two searches."""

from community.search import lexical
from community.search.models import Word
from community.search.queries.telling import telling

ENGLISH, BOTH = ["english"], ["english", "german"]


def test_the_rarest_word_comes_first_in_every_form_and_what_says_nothing_not_at_all(learnt):
    lexical.count_words()
    hub, night = (Word.objects.get(word=word).documents for word in ("hub", "night"))
    assert hub > night
    assert telling(["the", "hubs", "night", "hubs"], BOTH) == [("'night'", night), ("'hub'", hub)]
    assert telling(["nightly"], BOTH) == [("'night' | 'nightly'", night)]


def test_the_database_is_asked_once_for_a_word_until_words_are_counted_anew(
    learnt, cast, work, django_assert_num_queries
):
    lexical.count_words()
    telling(["hub", "zebra"], ENGLISH)
    with django_assert_num_queries(0):
        assert telling(["zebra", "hub"], ENGLISH)[0].documents == 0
    for title in ("A zebra on the hub", "Zebras under the hub"):
        cast.question(title=title)
    work("search")
    lexical.count_words()
    assert telling(["zebra"], ENGLISH)[0].documents == 2


def test_marks_in_a_word_are_only_marks(db):
    assert telling(["it's", "a\\b"], ["simple"])[0].any_form.startswith("'")
