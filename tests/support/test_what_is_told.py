"""Who hears of what happens in a case, and that no mail subject says what it is about."""

import pytest
from django.utils import timezone

from community.clocks.models import Clock
from community.notifications.models import Mail, Notification
from community.support.models import Case

SECRET = "invoice"


@pytest.fixture
def told(work):
    """`told(member)`: the titles in a member's list, oldest first, once a worker has read what waits."""

    def titles(member):
        work()
        return [str(one.title) for one in Notification.objects.filter(member=member).order_by("id")]

    return titles


def test_asker_hears_that_we_are_late_before_they_have_to_ask(cast, told):
    question = cast.question()
    Clock.objects.of(question).update(due_at=timezone.now())
    Clock.note_broken()
    assert "We are late: our support team has your question now" in told(cast.asker)


def test_asker_who_asked_for_staff_is_not_told_so(cast, case, told):
    assert told(cast.asker) == []


def test_customer_hears_of_each_step(cast, private_case, told):
    private_case.acknowledge(by=cast.agent)
    private_case.reply(by=cast.agent, body="Which street?")
    private_case.end(by=cast.agent, outcome="solved", public_words="Done.")
    assert told(cast.asker) == [
        "Agnes Agent has seen your case and looks into it",
        "Agnes Agent replied to your case",
        "How your case ended: solved",
    ]


def test_owner_hears_of_the_customer_and_of_a_handoff(cast, private_case, told):
    private_case.take(by=cast.agent)
    private_case.customer_replies(body="Are you there?")
    assert told(cast.agent) == [f"Ann Asker replied in case {private_case.ref}"]
    private_case.hand_off(cast.second_agent, note="She waits.", by=cast.agent)
    assert told(cast.second_agent) == [f"Agnes Agent gave you case {private_case.ref}"]


def test_writing_after_the_end_is_told_once(cast, private_case, told):
    private_case.take(by=cast.agent)
    private_case.end(by=cast.agent, outcome="solved", public_words="")
    private_case.customer_replies(body="It is back.")
    assert told(cast.agent) == [f"Ann Asker replied in case {private_case.ref}"]


def test_notes_are_told_to_nobody(cast, private_case, told):
    private_case.take(by=cast.agent)
    private_case.add_note(by=cast.second_agent, body="She is in a hurry.")
    for member in (cast.asker, cast.agent):
        assert told(member) == []
    assert not Mail.objects.filter(text__contains="hurry").exists()


def test_mail_brings_the_words_but_its_subject_says_nothing(cast, private_case, work):
    private_case.reply(by=cast.agent, body="The invoice goes to Oak Street.")
    private_case.customer_replies(body="Thank you, the invoice came.")
    private_case.end(by=cast.agent, outcome="solved", public_words="The invoice is right.")
    work()
    to_customer = Mail.objects.filter(to=cast.asker.email)
    assert "The invoice goes to Oak Street." in to_customer.order_by("id").first().text
    for mail in Mail.objects.all():
        assert SECRET not in mail.subject.lower()
    assert "invoice came" not in Mail.objects.get(to=cast.agent.email).text


def test_end_of_a_question_is_told_by_the_question(cast, case, told):
    case.end(by=cast.agent, outcome="planned", public_words="It comes in May.")
    assert [title for title in told(cast.asker) if "ended" in title] == ["How your question ended: planned"]
    assert Case.objects.get(pk=case.pk).outcome == "planned"
