"""Work of the knowledge base that beat sweeps. Safe to run twice at once."""

from celery import shared_task

from knowledgebase.requests.mining import mine


@shared_task(ignore_result=True)
def find_common_requests() -> None:
    """Find what many ask for, and follow what was found before."""
    mine()
