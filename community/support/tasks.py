from celery import shared_task

from community.support.models import Case


@shared_task(ignore_result=True)
def close_ended_cases() -> int:
    """Close for good what ended two weeks ago. Safe to run twice at once."""
    return Case.close_ended()
