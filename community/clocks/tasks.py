from celery import shared_task

from community.clocks.models import Clock


@shared_task(ignore_result=True)
def check_clocks() -> int:
    """Note the promises that were broken since the last time. Safe to run twice at once."""
    return Clock.note_broken()
