"""What members are told about questions, answers and comments. Imported when Django starts."""

from community.notifications.notices import redacted_by, withdrawn_by
from forum.notices import answers, duplicates, fresh, incidents, questions

__all__ = ["answers", "duplicates", "fresh", "incidents", "questions"]

withdrawn_by("forum.question.hidden", "forum.answer.hidden", "forum.comment.hidden")
withdrawn_by("forum.comment.became-answer")
redacted_by("forum.question.redacted", "forum.answer.redacted", "forum.comment.redacted")
