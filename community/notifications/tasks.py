"""Wake-ups of the sender. Safe to run twice at once."""

from celery import shared_task

from community.notifications import sending, waiting
from community.notifications.models import GuestSubscription, InboundMail, Notification, ReplyToken


@shared_task(ignore_result=True)
def send_mail() -> int:
    """Send what waits; also swept by beat, so that a lost wake-up only costs seconds."""
    return sending.send_waiting()


@shared_task(ignore_result=True)
def write_what_waited() -> int:
    """Write the mails that waited for others, for the end of quiet hours or for the time of a digest."""
    return waiting.let_leave()


@shared_task(ignore_result=True)
def forget_guests() -> int:
    """Forget addresses that were never confirmed, and what addresses without an account were told long ago."""
    return GuestSubscription.forget() + Notification.forget_of_guests()


@shared_task(ignore_result=True)
def forget_replies() -> int:
    """Forget what came in by mail and is no longer needed; says how many rows that were."""
    return InboundMail.forget() + ReplyToken.forget()
