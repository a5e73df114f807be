"""Rules act on what was reported: after the report is written, so that reporting is as quick as anything else."""

from community.activity.registry import reader
from community.moderation.models import Flag
from community.moderation.rules import hide_spam_at_once


@reader("moderation-rules", verbs=["moderation.flag.raised"])
def apply_rules(events) -> None:
    """Hide at once what the rules say. Reads the flags anew; a second time does nothing."""
    reviews = {event.subject.review for event in events if isinstance(event.subject, Flag)}
    for review in sorted(reviews, key=lambda review: review.pk):
        hide_spam_at_once(review)
