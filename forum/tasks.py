"""Work of the forum that beat sweeps. Safe to run twice at once."""

from celery import shared_task

from forum.models import Deflection


@shared_task(ignore_result=True)
def forget_typed_words() -> int:
    """Forget what people typed before they found an answer, after 90 days."""
    return Deflection.objects.forget_words()
