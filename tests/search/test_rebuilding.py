"""The index made anew beside live traffic: found all the while, right afterwards, and as it was where it is cut short."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from community.content.audiences import Audience
from community.search import index, rebuilding, vectors
from community.search.finding import find
from community.search.models import ChangedMeanwhile, Document
from forum.models import Question

_TABLE = "search_document"


def titles(query):
    return [result.document.title for result in find(query, None)]


def documents():
    return set(Document.everything.values_list("title", flat=True))


def elsewhere(act):
    """Over a connection of its own, as another process does it."""

    def acted():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        return other.submit(acted).result(timeout=30)


def shape():
    """The names and definitions of all that belongs to the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s ORDER BY 1", [_TABLE])
        indexes = cursor.fetchall()
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass ORDER BY 1",
            [_TABLE],
        )
        constraints = cursor.fetchall()
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod), attnotnull, attidentity FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY 1",
            [_TABLE],
        )
        return indexes, constraints, cursor.fetchall()


def test_what_is_missing_is_made_and_what_nobody_has_is_dropped(cast, work):
    first, second = cast.question(title="The hub blinks red"), cast.question(title="The hub hums loudly")
    work("search")
    Document.everything.filter(subject_id=first.pk).delete()
    stray = Document.everything.get(subject_id=second.pk)
    stray.pk, stray.subject_id, stray.title = None, second.pk + 1000, "A ghost"
    stray.save()

    assert rebuilding.rebuild() == 2
    assert documents() == {first.title, second.title}
    assert titles("blinks") == [first.title]


def test_the_new_index_has_the_shape_of_the_old_one_its_vectors_and_its_numbers(learnt, cast):
    vectors.make_missing()
    before, made = shape(), documents()
    numbers = dict(Document.everything.values_list("subject_id", "pk"))
    vectors_before = dict(Document.everything.values_list("subject_id", "vector"))
    assert any(vectors_before.values())
    assert rebuilding.rebuild() == len(made)
    assert shape() == before
    assert documents() == made
    assert dict(Document.everything.values_list("subject_id", "vector")) == vectors_before
    # A search that found a document before the swap loads the same one after it.
    assert dict(Document.everything.values_list("subject_id", "pk")) == numbers
    fresh = cast.question(title="The hub hums loudly")
    index.refresh(Question, [fresh.pk])
    assert Document.everything.get(subject_id=fresh.pk).pk > max(numbers.values())


@pytest.mark.django_db(transaction=True)
def test_whatever_happens_while_the_index_is_made_anew_is_found_as_it_is_then(cast):
    stays, edited, hidden = (cast.question(title=f"The {word} sits on the hub") for word in ("emu", "wombat", "quoll"))
    unhidden = cast.question(title="The numbat sits on the hub")
    unhidden.hide(by=cast.moderator)
    everything = [stays, edited, hidden, unhidden]
    index.refresh(Question, [question.pk for question in everything])
    # It is asked and shown, but nobody ever put it into the index.
    forgotten = cast.question(title="The dingo sits on the hub")
    happened = []

    def live_traffic():
        assert titles("emu") == [stays.title], "it is found all the while"
        assert titles("dingo") == []
        edited.edit(by=cast.asker, title="The platypus sits on the hub", body="It hums.")
        for question in (hidden, forgotten):
            question.hide(by=cast.moderator)
        unhidden.unhide(by=cast.moderator)
        asked = cast.question(title="The koala sits on the hub")
        index.refresh(Question, [each.pk for each in (*everything, forgotten, asked)])
        assert titles("koala") == [asked.title], "what changes is found at once"
        assert "platypus" in titles("platypus")[0]
        with pytest.raises(CommandError, match="Another process"):
            call_command("rebuild", "search")

    def say(sentence):
        if sentence.startswith("question") and not happened:
            happened.append(sentence)
            elsewhere(live_traffic)

    assert rebuilding.rebuild(say) == 4
    assert happened
    assert documents() == {f"The {word} sits on the hub" for word in ("emu", "platypus", "numbat", "koala")}
    assert not ChangedMeanwhile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_searches_while_the_copy_takes_the_place_finds_what_there_is(cast, is_proving):
    question = cast.question(title="The emu sits on the hub")
    index.refresh(Question, [question.pk])
    is_over = threading.Event()

    def search():
        found = []
        try:
            while not is_over.is_set():
                found.append(titles("emu"))
        finally:
            connection.close()
        return found

    with ThreadPoolExecutor(2) as others:
        searches = [others.submit(search) for _reader in range(2)]
        try:
            for _time in range(40 if is_proving else 4):
                rebuilding.rebuild()
        finally:
            is_over.set()
    found = [each for searched in searches for each in searched.result(timeout=30)]
    assert len(found) > 8
    assert all(each == [question.title] for each in found)


@pytest.mark.django_db(transaction=True)
def test_one_that_is_cut_short_or_finds_no_moment_leaves_the_index_as_it_was(cast, monkeypatch):
    question = cast.question(title="The hub blinks red")
    index.refresh(Question, [question.pk])
    forgotten = cast.question(title="The hub hums loudly", audience=Audience.PUBLIC)

    def cut(sentence):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuilding.rebuild(cut)
    assert documents() == {question.title}

    monkeypatch.setattr(rebuilding, "PATIENCE", 0.05)
    monkeypatch.setattr(rebuilding, "ATTEMPTS", 1)
    monkeypatch.setattr(rebuilding, "PAUSE", 0)
    reader = connection.copy()
    try:
        reader.set_autocommit(False)
        with reader.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {_TABLE}")
        with pytest.raises(rebuilding.NotRebuilt, match="all the time"):
            rebuilding.rebuild()
    finally:
        reader.rollback()
        reader.close()
    assert documents() == {question.title}
    assert rebuilding.rebuild() == 2
    assert titles("hums") == [forgotten.title]


def test_who_may_not_create_a_schema_is_told_what_to_ask_for(learnt):
    before = documents()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE restricted")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO restricted")
        cursor.execute("SET LOCAL ROLE restricted")
        with pytest.raises(CommandError, match="GRANT CREATE ON DATABASE"):
            call_command("rebuild", "search")
        cursor.execute("RESET ROLE")
    assert documents() == before
