"""Work on uploaded pictures and on drafts. What is to be done stands in rows; safe to run twice at once."""

from celery import shared_task

from community.content.models import Attachment, Draft


@shared_task(ignore_result=True)
def make_small_copies() -> int:
    """Make the small copies that pages show; woken by an upload, and swept by beat."""
    return Attachment.make_small_copies()


@shared_task(ignore_result=True)
def remove_unused_files() -> int:
    """Remove what nothing has shown for two days, with its files."""
    return Attachment.remove_unused()


@shared_task(ignore_result=True)
def forget_old_drafts() -> int:
    """Delete drafts that nobody has gone on with for thirty days."""
    return Draft.forget_old()
