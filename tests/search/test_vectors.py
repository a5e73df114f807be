"""Vectors are made afterwards, in batches, and never for words that are no longer there."""

import pytest
from django.db import connection

from community.search import index, tasks, vectors
from community.search.embedders import choice
from community.search.models import Document, Word
from forum.models import Question


def test_new_documents_wait_and_get_theirs(learnt, cast, work):
    cast.question(title="Speaker crackles at high volume")
    work("search")
    assert vectors.missing() == 1
    assert vectors.make_missing() == 1
    assert vectors.missing() == vectors.make_missing() == 0


def test_an_edit_of_the_body_keeps_the_vector_and_one_of_the_title_does_not(learnt, cast, work):
    question = learnt["The valve clicks all night"]
    vector = Document.objects.get(subject_id=question.pk).vector
    question.edit(by=cast.asker, body="It ticks.")
    work("search")
    document = Document.objects.get(subject_id=question.pk)
    assert (document.vector, document.maker) == (vector, choice.current().maker)

    question.edit(by=cast.asker, title="The valve hums all night")
    work("search")
    assert Document.objects.get(subject_id=question.pk).maker == ""


def test_a_short_title_gets_help_from_the_text(cast, work):
    cast.question(title="Help me", body="The invoice is wrong.")
    work("search")
    assert vectors.meaning(Document.objects.get()) == "Help me. The invoice is wrong."


def test_a_document_made_anew_meanwhile_waits_again(learnt, cast, work, monkeypatch):
    question = learnt["The valve clicks all night"]
    question.edit(by=cast.asker, title="The valve hums all night")
    work("search")
    embedder = choice.current()

    class Slow:
        maker = embedder.maker

        def embed(self, texts):
            question.edit(by=cast.asker, title="The valve sings all night")
            work("search")
            return embedder.embed(texts)

    monkeypatch.setattr(choice, "current", Slow)
    batch = vectors._waiting(embedder.maker)
    vectors._write(Slow(), batch)
    assert Document.objects.get(subject_id=question.pk).maker == ""


def test_a_text_that_says_nothing_known_is_done_without_a_vector(learnt, cast, work):
    cast.question(title="Zzzz qqqq xxxx jjjj")
    work("search")
    vectors.make_missing()
    document = Document.objects.get(title="Zzzz qqqq xxxx jjjj")
    assert (document.vector, document.maker) == (None, choice.current().maker)
    assert vectors.missing() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work(cast):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [vectors._LOCK])
        assert vectors.make_missing() == 0
        cursor.execute("SELECT pg_advisory_unlock(%s)", [vectors._LOCK])


def test_makers_are_listed_each_once(told):
    assert vectors.makers() == [""]
    Document.everything.filter(kind="question").update(maker="corpus-x")
    index.refresh(Question, [told["Cancel my subscription"].pk])
    assert vectors.makers() == ["corpus-x"]


def test_the_first_sweep_counts_words_and_later_ones_leave_that_to_the_night(told):
    assert not Word.objects.exists()
    tasks.make_vectors()
    assert Word.objects.get(word="invoic").documents >= 2
    Word.objects.filter(word="invoic").update(documents=77)
    tasks.make_vectors()
    assert Word.objects.get(word="invoic").documents == 77
