"""Somebody answers a mail of ours with their mail program."""

from email.message import EmailMessage
from itertools import count

import pytest
from django.db.models import Q

from community.notifications.models import InboundMail, Mail
from community.notifications.replies.message import Message
from community.notifications.replies.receiving import receive
from tests.notifications.later import a_while_later

_numbers = count(1)


@pytest.fixture(autouse=True)
def _mail_comes_in(settings):
    settings.REPLY_ADDRESS = "reply@help.example.com"
    settings.MAIL_DOMAIN = "help.example.com"
    settings.DEFAULT_FROM_EMAIL = "Porchlight <notify@help.example.com>"
    settings.STAFF_NEED_SECOND_FACTOR = False


def reply_to(mail: Mail, words: str = "It is 2.4.1.", *, headers: dict[str, str] | None = None) -> bytes:
    """The raw mail with which its receiver answers; a header of None is left out."""
    message = EmailMessage()
    number = next(_numbers)
    said = {
        "From": f"{mail.member.name} <{mail.to}>",
        "To": mail.headers.get("Reply-To", mail.sender),
        "Subject": mail.subject,
        "Message-ID": f"<answer-{number}@mail.example.com>",
        "In-Reply-To": mail.message_id,
        "References": f"{mail.headers['References']} {mail.message_id}",
    } | (headers or {})
    for name, value in said.items():
        if value is not None:
            message[name] = value
    quote = "\n".join(f"> {line}".rstrip() for line in mail.text.splitlines())
    message.set_content(f"{words}\n\nOn Sat, Nov 21, 2026 at 10:14 AM {mail.sender} wrote:\n\n{quote}\n")
    return message.as_bytes()


@pytest.fixture
def newest_mail(work):
    """`newest_mail(member)`: the last mail to a member about a question or a case, once a worker has read what waits."""

    def find(member) -> Mail:
        work()
        a_while_later()
        threads = Q(thread__startswith="forum.question:") | Q(thread__startswith="support.case:")
        return Mail.objects.filter(threads, member=member).newest_first().first()

    return find


@pytest.fixture
def take_in():
    """`take_in(raw)`: a mail server hands a mail over; returns what became of it."""

    def take(raw: bytes, **envelope) -> InboundMail:
        return receive(Message.of_bytes(raw, **envelope))

    return take
