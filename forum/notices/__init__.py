"""What members are told about questions, answers and comments. Imported when Django starts."""

from community.notifications.notices import redacted_by, withdrawn_by
from forum.notices import answers, arranging, articles, duplicates, fresh, helping, incidents, mentions, questions

__all__ = ["answers", "arranging", "articles", "duplicates", "fresh", "helping", "incidents", "mentions", "questions"]

withdrawn_by("forum.question.hidden", "forum.answer.hidden", "forum.comment.hidden")
withdrawn_by("forum.comment.became-answer")
redacted_by("forum.question.redacted", "forum.answer.redacted", "forum.comment.redacted")
