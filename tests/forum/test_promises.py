"""No question falls through: the promise of a first answer, from the question to the end."""

import pytest

from community.clocks.models import Clock
from community.incidents.models import Incident
from forum.models import Comment, Question
from tests.cast import make_answer, make_comment

pytestmark = pytest.mark.django_db


def clock(question):
    return Clock.objects.of(question).get()


def test_somebody_elses_answer_keeps_it_the_askers_own_does_not(cast):
    question = cast.question()
    make_answer(question, by=cast.asker, body="I tried more.")
    assert clock(question).is_open and question in Question.objects.unanswered()
    make_answer(question, by=cast.helper)
    assert clock(question).kept_at and question not in Question.objects.unanswered()


def test_a_hidden_answer_kept_nothing(cast):
    spam = cast.answer(body="Buy my tablets.")
    due = clock(spam.question).due_at
    spam.hide(by=cast.moderator)
    question = Question.objects.unanswered().get()
    assert clock(question).is_open and clock(question).due_at == due
    spam.unhide(by=cast.moderator)
    assert clock(question).kept_at


def test_a_hidden_solution_solves_nothing(cast):
    answer = cast.answer()
    answer.question.accept(answer, by=cast.asker)
    answer.hide(by=cast.moderator)
    question = Question.objects.get()
    assert not question.is_solved and question.lamp == "dim" and clock(question).is_open


def test_it_waits_for_detail_and_runs_on_when_the_asker_speaks(cast):
    question = cast.question()
    make_comment(question, by=cast.helper, asks_for_detail=True)
    assert clock(question).paused_at
    make_comment(question, by=cast.asker, body="Version 3.")
    assert clock(question).paused_at is None
    assert Question.objects.get().needs_info_since is None


def test_it_waits_for_an_incident_and_runs_on_when_it_is_over(cast, work):
    question = cast.question()
    incident = Incident.declare(by=cast.agent, title="Logins fail", body="We look.", severity="major")
    question.attach_to(incident, by=cast.agent)
    assert clock(question).paused_at
    incident.update(by=cast.agent, state="resolved", body="Done.")
    work()
    assert clock(question).paused_at is None


def test_an_outcome_ends_it_and_opening_it_again_goes_on(cast):
    question = cast.question()
    question.set_outcome("planned", by=cast.agent, reason="In spring.")
    assert clock(question).settled_at
    question.remove_outcome(by=cast.agent)
    assert clock(question).is_open


def test_a_solution_ends_no_answer_found(cast):
    answer = cast.answer()
    answer.question.set_outcome("no-answer", by=cast.agent, reason="Nobody knew.")
    answer.question.accept(answer, by=cast.asker)
    assert Question.objects.get().outcome == ""


def test_a_hidden_question_is_promised_nothing(cast):
    question = cast.question()
    question.hide(by=cast.moderator)
    assert clock(question).settled_at
    question.unhide(by=cast.moderator)
    assert clock(question).is_open


def test_counters_can_be_made_anew_from_rows(cast):
    answer = cast.answer()
    answer.vote(by=cast.stranger)
    answer.question.say_me_too(by=cast.stranger)
    make_comment(answer.question, by=cast.asker)
    names = ("answer_count", "best_score", "me_too_count", "vote_count", "first_answered_at", "asker_spoke_last")
    before = Question.objects.values(*names).get()
    Question.objects.update(answer_count=9, best_score=9, me_too_count=9, vote_count=9, first_answered_at=None)
    Question.objects.all().recount()
    assert Question.objects.values(*names).get() == before
    assert before["vote_count"] == 2 and Comment.objects.count() == 1
