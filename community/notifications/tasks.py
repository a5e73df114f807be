"""Wake-ups of the sender. Safe to run twice at once."""

from celery import shared_task

from community.notifications import sending
from community.notifications.models import InboundMail, ReplyToken


@shared_task(ignore_result=True)
def send_mail() -> int:
    """Send what waits; also swept by beat, so that a lost wake-up only costs seconds."""
    return sending.send_waiting()


@shared_task(ignore_result=True)
def forget_replies() -> int:
    """Forget what came in by mail and is no longer needed; says how many rows that were."""
    return InboundMail.forget() + ReplyToken.forget()
