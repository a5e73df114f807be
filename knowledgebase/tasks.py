"""Work of the knowledge base that beat sweeps. What is to be done stands in rows; safe to run twice at once."""

from celery import shared_task

from knowledgebase import sources


@shared_task(ignore_result=True)
def look_for_changed_sources() -> int:
    """Find posts that articles quote and that changed without an event: by an import, say."""
    return sources.look_everywhere()
