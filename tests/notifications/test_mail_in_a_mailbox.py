"""What a mail program makes of our mails: threads, one click to stop them, and links that it may open as often as it likes."""

import mailbox
import re
from email import message_from_bytes
from html import unescape

import pytest
from django.test import Client

from community.activity.models import Event
from community.notifications import sending
from community.notifications.models import Mail, MailPreference, Notification, Subscription
from community.notifications.replies.message import Message
from community.notifications.replies.receiving import receive
from tests.cast import make_answer, make_comment, make_question
from tests.notifications.later import a_while_later

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def two_threads(cast, work):
    """Ann has six mails about one question and two about another, in turn."""
    first, second = cast.question(), make_question(by=cast.asker, topic=cast.topic, title="Another thing altogether")
    answer = make_answer(first, by=cast.helper)
    work()
    a_while_later()
    make_answer(second, by=cast.helper)
    work()
    a_while_later()
    for number in range(3):
        make_comment(first, by=cast.stranger, body=f"Line {number}.", answer=answer if number else None)
        work()
        a_while_later()
    make_comment(second, by=cast.helper)
    make_answer(first, by=cast.stranger)
    first.set_outcome("planned", by=cast.agent, reason="It comes in May.")
    work()
    a_while_later()
    return first, second


def threads_in(mails) -> list[set[str]]:
    """The mails that hang together by what they name in References and In-Reply-To, as programs group them."""
    groups: list[tuple[set[str], set[str]]] = []
    for mail in mails:
        own = mail["Message-ID"].strip()
        named = {own, *mail.get("References", "").split(), *mail.get("In-Reply-To", "").split()}
        touched = [group for group in groups if group[0] & named]
        groups = [group for group in groups if group not in touched]
        groups.append((named.union(*(g[0] for g in touched)), {own}.union(*(g[1] for g in touched))))
    return [mails for _named, mails in groups]


@pytest.mark.proof
def test_mails_about_a_question_are_one_thread(cast, two_threads, mail_server, tmp_path, figure):
    sending.send_waiting()
    box = mailbox.mbox(tmp_path / "ann")
    for envelope in mail_server.received:
        if envelope.rcpt_tos == [cast.asker.email]:
            box.add(message_from_bytes(envelope.content))
    threads = threads_in(box)
    assert sorted(len(thread) for thread in threads) == [2, 6]
    for thread in threads:
        subjects = {mail["Subject"] for mail in box if mail["Message-ID"].strip() in thread}
        assert len(subjects) == 1, "programs that go by the subject keep them together too"
    assert len({mail["Message-ID"] for mail in box}) == len(box) == 8
    figure("Mails about two questions in a mailbox parser: threads", "2", len(threads))


def test_address_for_replies_leaves_with_the_mail_and_takes_the_reply(cast, work, mail_server, settings):
    settings.REPLY_ADDRESS = "reply@help.example.com"
    answer = cast.answer()
    work()
    sending.send_waiting()
    (envelope,) = [envelope for envelope in mail_server.received if envelope.rcpt_tos == [cast.asker.email]]
    got = message_from_bytes(envelope.content)
    raw = (
        f"From: {cast.asker.email}\nTo: {got['Reply-To']}\nMessage-ID: <1@mail.example>\nIn-Reply-To: {got['Message-ID']}\n\n"
        f"It is 2.4.1.\n"
    )
    receive(Message.of_bytes(raw.encode()))
    assert answer.comments.get().body == "It is 2.4.1."


def link(cast) -> str:
    mail = Mail.objects.filter(member=cast.asker).newest_first().first()
    return mail.headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")


@pytest.mark.proof
def test_one_click_stops_the_thread_at_once(cast, work, figure):
    """As a provider sends it: no cookie, no token, from another site, in either of the two encodings."""
    stopped = 0
    for way in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=_b"):
        question = make_question(by=cast.asker, topic=cast.topic, title=f"One more thing {len(way)}")
        make_answer(question, by=cast.helper)
        work()
        body = "List-Unsubscribe=One-Click"
        if way.startswith("multipart"):
            body = '--_b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--_b--\r\n'
        client = Client(
            enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site", "origin": "https://mail.example"}
        )
        response = client.post(link(cast), body, content_type=way)
        assert response.status_code == 200
        assert not response.cookies
        before = Mail.objects.filter(member=cast.asker).count()
        make_answer(question, by=cast.stranger)
        make_comment(question, by=cast.helper)
        work()
        stopped += Mail.objects.filter(member=cast.asker).count() == before
    figure(
        "One-click unsubscribing without cookie or token, in both encodings: no mail after it",
        "2 of 2",
        f"{stopped} of 2",
    )
    assert stopped == 2


def links_in(mail: Mail) -> set[str]:
    """Every address of ours in a mail, as a program that looks ahead would find it."""
    found = re.findall(
        r"http://localhost:8000[^\s\"'<>)]*", unescape(mail.html) + " " + mail.text + " " + str(mail.headers)
    )
    return {address.removeprefix("http://localhost:8000") or "/" for address in found}


def everything_that_could_change() -> list:
    return [
        Event.objects.count(),
        Mail.objects.count(),
        sorted(Subscription.objects.values_list("member", "subject_id", "muted_at")),
        sorted(MailPreference.objects.values_list("member", "kind", "pace")),
        sorted(Notification.objects.values_list("id", "read_at")),
    ]


@pytest.mark.proof
def test_looking_ahead_at_every_link_ten_times_changes_nothing(cast, two_threads, client, settings, figure):
    settings.REPLY_ADDRESS = "reply@help.example.com"
    links = set().union(*(links_in(mail) for mail in Mail.objects.filter(member=cast.asker)))
    assert any("/unsubscribe/" in address for address in links)
    before = everything_that_could_change()
    for address in links:
        for time in range(10):
            assert (client.head if time % 5 == 4 else client.get)(address).status_code < 500
    assert everything_that_could_change() == before
    figure(
        "Ten requests to look ahead at every link in eight mails: changes",
        "none",
        f"0 after {10 * len(links)} requests",
    )
