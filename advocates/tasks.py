from celery import shared_task

from advocates import expertise


@shared_task(ignore_result=True)
def count_expertise() -> int:
    """Let outcomes fade, and count those that nobody has spoken of. Safe to run twice at once."""
    return expertise.rebuild()
