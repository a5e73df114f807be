"""Questions, answers, comments, and what people say about them with one click."""

from forum.models.answer import BEST_FIRST, Answer, Vote
from forum.models.claim import Claim, Pass
from forum.models.comment import Comment
from forum.models.confirmation import Confirmation
from forum.models.deflection import Deflection, Suggestion
from forum.models.duplicate import Duplicate
from forum.models.exposure import Exposure
from forum.models.intake import IntakeValue
from forum.models.invitation import Invitation
from forum.models.merge import Merge
from forum.models.question import MeToo, Question
from forum.models.split import Split

__all__ = [
    "BEST_FIRST",
    "Answer",
    "Claim",
    "Comment",
    "Confirmation",
    "Deflection",
    "Duplicate",
    "Exposure",
    "IntakeValue",
    "Invitation",
    "MeToo",
    "Merge",
    "Pass",
    "Question",
    "Split",
    "Suggestion",
    "Vote",
]
