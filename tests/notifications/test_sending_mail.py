"""Mail leaves from rows: once, later when the server is down, never lost."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, send_mail
from django.db import connection, transaction
from django.utils import timezone

from community.notifications import sending
from community.notifications.models import Mail
from community.notifications.models.mail import CLAIM_LASTS, PATIENCE

# -- Writing


def test_mail_is_written_in_the_transaction_of_its_cause(cast):
    with pytest.raises(RuntimeError), transaction.atomic():
        send_mail("Hello", "A line.", None, [cast.asker.email])
        raise RuntimeError
    assert not Mail.objects.exists()


def test_mail_to_two_people_is_two_mails(cast):
    EmailMultiAlternatives("Hello", "A line.", to=[cast.asker.email, cast.helper.email]).send()
    assert {(mail.to, mail.member) for mail in Mail.objects.all()} == {
        (cast.asker.email, cast.asker),
        (cast.helper.email, cast.helper),
    }


def test_member_is_found_whatever_the_case_of_the_address(cast):
    send_mail("Hello", "A line.", None, [f"Ann <{cast.asker.email.upper()}>"])
    assert Mail.objects.get().member == cast.asker


def test_attachment_is_refused_loudly(db):
    message = EmailMessage("Hello", "A line.", to=["ann@example.com"])
    message.attach("a.txt", "text", "text/plain")
    with pytest.raises(ValueError, match="no attachments"):
        message.send()


def test_line_break_in_a_subject_adds_no_header(db, mail_server):
    send_mail("Hello\nBcc: all@example.com", "A line.", None, ["ann@example.com"])
    sending.send_waiting()
    (envelope,) = mail_server.received
    assert envelope.rcpt_tos == ["ann@example.com"]
    assert b"Subject: Hello Bcc: all@example.com" in envelope.content


# -- Sending


def test_without_a_server_the_row_is_the_mailbox(make_mail):
    mail = make_mail(is_secret=True)
    assert sending.send_waiting() == 1
    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert mail.text == "A line.\n"


def test_mail_leaves_with_its_headers(mail_server, db):
    send_mail("Grüße", "Ein Satz.", None, ["ann@example.com"], html_message="<p>Ein Satz.</p>")
    assert sending.send_waiting() == 1
    content = mail_server.received[0].content
    mail = Mail.objects.get()
    assert mail.sent_at is not None
    assert mail_server.message_ids() == [mail.message_id]
    assert b"Auto-Submitted: auto-generated" in content
    assert b"X-Auto-Response-Suppress: All" in content
    assert b"List-Unsubscribe" not in content
    assert b"text/html" in content


def test_what_a_secret_mail_said_is_not_kept_once_it_left(mail_server, make_mail):
    secret, plain = make_mail(is_secret=True, html="<p>code</p>"), make_mail()
    sending.send_waiting()
    secret.refresh_from_db()
    plain.refresh_from_db()
    assert (secret.text, secret.html) == ("", "")
    assert plain.text


def test_nothing_is_sent_twice(mail_server, make_mail):
    make_mail()
    assert sending.send_waiting() == 1
    assert sending.send_waiting() == 0
    assert len(mail_server.received) == 1


def test_server_down_only_delays(mail_server, make_mail):
    mail = make_mail()
    mail_server.stop()
    assert sending.send_waiting() == 0
    mail.refresh_from_db()
    assert mail.sent_at is None
    assert mail.parked_at is None
    assert mail.due_at > timezone.now() + timedelta(seconds=PATIENCE[0] - 5)
    mail_server.start(port=mail_server.port)
    Mail.objects.update(due_at=timezone.now())
    assert sending.send_waiting() == 1
    assert mail_server.message_ids() == [mail.message_id]


def test_server_down_is_not_asked_for_each_mail(mail_server, make_mail):
    make_mail()
    waits = make_mail()
    mail_server.stop()
    sending.send_waiting()
    waits.refresh_from_db()
    assert waits.attempts == 0


def test_busy_server_is_asked_again_later(mail_server, make_mail):
    mail = make_mail()
    mail_server.answers = ["451 later, please"]
    sending.send_waiting()
    mail.refresh_from_db()
    assert "451" in mail.error
    assert mail.parked_at is None
    Mail.objects.update(due_at=timezone.now())
    sending.send_waiting()
    mail.refresh_from_db()
    assert mail.sent_at is not None
    assert mail.error == ""


@pytest.mark.parametrize("where", ["answers", "rcpt_answers"])
def test_mail_that_is_refused_for_good_is_parked_and_delays_no_other(mail_server, make_mail, where):
    refused, other = make_mail(), make_mail()
    setattr(mail_server, where, ["550 no such person"])
    assert sending.send_waiting() == 1
    refused.refresh_from_db()
    other.refresh_from_db()
    assert refused.parked_at is not None
    assert "550" in refused.error
    assert other.sent_at is not None


def test_receiver_who_is_only_busy_is_asked_again(mail_server, make_mail):
    mail = make_mail()
    mail_server.rcpt_answers = ["450 mailbox busy"]
    sending.send_waiting()
    mail.refresh_from_db()
    assert mail.parked_at is None
    assert mail.claimed_at is None


def test_mail_is_parked_after_its_last_failure_and_can_be_released(mail_server, make_mail):
    mail = make_mail(attempts=len(PATIENCE))
    mail_server.answers = ["451 later, please"]
    sending.send_waiting()
    mail.refresh_from_db()
    assert mail.parked_at is not None
    mail.release()
    assert sending.send_waiting() == 1


def test_claim_of_a_living_sender_is_left_alone(make_mail):
    make_mail(claimed_at=timezone.now())
    assert sending.send_waiting() == 0


def test_claim_of_a_dead_sender_is_taken_again(make_mail):
    make_mail(claimed_at=timezone.now() - CLAIM_LASTS - timedelta(seconds=1))
    assert sending.send_waiting() == 1


# -- Several senders, and killed ones


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_mail_once(mail_server, make_mail):
    for number in range(40):
        make_mail(to=f"m{number}@example.com")

    def send():
        try:
            sending.send_waiting()
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(mail_server.received) == 40
    assert len(set(mail_server.message_ids())) == 40


_SENDER = """
import sys
import django
django.setup()
from django.conf import settings
from django.db import connection
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = sys.argv[1]
settings.EMAIL_URL = sys.argv[2]
from community.notifications import sending
sending.send_waiting()
"""


@pytest.mark.django_db(transaction=True)
def test_sender_killed_between_sending_and_noting_sends_once_more_with_the_same_message_id(mail_server, make_mail):
    mail = make_mail()
    started = []
    mail_server.on_data = lambda: os.kill(started[0].pid, signal.SIGKILL) if len(mail_server.received) == 1 else None
    started.append(
        subprocess.Popen(
            [sys.executable, "-c", _SENDER, connection.settings_dict["NAME"], f"smtp://127.0.0.1:{mail_server.port}"],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "community.settings"},
        )
    )
    assert started[0].wait(timeout=60) == -signal.SIGKILL
    mail.refresh_from_db()
    assert mail.sent_at is None
    assert sending.send_waiting() == 0, "the claim still stands"
    Mail.objects.update(claimed_at=timezone.now() - CLAIM_LASTS - timedelta(seconds=1))
    assert sending.send_waiting() == 1
    assert sending.send_waiting() == 0
    assert mail_server.message_ids() == [mail.message_id] * 2


@pytest.mark.django_db(transaction=True)
def test_mail_in_the_hands_of_a_slow_sender_is_not_taken_by_another(make_mail):
    """However old its claim is: the sender still holds the row."""
    make_mail(claimed_at=timezone.now() - timedelta(hours=1))
    taken = []

    def another():
        try:
            taken.append(sending.send_waiting())
        finally:
            connection.close()

    with transaction.atomic():
        Mail.objects.select_for_update().get()
        thread = threading.Thread(target=another)
        thread.start()
        thread.join(timeout=30)
    assert taken == [0]
