"""Send what waits: claim a row, lock it, send it, note it.

The claim is committed first, so that a mail which ends its sender is counted and parked in the end. The lock is held while the
mail is sent: nobody else takes it however long the server takes, and when the sender is killed the database lets go of
it at once. A sender that is killed between sending and noting causes one more mail, with the same Message-ID.
"""

import logging
import smtplib
import time
from contextlib import suppress
from email.utils import format_datetime

from anymail.exceptions import AnymailError, AnymailInvalidAddress, AnymailRecipientsRefused
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from community.notifications.models import Mail, Notification
from community.notifications.sight import still_true
from community.notifications.transport import open_transport

log = logging.getLogger(__name__)


def send_waiting(*, budget: float = 20.0) -> int:
    """Send what waits until nothing is left or `budget` seconds are over; returns how many have left.

    Safe when several do it at once. A server that does not answer ends the round: the others wait for their next one.
    """
    ends = time.monotonic() + budget
    transport = open_transport()
    left = 0
    try:
        while time.monotonic() < ends:
            mail = _claim()
            if mail is None:
                break
            sent, reachable = _send(mail, transport)
            left += sent
            if not reachable:
                break
    finally:
        if transport is not None:
            with suppress(OSError):
                transport.close()
    return left


def message_of(mail: Mail, transport: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The mail as it leaves: the same each time, Date and Message-ID too."""
    headers = {**mail.headers, "Message-ID": mail.message_id, "Date": format_datetime(mail.created_at)}
    message = EmailMultiAlternatives(
        mail.subject, mail.text, mail.sender, [mail.to], headers=headers, connection=transport
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _claim() -> Mail | None:
    """Take the mail that waits longest, or None. The claim is committed when this returns."""
    with transaction.atomic():
        mail = Mail.objects.waiting().select_for_update(skip_locked=True, of=("self",)).first()
        if mail is not None:
            mail.claimed_at = timezone.now()
            mail.attempts += 1
            mail.save(update_fields=["claimed_at", "attempts"])
    return mail


def _send(claimed: Mail, transport: BaseEmailBackend | None) -> tuple[bool, bool]:
    """Send a claimed mail and note how it went; returns whether it left, and whether the server can be reached."""
    with transaction.atomic():
        # Waits for the lock: a sender that looked at the row while it was being claimed holds it for a moment.
        mail = (
            Mail.objects.select_for_update(of=("self",))
            .filter(pk=claimed.pk, claimed_at=claimed.claimed_at, sent_at=None)
            .first()
        )
        if mail is None or _is_overtaken(mail):
            return False, True
        try:
            if transport is not None:
                transport.open()
                message_of(mail, transport).send()
        except (OSError, AnymailError, ValueError) as error:
            log.warning("Mail %s could not be sent: %s", mail.pk, error)
            mail.note_failure(error, for_good=_is_for_good(error))
            if transport is not None:
                with suppress(OSError):
                    transport.close()
            return False, not _is_down(error)
        mail.note_sent(keep_words=transport is None)
    return True, True


def _is_overtaken(mail: Mail) -> bool:
    """Whether something in it was deleted, hidden or muted since it was written: then it is gone, and its lines wait anew.

    Only before the first try: one that was killed may have sent it.
    """
    lines = list(mail.notifications.select_related("member", "guest")) if mail.attempts == 1 else []
    if len(still_true(lines)) == len(lines):
        return False
    Notification.objects.filter(mail=mail).wait_again()
    mail.delete()
    return True


def _is_for_good(error: Exception) -> bool:
    """Whether trying again cannot help: the server refused the mail itself with a 5xx, or it cannot be written."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reply in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, (ValueError, AnymailInvalidAddress, AnymailRecipientsRefused))


def _is_down(error: Exception) -> bool:
    """Whether the next mail would fail the same way: no connection, no greeting, no sign-in, our own address refused."""
    about_one_mail = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)
    return isinstance(error, OSError) and not isinstance(error, about_one_mail)
