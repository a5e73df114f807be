"""What members report, the review it leads to, and what was decided."""

from community.moderation.models.decision import Decision
from community.moderation.models.flag import Flag, Reason
from community.moderation.models.review import Review

__all__ = ["Decision", "Flag", "Reason", "Review"]
