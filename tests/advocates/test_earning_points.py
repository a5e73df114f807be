"""Points follow people helped and being right: they come once, they go when the reason goes, nothing is doubled."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from advocates.models import PointEntry, PointRule
from advocates.points import rebuild
from advocates.readers import keep_ledger
from community.activity.dispatch import read_batch
from community.activity.models import Event
from tests.cast import make_answer, make_member, make_question


def balance(member):
    member.refresh_from_db()
    assert member.points == PointEntry.objects.filter(member=member).balance()
    return member.points


def ledger():
    return set(PointEntry.objects.values_list("key", "member", "points", "cancels__key", "topic", "at"))


def test_accepted_answer_earns_points_and_a_person_helped(cast, work):
    question = cast.question()
    answer = cast.answer(question)
    question.accept(answer, by=cast.asker)
    work("points")
    assert balance(cast.helper) == 15
    assert cast.helper.people_helped == 1
    entry = PointEntry.objects.get()
    assert (entry.subject, entry.topic, entry.event.verb) == (answer, cast.topic, "forum.answer.accepted")


def test_taking_the_mark_away_takes_the_points_back_in_a_row_of_its_own(cast, work):
    question = cast.question()
    question.accept(cast.answer(question), by=cast.asker)
    work("points")
    question.unaccept(by=cast.asker)
    work("points")
    assert balance(cast.helper) == 0
    assert cast.helper.people_helped == 0
    earned, taken_back = PointEntry.objects.order_by("id")
    assert taken_back.cancels == earned
    assert taken_back.points == -earned.points


@pytest.mark.parametrize("read", ["each time", "at the end"])
def test_accepting_and_taking_away_twenty_times_gives_the_same_rows_whenever_it_is_read(cast, work, read):
    question = cast.question()
    answer = cast.answer(question)
    for _time in range(20):
        question.accept(answer, by=cast.asker)
        if read == "each time":
            read_batch("points")
        question.unaccept(by=cast.asker)
        if read == "each time":
            read_batch("points")
    question.accept(answer, by=cast.asker)
    work("points")
    assert balance(cast.helper) == 15
    assert PointEntry.objects.count() == 41


def test_accepting_another_answer_moves_the_points(cast, work):
    question = cast.question()
    first, second = cast.answer(question), make_answer(question, by=cast.stranger)
    question.accept(first, by=cast.asker)
    question.accept(second, by=cast.asker)
    work("points")
    assert (balance(cast.helper), balance(cast.stranger)) == (0, 15)


def test_accepting_ones_own_answer_earns_nothing(cast, work):
    question = cast.question()
    question.accept(make_answer(question, by=cast.asker), by=cast.asker)
    work("points")
    assert balance(cast.asker) == 0
    assert cast.asker.people_helped == 0


def test_staff_earn_no_points_but_help_people(cast, work):
    question = cast.question()
    question.accept(make_answer(question, by=cast.agent), by=cast.asker)
    work("points")
    assert balance(cast.agent) == 0
    assert cast.agent.people_helped == 1
    assert cast.agent.rank_name == ""
    assert not PointEntry.objects.exists()


def test_vote_and_endorsement_earn_and_are_taken_back(cast, work):
    answer = cast.answer()
    answer.vote(by=cast.stranger)
    answer.endorse(by=cast.agent)
    work("points")
    assert balance(cast.helper) == 12
    answer.take_back_vote(by=cast.stranger)
    answer.take_back_endorsement(by=cast.agent)
    work("points")
    assert balance(cast.helper) == 0


def test_votes_of_a_day_count_up_to_a_number(cast, work):
    answers = [cast.answer(), cast.answer(make_question(by=cast.asker, topic=cast.topic, title="Another problem here"))]
    voters = [make_member(f"voter{number}") for number in range(7)]
    for voter in voters:
        for answer in answers:
            answer.vote(by=voter)
    work("points")
    assert balance(cast.helper) == 10 * 2


def test_voter_who_changes_their_mind_all_day_uses_up_one_place(cast, work):
    answer = cast.answer()
    for _time in range(15):
        answer.vote(by=cast.stranger)
        answer.take_back_vote(by=cast.stranger)
    answer.vote(by=cast.advocate)
    work("points")
    assert balance(cast.helper) == 2


def test_hidden_answer_has_earned_nothing_until_it_is_shown(cast, work):
    question = cast.question()
    answer = cast.answer(question)
    answer.vote(by=cast.stranger)
    question.accept(answer, by=cast.asker)
    work("points")
    answer.hide(by=cast.moderator)
    work("points")
    assert balance(cast.helper) == 0
    answer.unhide(by=cast.moderator)
    work("points")
    assert balance(cast.helper) == 2, "it is found useful still, but it is no solution any more"


def test_hidden_question_takes_back_what_its_answers_earned(cast, work):
    question = cast.question()
    question.accept(cast.answer(question), by=cast.asker)
    work("points")
    question.hide(by=cast.moderator)
    work("points")
    assert balance(cast.helper) == 0
    assert cast.helper.people_helped == 0


def test_people_with_the_same_problem_were_helped_too_each_once(cast, work):
    for title in ("The hub is dark", "The hub is dark again"):
        question = make_question(by=cast.asker, topic=cast.topic, title=title)
        question.say_me_too(by=cast.stranger)
        question.say_me_too(by=cast.helper)
        question.accept(cast.answer(question), by=cast.asker)
    work("points")
    cast.helper.refresh_from_db()
    assert cast.helper.people_helped == 2


def test_rule_counts_from_its_day_on(cast, work):
    old = PointRule.objects.get(deed="accepted", ends_at=None)
    old.ends_at = timezone.now() - timedelta(days=1)
    old.save(update_fields=["ends_at"])
    question = cast.question()
    question.accept(cast.answer(question), by=cast.asker)
    work("points")
    assert balance(cast.helper) == 0
    PointRule.objects.create(deed="accepted", points=30, starts_at=datetime(2000, 1, 1, tzinfo=UTC))
    rebuild()
    assert balance(cast.helper) == 30


# -- Once, in any order, and again


def _a_busy_week(cast, seed, steps=80):
    """Random deeds by a handful of people; returns what happened as events."""
    chance = random.Random(seed)
    people = [make_member(f"p{number}") for number in range(6)]
    questions = [
        make_question(by=chance.choice(people), topic=cast.topic, title=f"Problem number {number}")
        for number in range(5)
    ]
    answers = [make_answer(chance.choice(questions), by=chance.choice(people)) for _number in range(14)]
    for _step in range(steps):
        answer, person = chance.choice(answers), chance.choice(people)
        answer.question.refresh_from_db()
        deed = chance.choice(
            ["accept", "unaccept", "vote", "unvote", "endorse", "unendorse", "hide", "show", "me-too", "hide-q"]
        )
        if deed == "accept" and not answer.is_hidden:
            answer.refresh_from_db()
            if not answer.is_hidden:
                answer.question.accept(answer, by=answer.question.author)
        elif deed == "unaccept":
            answer.question.unaccept(by=answer.question.author)
        elif deed == "vote" and person.pk != answer.author_id:
            answer.vote(by=person)
        elif deed == "unvote":
            answer.take_back_vote(by=person)
        elif deed == "endorse":
            answer.endorse(by=cast.agent)
        elif deed == "unendorse":
            answer.take_back_endorsement(by=cast.agent)
        elif deed in ("hide", "show"):
            getattr(answer, "hide" if deed == "hide" else "unhide")(by=cast.moderator)
        elif deed == "me-too":
            answer.question.say_me_too(by=person)
        elif deed == "hide-q":
            answer.question.hide(by=cast.moderator)
            answer.question.unhide(by=cast.moderator)
    return list(Event.objects.order_by("id"))


def test_any_order_and_any_repetition_give_the_same_ledger(cast, work):
    events = _a_busy_week(cast, seed=7)
    work("points")
    first = ledger()
    assert first
    chance = random.Random(8)
    PointEntry.objects.filter(cancels__isnull=False).delete()
    PointEntry.objects.all().delete()
    wanted = [event for event in events if event.verb.startswith("forum.")]
    for event in chance.sample(wanted, len(wanted)) + wanted[:20]:
        keep_ledger([Event.objects.get(pk=event.pk)])
    assert ledger() == first


def test_rebuilding_a_ledger_that_is_right_changes_nothing_and_an_empty_one_gives_the_same_rows(cast, work):
    _a_busy_week(cast, seed=3)
    work("points")
    first = ledger()
    rebuilt = rebuild()
    assert (rebuilt.added, rebuilt.unexplained, rebuilt.corrected) == (0, 0, 0)
    PointEntry.objects.filter(cancels__isnull=False).delete()
    PointEntry.objects.all().delete()
    cast.helper.points = 999
    cast.helper.save(update_fields=["points"])
    assert rebuild().added == len(first)
    assert ledger() == first
    assert balance(cast.helper) == 0


def test_entry_cannot_be_cancelled_twice(cast, work):
    question = cast.question()
    question.accept(cast.answer(question), by=cast.asker)
    work("points")
    question.unaccept(by=cast.asker)
    work("points")
    reversal = PointEntry.objects.get(cancels__isnull=False)
    reversal.pk, reversal.key = None, "another"
    with pytest.raises(IntegrityError), transaction.atomic():
        reversal.save(force_insert=True)
