"""Following a question by mail without an account: asked once, confirmed, told, stopped by one click."""

from datetime import datetime, timedelta
from email import message_from_bytes

import pytest
from django.test import Client

from community.content.audiences import Audience
from community.notifications import sending
from community.notifications.models import GuestSubscription, Mail, Notification, Subscription
from community.notifications.tasks import forget_guests
from community.notifications.waiting import let_leave
from tests.cast import make_answer, make_comment, make_member
from tests.notifications.later import a_while_later

GINA = "gina@example.net"
SENT = "Look in your mail"


@pytest.fixture
def visitor():
    """A browser without scripts, which says where a form comes from."""
    return Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "same-origin"})


def mails_to(address):
    return list(Mail.objects.filter(to__iexact=address).order_by("id"))


def path_in(mail, start):
    """The first address of that kind in a mail."""
    return "/" + mail.text.split(f"http://localhost:8000/{start}", 1)[1].split()[0].join([start, ""])


def ask_for_mail(visitor, question, address=GINA):
    return visitor.post(f"/questions/{question.pk}/follow-by-mail/", {"email": address, "sure": "1"})


def follow(visitor, question, address=GINA):
    ask_for_mail(visitor, question, address)
    path = path_in(mails_to(address)[-1], "notifications/guests/")
    return visitor.post(path)


def test_the_way_from_the_page_to_the_answers_and_out_again(cast, client, visitor, work):
    question = cast.question()
    page = client.get(question.get_absolute_url())
    assert not page.cookies
    assert f'action="/questions/{question.pk}/follow-by-mail/"' in page.content.decode()

    landed = visitor.post(f"/questions/{question.pk}/follow-by-mail/", {"email": GINA})
    assert "csrftoken" in landed.cookies
    assert f'value="{GINA}"' in landed.content.decode()
    assert not GuestSubscription.objects.exists(), "nothing happens before the second page"
    assert SENT in ask_for_mail(visitor, question).content.decode()

    (asked,) = mails_to(GINA)
    assert question.title not in asked.subject
    assert asked.is_secret
    cast.answer(question, body="Too early.")
    work()
    assert len(mails_to(GINA)) == 1, "nothing comes to an address that has not said yes"

    link = path_in(asked, "notifications/guests/")
    opened = client.get(link)
    assert "Nothing has changed yet" in opened.content.decode()
    assert opened["Referrer-Policy"] == "same-origin"
    assert not GuestSubscription.objects.get().confirmed_at
    for _time in range(2):
        assert "you follow this question" in visitor.post(link).content.decode()

    make_answer(question, by=cast.stranger, body="Hold reset.")
    make_comment(question, by=cast.helper)
    work()
    told = mails_to(GINA)[1]
    assert len(mails_to(GINA)) == 2
    assert "Hold reset." in told.text
    assert told.headers["References"] == f"<question-{question.pk}@localhost>"
    assert "Reply-To" not in told.headers
    assert "/notifications/settings/" not in told.text

    stop = told.headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    assert "Nothing has changed yet" in client.get(stop).content.decode()
    one_click = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site"})
    for _time in range(2):
        assert one_click.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    make_answer(question, by=cast.helper, body="One more.")
    work()
    assert mails_to(GINA) == []
    assert not Notification.objects.filter(member=None).exists(), "all that was kept about the address is gone"


def test_the_form_is_no_weapon_and_tells_nothing(cast, visitor, settings):
    settings.LIMITS_ENABLED = True
    make_member("mia")
    questions = [cast.question(title=f"The hub blinks {number} times") for number in range(5)]
    faces = {ask_for_mail(visitor, questions[0], address).content for address in (GINA, "mia@example.com")}
    for address in (GINA, "GINA@example.net"):
        faces.add(ask_for_mail(visitor, questions[0], address).content)
    assert len(faces) == 1, "known, unknown, asked before: the same page"
    assert len(mails_to(GINA)) == len(mails_to("mia@example.com")) == 1
    for question in questions[1:]:
        assert SENT in ask_for_mail(visitor, question).content.decode()
    assert len(mails_to(GINA)) == 3, "three questions a day to one address, whoever asks"
    for number in range(4):
        last = ask_for_mail(visitor, questions[0], f"other{number}@example.net")
    assert last.status_code == 429, "and a network has its limit"
    assert ask_for_mail(visitor, cast.question(), "no address").status_code in (422, 429)


def test_who_has_an_account_or_makes_one_follows_as_a_member(cast, visitor, work):
    question = cast.question()
    assert "Your account follows it" in follow(visitor, question, cast.stranger.email).content.decode()
    assert Subscription.is_following(cast.stranger, question)
    assert not GuestSubscription.objects.exists()

    follow(visitor, question)
    gina = make_member("gina")
    gina.email = GINA.upper()
    gina.save(update_fields=["email"])
    cast.answer(question)
    work()
    assert Subscription.is_following(gina, question)
    assert not GuestSubscription.objects.exists()
    assert [mail.member for mail in mails_to(GINA) if mail.event] == [gina]


@pytest.mark.parametrize("end", ["hidden", "private"])
def test_a_question_that_is_not_public_any_more_tells_nobody(cast, visitor, work, end):
    question = cast.question()
    follow(visitor, question)
    link = path_in(mails_to(GINA)[0], "notifications/guests/")
    make_answer(question, by=cast.helper)
    work()
    answer = make_answer(question, by=cast.stranger, body="While it was still there.")
    work()
    assert len(mails_to(GINA)) == 2
    if end == "hidden":
        question.hide(by=cast.moderator)
    else:
        type(question).objects.filter(pk=question.pk).update(audience=Audience.STAFF)
    make_answer(answer.question, by=cast.agent, body="Now it is not.")
    work()
    a_while_later()
    sending.send_waiting()
    let_leave()
    assert not [mail for mail in mails_to(GINA) if "still there" in mail.text or "Now it is not" in mail.text]
    assert not Notification.objects.exclude(due_at=None).filter(member=None).exists()
    assert visitor.get(link).status_code == 404
    assert ask_for_mail(visitor, question, "other@example.net").status_code in (404, 410)


def test_what_nobody_confirms_is_forgotten(cast, visitor):
    question = cast.question()
    ask_for_mail(visitor, question)
    forget_guests()
    assert GuestSubscription.objects.exists()
    GuestSubscription.objects.update(created_at=GuestSubscription.objects.get().created_at - timedelta(days=4))
    link = path_in(mails_to(GINA)[0], "notifications/guests/")
    forget_guests()
    assert not GuestSubscription.objects.exists()
    assert mails_to(GINA) == []
    assert visitor.get(link).status_code == 404


@pytest.mark.proof
def test_a_hundred_answers_are_two_mails_without_an_account_too(cast, visitor, work, clock, mail_server, figure):
    clock.set(datetime.fromisoformat("2026-11-02T10:00+00:00"))
    question = cast.question()
    follow(visitor, question)
    sending.send_waiting()
    mail_server.received.clear()
    start = datetime.fromisoformat("2026-11-03T10:00+00:00")
    for second in range(0, 2400, 60):
        clock.set(start + timedelta(seconds=second))
        for number in range(10 if second < 600 else 0):
            make_answer(question, by=cast.helper, body=f"Try {second + number}.")
        work()
        let_leave()
        sending.send_waiting()
    texts = [
        message_from_bytes(envelope.content).get_payload(0).get_payload(decode=True).decode()
        for envelope in mail_server.received
        if envelope.rcpt_tos == [GINA]
    ]
    assert len(texts) == 2
    assert "99 things happened" in texts[1]
    figure("mails about 100 answers in ten minutes, to who follows without an account", "at most 2", len(texts))
