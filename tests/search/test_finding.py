"""Finding by words and by likeness, for those who may see it."""

import pytest
from django.utils import translation

from community.content.audiences import Audience
from community.search import finding, lexical, vectors
from community.search.embedders import choice
from community.search.finding import find, fuse, similar
from community.search.models import Document, TrainedCorpus, Word
from community.search.within import Within


def titles(found):
    return [result.document.title for result in found]


def test_other_words_for_the_same_find_it(learnt):
    found = similar("my hub is not connected to the wireless at night", None)
    assert titles(found)[0] in ("The hub loses its Wi-Fi every night", "Wi-Fi of the hub drops after midnight")


def test_a_misspelt_question_is_found_by_its_likeness(learnt):
    found = find("thermostt displai drak", None)
    assert titles(found)[0] == "Thermostat display stays dark"
    assert found[0].likeness > 0.4
    assert not found[0].by_words


def test_what_both_ways_find_comes_first(learnt):
    found = find("invoice wrong address", None)
    assert titles(found)[0] == "Invoice shows the wrong address"
    assert found[0].by_words
    assert found[0].likeness


def test_nothing_like_it_shows_nothing(learnt):
    assert similar("zebra crossing pedestrian", None) == []
    assert not find("zebra", None)


def test_an_empty_question_shows_nothing(learnt):
    assert similar("", None) == similar(" \n", None) == [] == find("?!", None).results


def test_without_vectors_words_are_enough(told):
    assert choice.current() is None
    assert titles(find("invoice address", None))[0] == "Invoice shows the wrong address"
    assert "Door sensor does not report open doors" in titles(similar("my door sensor reports nothing", None))


def test_operators_of_the_query_are_understood(told):
    assert titles(find('"last invoice"', None))[0] == "Where do I find my last invoice?"
    assert titles(find("invoice -address", None))[0] == "Where do I find my last invoice?"


def test_more_words_than_any_document_has_still_find_the_nearest(told):
    assert (
        titles(find("please help my invoice has a totally wrong postal address", None))[0]
        == "Invoice shows the wrong address"
    )


def test_private_documents_are_found_by_those_whom_they_are_for(cast, work, told):
    cast.question(title="Invoice of our own tariff", audience=Audience.ORGANISATION, organisation=cast.organisation)
    cast.question(title="Invoice texts for advocates", audience=Audience.ADVOCATES)
    work("search")
    for person, expected in (
        (None, set()),
        (cast.stranger, set()),
        (cast.colleague, {"Invoice of our own tariff"}),
        (cast.advocate, {"Invoice texts for advocates"}),
        (cast.agent, {"Invoice of our own tariff", "Invoice texts for advocates"}),
    ):
        private = {"Invoice of our own tariff", "Invoice texts for advocates"}
        assert private & set(titles(find("invoice", person))) == expected
        assert private & set(titles(similar("invoice tariff texts", person, 20))) == expected


def test_similar_keeps_to_questions_and_articles_or_what_is_asked_for(told):
    assert similar("invoice address", None, kinds=("article",)) == []
    assert similar("invoice address", None, kinds=("question",))


def test_at_most_as_many_as_wanted(learnt):
    assert len(similar("the hub loses its wi-fi at night", None)) > 1
    assert len(similar("the hub loses its wi-fi at night", None, 1)) == 1
    assert len(find("the", None)) <= finding.DEPTH


def test_words_that_many_have_tell_nothing(told, monkeypatch):
    lexical.count_words()
    in_sight = Within.of(Document.everything.visible_to(None))
    hub, night = (Word.objects.get(word=word).documents for word in ("hub", "night"))
    assert hub > night
    monkeypatch.setattr(lexical, "READABLE", night)
    # "hub" and "night" together stand in more documents than may be read: what has the rarer one and another is looked for.
    found = titles_of(each.pk for each in lexical.sharing_telling_words("hub night", in_sight, 10))
    assert found and all("hub" in title.lower() and "night" in title.lower() for title in found)
    monkeypatch.setattr(lexical, "READABLE", 0)
    assert lexical.sharing_telling_words("hub night", in_sight, 10) == []


def test_one_word_in_common_is_no_likeness_and_small_words_of_any_language_are_none(told, cast, work):
    cast.question(title="Der Hub ist aus", body="Is it you? Do you see the light? Das Licht ist aus.", language="de")
    work("search")
    in_sight = Within.of(Document.everything.visible_to(None))
    for text in ("Do you see the sea?", "Is it you?", "My cat stays ill"):
        assert lexical.sharing_telling_words(text, in_sight, 10) == [], text
    assert lexical.sharing_telling_words("the night", in_sight, 10)
    assert len(lexical.sharing_telling_words("Light of the hub", in_sight, 10)) == 1


def test_the_commonest_words_of_a_long_text_are_not_what_it_is_about(told, monkeypatch):
    lexical.count_words()
    in_sight = Within.of(Document.everything.visible_to(None))
    text = "hub night thermostat invoice"
    with_all = lexical.sharing_telling_words(text, in_sight, 50)
    monkeypatch.setattr(lexical, "MOST_TELLING", 2)
    rarest = {word.any_form for word in lexical.telling(text.split(), ["english"])[:2]}
    fewer = titles_of(each.pk for each in lexical.sharing_telling_words(text, in_sight, 50))
    assert "'hub'" not in rarest
    assert len(fewer) < len(with_all)


def titles_of(pks):
    return [Document.everything.get(pk=pk).title for pk in pks]


def test_quotes_and_operators_in_what_is_typed_are_only_text(told):
    for text in ("it's 'broken' & | ! <-> :*", "\\' OR 1=1 --", "100 % %s {}", "日本語", "a" * 5000, "\ud800"):
        assert isinstance(similar(text, None), list)
        assert find(text, None).results is not None


def test_readers_of_another_language_search_in_theirs_too(cast, work):
    cast.question(title="Meine Rechnungen sind falsch", language="de")
    work("search")
    with translation.override("de"):
        assert titles(find("Rechnung", None)) == ["Meine Rechnungen sind falsch"]


@pytest.mark.parametrize(
    ("search", "most"), [(lambda: find("the hub loses its wifi", None), 4), (lambda: similar("hub wifi", None), 4)]
)
def test_the_number_of_queries_does_not_grow(learnt, django_assert_max_num_queries, search, most):
    search()
    with django_assert_max_num_queries(most):
        assert search()


def test_fusion_prefers_what_several_lists_name():
    assert list(fuse([[1, 2, 3], [3, 4]])) == [3, 1, 2, 4]
    assert not fuse([[], []])


def test_while_a_new_maker_takes_over_old_vectors_are_still_found(learnt, cast, work, monkeypatch):
    former = TrainedCorpus.objects.get()
    cast.question(title="Gateway needs a restart every day", body="It stops answering.")
    work("search")
    from community.search.learning import learn

    assert learn().maker != former.maker
    choice.look_again()
    monkeypatch.setattr(vectors, "BATCH", 4)
    assert vectors.make_missing(budget=0.0001) <= 4
    vectors.forget_makers()
    makers = [maker for maker in vectors.makers() if maker]
    assert len(makers) == 2
    for maker in makers:
        title = Document.everything.filter(maker=maker, kind="question").first().title
        best = find(title, None)[0]
        assert (best.document.title, best.likeness > 0.9) == (title, True)

    vectors.make_missing()
    vectors.forget_makers()
    assert vectors.missing() == 0
    assert vectors.makers() == [choice.current().maker]
