"""The outbox: whatever the program mails, allauth's mails among it, is a row of the same transaction first."""

from email.utils import parseaddr
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models.functions import Lower

from community.members.models import Member
from community.notifications.models import Mail

# Says to other programs that nobody wrote this by hand, so that no holiday note answers it (RFC 3834).
AUTOMATIC = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
_OURS = {"from", "to", "cc", "bcc", "subject", "message-id", "date"}


class OutboxBackend(BaseEmailBackend):
    """Django's mail backend that sends nothing: it writes rows, and the sender is woken when they are committed."""

    def send_messages(self, email_messages) -> int:
        """Write one mail for each receiver of each message; returns the number of messages.

        Raises ValueError for an attachment: a mail of ours links to what it is about.
        """
        rows = [row for message in email_messages for row in _rows_of(message)]
        receivers = Member.objects.annotate(address=Lower("email")).filter(address__in={row.to.lower() for row in rows})
        by_address = {member.address: member for member in receivers}
        for row in rows:
            row.member = by_address.get(row.to.lower())
        Mail.post(rows)
        return len(email_messages)


def new_message_id() -> str:
    """A Message-ID of our own domain; it is kept with the mail and never changes."""
    return f"<{uuid4().hex}@{settings.MAIL_DOMAIN}>"


def _rows_of(message: EmailMessage) -> list[Mail]:
    if message.attachments:
        raise ValueError("A mail of ours has no attachments: it links to what it is about.")
    html = next((part for part, kind in getattr(message, "alternatives", ()) if kind == "text/html"), "")
    if message.content_subtype == "html" and not html:
        html = message.body
    headers = {name: str(value) for name, value in message.extra_headers.items() if name.lower() not in _OURS}
    if message.reply_to:
        headers["Reply-To"] = ", ".join(message.reply_to)
    return [
        Mail(  # type: ignore[misc]
            key=f"outbox:{uuid4().hex}",
            to=parseaddr(to)[1],
            sender=message.from_email,
            subject=" ".join(str(message.subject).split())[:300],
            text=message.body,
            html=html,
            headers=AUTOMATIC | headers,
            message_id=new_message_id(),
            is_secret=True,
        )
        for to in message.recipients()
    ]
