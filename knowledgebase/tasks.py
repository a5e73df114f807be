"""Work of the knowledge base that beat sweeps. What is to be done stands in rows; safe to run twice at once."""

from celery import shared_task
from django.core.cache import cache

from community.search import vectors
from community.search.models import Document
from knowledgebase import asking, freshness, publishing, sources
from knowledgebase.models import CommonRequest
from knowledgebase.requests.mining import mine

# Where nothing was found, it is looked for again after so many seconds.
_LOOK_AGAIN = 3600


@shared_task(ignore_result=True)
def look_for_changed_sources() -> int:
    """Find posts that articles quote and that changed without an event: by an import, say."""
    return sources.look_everywhere()


@shared_task(ignore_result=True)
def publish_scheduled() -> int:
    """Publish what was approved for a time that has come."""
    return publishing.publish_due()


@shared_task(ignore_result=True)
def end_askings() -> int:
    """End the questions to readers whose time is over."""
    return asking.end_due()


@shared_task(ignore_result=True)
def open_checks() -> int:
    """Ask for a look at articles that were not checked for long, or that a new version may have changed."""
    return freshness.open_due_checks()


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
