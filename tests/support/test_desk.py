"""What an agent sees and does on the desk."""

import pytest

from community.support.models import Case
from forum.models import Question
from tests.cast import make_question, make_topic


def desk(case, what=""):
    return f"/support/cases/{case.ref}/{what}"


def test_agent_sees_question_thread_and_person(cast, case, sign_in):
    cast.answer(case.question, body="Try channel six.")
    case.reply(by=cast.agent, body="Which contract is it?")
    case.add_note(by=cast.agent, body="Looks like the old tariff.")
    page = sign_in(cast.agent).get(desk(case)).content.decode()
    for words in (
        "The hub loses its Wi-Fi every night",
        "Try channel six.",
        "It is about my contract.",
        "Which contract is it?",
        "Looks like the old tariff.",
        "Note, staff only",
        "Ann Asker",
        "Member since",
    ):
        assert words in page


def test_person_card_shows_other_questions_and_cases(cast, case, private_case, sign_in):
    make_question(by=cast.asker, topic=cast.topic, title="Where is the serial number?")
    private_case.end(by=cast.agent, outcome="solved", public_words="The address is changed.")
    page = sign_in(cast.agent).get(desk(case)).content.decode()
    assert "Where is the serial number?" in page
    assert "My invoice has the wrong address" in page


def test_agent_takes_a_case(cast, case, sign_in):
    sign_in(cast.agent).post(desk(case, "owner/"))
    case.refresh_from_db()
    assert case.owner == cast.agent
    assert case.state == Case.State.IN_PROGRESS


def test_second_agent_is_told_who_has_it(cast, case, sign_in):
    case.take(by=cast.agent)
    page = sign_in(cast.second_agent).post(desk(case, "owner/"), follow=True).content.decode()
    assert "Agnes Agent has taken this case already." in page
    case.refresh_from_db()
    assert case.owner == cast.agent


def test_agent_gives_it_to_a_colleague(cast, case, sign_in):
    sign_in(cast.agent).post(desk(case, "owner/"), {"to": cast.second_agent.username})
    case.refresh_from_db()
    assert case.owner == cast.second_agent


def test_nobody_gets_a_case_they_cannot_work_on(cast, case, sign_in):
    sign_in(cast.agent).post(desk(case, "owner/"), {"to": cast.helper.username})
    case.refresh_from_db()
    assert case.owner is None


def test_acknowledging_says_who_looks_into_it(cast, case, sign_in):
    sign_in(cast.agent).post(desk(case, "acknowledgement/"))
    case.refresh_from_db()
    assert case.acknowledged_at is not None
    assert (case.state, case.owner) == (Case.State.ACKNOWLEDGED, cast.agent)


def test_reply_reaches_the_customer_and_waits_for_them(cast, case, sign_in):
    sign_in(cast.agent).post(desk(case, "messages/"), {"body": "What is your *contract* number?"})
    case.refresh_from_db()
    assert case.state == Case.State.WAITING
    assert case.first_reply_at is not None
    assert case.owner == cast.agent
    page = sign_in(cast.asker).get(f"/cases/{case.ref}/").content.decode()
    assert "What is your <em>contract</em> number?" in page


def test_same_reply_twice_is_sent_once(cast, case, sign_in):
    for _click in range(2):
        sign_in(cast.agent).post(desk(case, "messages/"), {"body": "Which number?"})
    assert case.messages.count() == 1


def test_empty_reply_is_refused_with_a_sentence(cast, case, sign_in):
    response = sign_in(cast.agent).post(desk(case, "messages/"), {"body": " "})
    assert response.status_code == 422
    assert "Write something first." in response.content.decode()


def test_reply_over_a_newer_message_asks_first_and_keeps_the_words(cast, case, sign_in):
    case.reply(by=cast.agent, body="Which number?")
    seen = case.messages.get().pk
    case.customer_replies(body="Number 12.")
    response = sign_in(cast.agent).post(desk(case, "messages/"), {"body": "Are you there?", "seen": seen})
    page = response.content.decode()
    assert response.status_code == 422
    assert "The customer has written meanwhile" in page
    assert "Are you there?" in page
    assert "Number 12." in page
    assert case.messages.count() == 2


def test_customer_never_sees_a_note(cast, case, sign_in):
    sign_in(cast.agent).post(desk(case, "notes/"), {"note-body": "Difficult customer."})
    case.reply(by=cast.agent, body="Hello Ann.")
    assert case.notes.get().body == "Difficult customer."
    page = sign_in(cast.asker).get(f"/cases/{case.ref}/").content.decode()
    assert "Difficult" not in page
    assert "Hello Ann." in page


def test_note_posted_to_the_reply_form_is_not_taken(cast, case, sign_in):
    """The fields of the two forms have different names: a form that is sent to the wrong address sends nothing."""
    response = sign_in(cast.agent).post(desk(case, "messages/"), {"note-body": "For staff."})
    assert response.status_code == 422
    assert not case.messages.exists()


def test_handoff_waits_for_its_receiver(cast, case, sign_in):
    receiver = cast.second_agent
    page = sign_in(cast.agent).get(desk(case, "handoff/")).content.decode()
    assert "Albert Agent" in page
    assert "Hugo Helper" not in page
    sign_in(cast.agent).post(desk(case, "handoff/"), {"receiver": receiver.pk, "note": "She calls back at nine."})
    case.refresh_from_db()
    assert case.owner == cast.second_agent
    queue = sign_in(cast.second_agent).get("/support/").content.decode()
    assert "Agnes Agent hands you a case:" in queue
    assert "She calls back at nine." in queue
    sign_in(cast.second_agent).post(desk(case, "handoff/acceptance/"))
    assert not case.handoffs.waiting().exists()
    assert "hands you a case" not in sign_in(cast.second_agent).get("/support/").content.decode()


def test_end_shows_the_outcome_on_the_question(cast, case, sign_in, work):
    words = "Contracts from before May keep the old tariff; write to us and we change it."
    sign_in(cast.agent).post(desk(case, "outcome/"), {"end-outcome": "known-issue", "end-public_words": words})
    case.refresh_from_db()
    question = Question.objects.get(pk=case.question_id)
    assert (case.state, case.outcome, case.ended_by) == (Case.State.RESOLVED, "known-issue", cast.agent)
    assert (question.outcome, question.outcome_reason, question.outcome_by) == ("known-issue", words, cast.agent)
    work()
    case.refresh_from_db()
    assert case.ended_by == cast.agent


def test_end_without_words_is_refused(cast, case, sign_in):
    response = sign_in(cast.agent).post(desk(case, "outcome/"), {"end-outcome": "declined", "end-public_words": ""})
    assert response.status_code == 422
    case.refresh_from_db()
    assert case.is_open


def test_private_case_ends_without_public_words(cast, private_case, sign_in):
    sign_in(cast.agent).post(desk(private_case, "outcome/"), {"end-outcome": "solved", "end-public_words": ""})
    private_case.refresh_from_db()
    assert private_case.outcome == "solved"


def test_opening_again_takes_the_public_outcome_back(cast, case, sign_in):
    case.end(by=cast.agent, outcome="declined", public_words="No.")
    sign_in(cast.agent).post(desk(case, "outcome/remove/"))
    case.refresh_from_db()
    assert case.is_open
    assert Question.objects.get(pk=case.question_id).outcome == ""


@pytest.mark.parametrize("what", ["owner/", "acknowledgement/", "handoff/"])
def test_nothing_happens_to_a_case_that_has_ended(cast, case, sign_in, what):
    case.end(by=cast.second_agent, outcome="declined", public_words="No.")
    sign_in(cast.agent).post(desk(case, what), {"receiver": cast.second_agent.pk, "note": "x"})
    case.refresh_from_db()
    assert not case.is_open
    assert case.owner is None


def test_surge_agent_handles_the_cases_of_one_topic_only(cast, case, sign_in):
    from community.members.models import Grant, Right

    Grant.give(cast.helper, Right.HANDLE_CASES, topic=case.topic, reason="Peak", source=Grant.Source.SURGE)
    elsewhere = Case.open_privately(by=cast.asker, title="My garden lamp is late", body="…", topic=make_topic("Garden"))
    client = sign_in(cast.helper)
    assert client.get(desk(case)).status_code == 200
    assert client.get(desk(elsewhere)).status_code == 404
    queue = client.get("/support/").content.decode()
    assert case.ref in queue
    assert elsewhere.ref not in queue


def test_what_is_known_already_stands_beside_the_case(cast, case, sign_in, work):
    solved = make_question(by=cast.stranger, topic=cast.topic, title="The hub loses its Wi-Fi at night")
    solved.accept(solved.answer(by=cast.helper, body="Set the channel to 6."), by=cast.stranger)
    make_question(by=cast.stranger, topic=cast.topic, title="The hub loses its Wi-Fi every morning")
    work()
    page = sign_in(cast.agent).get(desk(case, "known/")).content.decode()
    assert "The hub loses its Wi-Fi at night" in page
    assert "every morning" not in page
    assert case.question.title not in page


def test_only_what_the_customer_may_see_is_offered(cast, case, sign_in, work):
    inside = make_question(
        by=cast.second_agent, topic=cast.topic, title="The hub loses its Wi-Fi at night", audience="staff"
    )
    inside.accept(inside.answer(by=cast.agent, body="Channel 6."), by=cast.second_agent)
    work()
    assert "at night" not in sign_in(cast.agent).get(desk(case, "known/")).content.decode()
