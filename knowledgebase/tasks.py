"""Work of the knowledge base that beat sweeps. What is to be done stands in rows; safe to run twice at once."""

from celery import shared_task

from knowledgebase import freshness, publishing, sources


@shared_task(ignore_result=True)
def look_for_changed_sources() -> int:
    """Find posts that articles quote and that changed without an event: by an import, say."""
    return sources.look_everywhere()


@shared_task(ignore_result=True)
def publish_scheduled() -> int:
    """Publish what was approved for a time that has come."""
    return publishing.publish_due()


@shared_task(ignore_result=True)
def open_checks() -> int:
    """Ask for a look at articles that were not checked for long, or that a new version may have changed."""
    return freshness.open_due_checks()
