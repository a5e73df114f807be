"""The index follows the event log: what changes is found anew, what is hidden is not."""

import threading

import pytest
from django.db import connection

from community.content import subjects
from community.incidents.models import Incident
from community.search import index
from community.search.finding import find
from community.search.models import Document
from forum.models import Duplicate, Question
from tests.cast import make_answer, make_question


def titles(query, member=None):
    return [result.document.title for result in find(query, member)]


def test_a_new_question_is_found_by_its_title_body_answers_and_tags(cast, work):
    question = cast.question(title="The hub blinks red", body="Since the **thunderstorm**.", tags=["lightning"])
    make_answer(question, by=cast.helper, body="Replace the fuse.")
    work("search")
    for word in ("blinks", "thunderstorm", "fuse", "lightning", "BLINKING"):
        assert titles(word) == ["The hub blinks red"]
    assert titles("submarine") == []


def test_an_edit_is_found_and_what_it_replaced_is_not(cast, work):
    question = cast.question(title="The hub blinks red")
    work("search")
    question.edit(by=cast.asker, title="The hub glows purple")
    work("search")
    assert titles("purple") == ["The hub glows purple"]
    assert titles("blinks") == []


def test_a_hidden_question_is_not_found_until_it_is_shown_again(cast, work):
    question = cast.question(title="The hub blinks red")
    work("search")
    question.hide(by=cast.moderator)
    work("search")
    assert titles("blinks") == []
    question.unhide(by=cast.moderator)
    work("search")
    assert titles("blinks") == ["The hub blinks red"]


def test_the_words_of_a_hidden_answer_are_not_found(cast, work):
    question = cast.question()
    answer = make_answer(question, by=cast.helper, body="Call my cousin at 555-0199, he repairs hubs.")
    work("search")
    assert titles("cousin") == [question.title]
    answer.hide(by=cast.moderator)
    work("search")
    assert titles("cousin") == []


def test_a_question_is_found_by_the_words_of_its_duplicates_as_long_as_they_lead_to_it(cast, work):
    canonical = cast.question(title="The hub loses its Wi-Fi every night")
    duplicate = cast.question(title="Radio silence at midnight", body="It stays away until sunrise.", by=cast.helper)
    Duplicate.mark(duplicate, canonical=canonical, by=cast.moderator)
    work()
    assert titles("Radio silence at midnight") == titles("sunrise") == titles("by:hugo") == [canonical.title]
    duplicate.edit(by=cast.helper, title="Radio silence at dusk")
    work()
    assert (titles("midnight"), titles("dusk")) == ([], [canonical.title])
    duplicate.hide(by=cast.moderator)
    work()
    assert titles("dusk") == []
    duplicate.unhide(by=cast.moderator)
    work()
    assert titles("dusk") == [canonical.title]
    other = cast.question(title="All radios of this house rest")
    Duplicate.mark(duplicate, canonical=other, by=cast.moderator)
    work()
    assert titles("dusk") == [other.title]
    Duplicate.objects.get().undo(by=cast.moderator)
    work()
    assert titles("dusk") == [duplicate.title]


def test_a_duplicate_for_fewer_people_lends_its_question_no_words(cast, work):
    canonical = cast.question(title="The hub loses its Wi-Fi every night")
    private = cast.question(title="CANARY of Acme is offline", audience="organisation", organisation=cast.organisation)
    Duplicate.mark(private, canonical=canonical, by=cast.moderator)
    work()
    assert titles("CANARY", cast.colleague) == []
    assert "CANARY" not in Document.everything.get().text


def test_an_accepted_answer_weighs_more_than_a_remark(cast, work):
    remark = cast.question(title="First question about hubs")
    make_answer(remark, by=cast.helper, body="Mine had that too, a firmware thing.")
    solved = cast.question(title="Second question about hubs")
    solved.accept(make_answer(solved, by=cast.helper, body="Install the newest firmware."), by=cast.asker)
    work("search")
    assert titles("firmware") == [solved.title, remark.title]
    assert Document.objects.get(title=solved.title).lamp == "lit"
    assert Document.objects.get(title=remark.title).lamp == "warm"


def test_accents_and_case_do_not_matter_in_any_language(cast, work):
    cast.question(title="Das Gerät läuft über Nacht nicht", language="de")
    cast.question(title="L’écran reste éteint après la mise à jour", language="fr")
    work("search")
    assert titles("gerat") == titles("GERÄT") == ["Das Gerät läuft über Nacht nicht"]
    assert titles("ecran eteint") == ["L’écran reste éteint après la mise à jour"]


def test_a_compound_is_found_however_it_is_written(cast, work):
    cast.question(title="The Wi-Fi is gone")
    cast.question(title="No wifi upstairs")
    work("search")
    assert (
        set(titles("wifi")) == set(titles("Wi-Fi")) == set(titles("WIFI")) == {"The Wi-Fi is gone", "No wifi upstairs"}
    )


def test_an_incident_is_found_by_its_updates(cast, work):
    incident = Incident.declare(by=cast.agent, title="Sign-in is slow", body="We look at it.", severity="minor")
    incident.update(by=cast.agent, state="cause-found", body="The cache cluster overheats.")
    work("search")
    assert titles("overheats") == ["Sign-in is slow"]


def test_reading_an_event_twice_changes_nothing(cast, work):
    question = cast.question()
    work("search")
    before = Document.objects.values().get()
    index.refresh(Question, [question.pk, question.pk])
    after = Document.objects.values().get()
    before.pop("indexed_at"), after.pop("indexed_at")
    assert before == after


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_read_about_one_question_leave_its_newest_words(cast):
    question = cast.question(title="The hub blinks red")
    barrier = threading.Barrier(2)

    def worker():
        try:
            barrier.wait(timeout=10)
            for _round in range(10):
                index.refresh(Question, [question.pk])
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert Document.everything.get().title == "The hub blinks red"


def test_every_registered_subject_can_be_indexed():
    for name, model in subjects.all_subjects().items():
        assert hasattr(model, "search_document"), name


def test_a_long_paste_does_not_stop_the_index(cast, work):
    log = " ".join(f"line{n} {n:x}ffee" for n in range(3000))
    question = make_question(by=cast.asker, topic=cast.topic, title="It fails with this log", body=log[:29_000])
    work("search")
    assert titles("line7") == [question.title]
