"""Work of the knowledge base that beat sweeps. Safe to run twice at once."""

from celery import shared_task
from django.core.cache import cache

from community.search import vectors
from community.search.models import Document
from knowledgebase.models import CommonRequest
from knowledgebase.requests.mining import mine

# Where nothing was found, it is looked for again after so many seconds.
_LOOK_AGAIN = 3600


@shared_task(ignore_result=True)
def find_common_requests() -> None:
    """Find what many ask for, and follow what was found before."""
    mine()


@shared_task(ignore_result=True)
def find_first_requests() -> None:
    """A community that has just begun, or was just imported, need not wait for the night. One query on any other day."""
    if CommonRequest.objects.exists() or not Document.everything.exists() or vectors.missing():
        return
    if cache.add("knowledgebase.first-requests", 1, _LOOK_AGAIN):
        mine()
