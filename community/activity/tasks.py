"""Wake-ups for the readers of the event log. Safe to run twice at once."""

from celery import shared_task

from community.activity import dispatch


@shared_task(ignore_result=True)
def read_events() -> int:
    """Read what waits; also swept by beat, so that a lost wake-up only costs seconds."""
    return dispatch.read_all()
