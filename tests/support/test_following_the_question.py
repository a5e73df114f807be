"""A case knows what happens on its question in public."""

import pytest

from community.activity.models import Event
from community.support.models import Case
from community.support.readers import follow_questions
from forum.models import Duplicate
from tests.cast import make_comment, make_question


def test_answer_by_staff_in_public_is_a_reply(cast, case, work):
    cast.answer(case.question, by=cast.agent, body="Write to us with the number of your contract.")
    work()
    case.refresh_from_db()
    assert case.state == Case.State.WAITING
    assert case.first_reply_at is not None


def test_answer_by_a_customer_is_none(cast, case, work):
    cast.answer(case.question)
    work()
    case.refresh_from_db()
    assert case.state == Case.State.NEW


def test_public_word_of_the_asker_makes_it_our_turn(cast, case, work):
    case.reply(by=cast.agent, body="Which hub?")
    make_comment(case.question, by=cast.asker, body="The small one.")
    work()
    case.refresh_from_db()
    assert case.state == Case.State.IN_PROGRESS


def test_events_read_in_any_order_give_the_same(cast, case, work):
    cast.answer(case.question, by=cast.agent, body="Which hub?")
    make_comment(case.question, by=cast.asker, body="The small one.")
    events = list(Event.objects.filter(verb__in=["forum.answer.posted", "forum.comment.posted"]))
    for order in (events, events[::-1], events + events):
        follow_questions(order)
        case.refresh_from_db()
        assert case.state != Case.State.WAITING


def test_case_that_nobody_touched_ends_when_the_community_solves_it(cast, case, work):
    answer = cast.answer(case.question)
    case.question.accept(answer, by=cast.asker)
    work()
    case.refresh_from_db()
    assert (case.state, case.outcome, case.ended_by) == (Case.State.RESOLVED, "solved", None)
    case.question.unaccept(by=cast.asker)
    work()
    case.refresh_from_db()
    assert case.is_open


def test_case_that_somebody_works_on_is_left_to_them(cast, case, work, sign_in):
    case.take(by=cast.agent)
    case.question.accept(cast.answer(case.question), by=cast.asker)
    work()
    case.refresh_from_db()
    assert case.is_open
    assert "solved meanwhile" in sign_in(cast.agent).get("/support/").content.decode()


def test_outcome_said_on_the_question_ends_the_case(cast, case, work):
    case.take(by=cast.agent)
    case.question.set_outcome("planned", by=cast.second_agent, reason="It comes in May.")
    work()
    case.refresh_from_db()
    assert (case.outcome, case.public_words, case.ended_by) == ("planned", "It comes in May.", cast.second_agent)


@pytest.mark.parametrize("how", ["hidden", "duplicate"])
def test_case_ends_when_its_question_needs_nobody(cast, case, work, how):
    if how == "hidden":
        case.question.hide(by=cast.moderator)
    else:
        canonical = make_question(by=cast.helper, topic=cast.topic, title="Wi-Fi is gone at night")
        Duplicate.mark(case.question, canonical=canonical, by=cast.editor)
    work()
    case.refresh_from_db()
    assert not case.is_open
    assert case.outcome == ""


def test_hidden_question_that_is_shown_again_needs_somebody_again(cast, case, work):
    case.question.hide(by=cast.moderator)
    work()
    case.question.unhide(by=cast.moderator)
    work()
    case.refresh_from_db()
    assert case.is_open


def test_customer_who_comes_back_in_private_keeps_the_public_outcome(cast, case, work):
    """What was said in public is taken back by staff only, not by a word of thanks."""
    case.end(by=cast.agent, outcome="workaround", public_words="Use the cable.")
    work()
    case.customer_replies(body="Thank you!")
    work()
    case.refresh_from_db()
    assert case.is_open
    assert case.question.outcome == "workaround"
