"""An asker asks people who know; they take it up, leave it to others, or say nothing; nobody is asked too often."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from advocates import expertise
from community.members.models import Role
from community.notifications.models import Mail, Notification
from forum.helpers.suggesting import Asked, who_to_ask
from forum.models import Invitation
from tests.cast import make_answer, make_member, make_question, make_topic
from tests.forum.races import at_once


def helper(cast, username: str, *roles, solved: int = 1, topic=None, **fields):
    """A member who was here today, and whose answers solved so many questions."""
    member = make_member(username, *roles, last_seen_on=timezone.now().date(), **fields)
    for _n in range(solved):
        question = make_question(by=cast.asker, topic=topic or cast.topic, title="Something that was solved")
        question.accept(make_answer(question, by=member), by=cast.asker)
    expertise.rebuild()
    return member


def suggested(question, by) -> list[str]:
    return [each.member.username for each in who_to_ask(question, by=by)]


def states(question) -> dict[str, str]:
    return dict(question.invitations.values_list("member__username", "state"))


def test_who_is_right_in_the_topic_is_suggested_first(cast):
    helper(cast, "elsewhere", solved=3, topic=make_topic("Billing"))
    helper(cast, "often", solved=4)
    helper(cast, "seldom")
    helper(cast, "fourth", language="de")
    assert suggested(cast.question(), cast.asker) == ["often", "seldom", "elsewhere"]


def test_who_cannot_be_asked_is_not_suggested(cast):
    question = cast.question()
    helper(cast, "staff", Role.AGENT)
    helper(cast, "silent", invitations_a_day=0)
    gone = helper(cast, "gone")
    gone.last_seen_on = timezone.now().date() - timedelta(days=40)
    gone.save(update_fields=["last_seen_on"])
    passed, answered = helper(cast, "passed"), helper(cast, "answered")
    question.passes.create(member=passed)
    make_answer(question, by=answered).confirm(by=cast.asker, worked=False)
    helper(cast, "wanted")
    assert suggested(question, cast.asker) == ["wanted"]
    assert suggested(cast.question(audience="staff"), cast.agent) == []


def test_the_one_who_was_asked_lately_comes_after_the_others(cast):
    helper(cast, "often", solved=3)
    second = helper(cast, "second", solved=2)
    first = make_question(by=cast.asker, topic=cast.topic, title="Asked before this one")
    Invitation.make(first, who_to_ask(first, by=cast.asker)[0].member, by=cast.asker)
    assert suggested(cast.question(), cast.asker) == [second.username, "often"]
    assert Asked(accepted=4, said=4).availability > Asked().availability > Asked(accepted=0, said=4).availability


def test_asked_by_the_page_told_by_mail_and_taken_up(client, cast, work):
    hugo = helper(cast, "hugo", full_name="Hugo Helper")
    question = cast.question(title="The hub is lost at night")
    work()
    client.force_login(cast.asker)
    assert "Ask somebody who knows" in client.get(question.get_absolute_url()).content.decode()
    page = client.get(f"/questions/{question.pk}/invitations/").content.decode()
    assert "Hugo Helper" in page
    assert "Has helped in Wi-Fi before" in page
    page = client.post(f"/questions/{question.pk}/invitations/", {"member": "hugo"}, follow=True).content.decode()
    assert "Has not said anything yet" in page
    work()
    mail = Mail.objects.filter(to="hugo@example.com").latest("pk")
    assert "Ann Asker asks you to answer a question" in mail.text
    assert "You are asked at most 3 times in a day" in mail.text

    client.force_login(hugo)
    assert "Ann Asker asks you to answer" in client.get(question.get_absolute_url()).content.decode()
    assert client.get("/questions/for-you/").context["offers"][0].asked_by == "Ann Asker"
    client.post(f"/questions/{question.pk}/claim/")
    assert states(question) == {"hugo": "accepted"}
    assert "you took up 1" in client.get("/questions/for-you/").content.decode()


def test_left_to_others_frees_the_place_and_an_answer_takes_it_up(client, cast):
    people = [helper(cast, f"helper-{n}") for n in range(4)]
    question = cast.question()
    for person in people[:3]:
        Invitation.make(question, person, by=cast.asker)
    with pytest.raises(ValidationError, match="Three people are asked already"):
        Invitation.make(question, people[3], by=cast.asker)
    client.force_login(people[0])
    client.post(f"/questions/{question.pk}/pass/")
    Invitation.make(question, people[3], by=cast.asker)
    make_answer(question, by=people[1])
    assert states(question) == {
        "helper-0": "declined",
        "helper-1": "accepted",
        "helper-2": "open",
        "helper-3": "open",
    }


def test_three_days_without_a_word_are_counted_unless_help_came(cast):
    hugo = helper(cast, "hugo")
    waiting, helped = cast.question(), cast.question(title="Helped by somebody else")
    for question in (waiting, helped):
        Invitation.make(question, hugo, by=cast.asker)
    make_answer(helped, by=cast.stranger)
    assert Invitation.note_ignored() == 0
    assert Invitation.note_ignored(timezone.now() + timedelta(days=3, minutes=1)) == 2
    assert states(waiting) == {"hugo": "ignored"}
    assert states(helped) == {"hugo": "settled"}
    assert hugo.invitations.tally() == {"accepted": 0, "declined": 0, "ignored": 1}
    make_answer(waiting, by=hugo)
    assert hugo.invitations.tally() == {"accepted": 1, "declined": 0, "ignored": 0}


def test_nobody_is_asked_more_often_in_a_day_than_they_wish(client, cast):
    hugo = helper(cast, "hugo", invitations_a_day=1)
    Invitation.make(cast.question(), hugo, by=cast.asker)
    second = cast.question(title="The second of the day")
    assert suggested(second, cast.asker) == []
    client.force_login(cast.asker)
    refused = client.post(f"/questions/{second.pk}/invitations/", {"member": "hugo"})
    assert refused.status_code == 422
    assert "cannot be asked now" in refused.content.decode()
    Invitation.objects.update(invited_at=timezone.now() - timedelta(hours=25))
    assert suggested(second, cast.asker) == ["hugo"]


def test_taken_back_before_the_mail_has_left_tells_nobody(client, cast, work):
    hugo = helper(cast, "hugo")
    question = cast.question()
    work()
    mails, told = Mail.objects.count(), Notification.objects.filter(member=hugo).count()
    Invitation.make(question, hugo, by=cast.asker)
    client.force_login(cast.asker)
    client.post(f"/questions/{question.pk}/invitations/remove/", {"member": "hugo"})
    work()
    assert states(question) == {"hugo": "withdrawn"}
    assert (Mail.objects.count(), Notification.objects.filter(member=hugo).count()) == (mails, told)


def test_only_the_asker_and_who_may_call_support_ask_while_it_is_open(client, cast):
    question = cast.question()
    page = f"/questions/{question.pk}/invitations/"
    for person, status in ((cast.stranger, 403), (cast.advocate, 200), (cast.agent, 200)):
        client.force_login(person)
        assert client.get(page).status_code == status
    question.accept(make_answer(question, by=cast.helper), by=cast.asker)
    client.force_login(cast.asker)
    assert client.get(page).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_do_not_pass_the_cap(cast):
    hugo = helper(cast, "hugo", invitations_a_day=1)
    questions = [cast.question(), cast.question(title="Another one of the same hour")]

    def ask(question):
        try:
            return Invitation.make(question, hugo, by=cast.asker).state
        except ValidationError:
            return "refused"
        finally:
            connection.close()

    assert sorted(at_once(*[lambda q=q: ask(q) for q in questions])) == ["open", "refused"]
