"""Fetch a row that a person may know of, or raise Http404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from forum.models import Answer, Comment, Question


def find_question(request, question_id: int) -> Question:
    """The question with its people and topic; 404 when it is not for this person."""
    return get_object_or_404(Question.objects.visible_to(request.user).with_people(), pk=question_id)


def find_answer(request, answer_id: int, *, of: Question | None = None) -> Answer:
    """The answer with its question; 404 when it is not for this person, or belongs to another question."""
    answers = Answer.objects.visible_to(request.user).select_related("author", "question__topic", "question__author")
    if of is not None:
        answers = answers.filter(question=of)
    return get_object_or_404(answers, pk=answer_id)


def find_comment(request, comment_id: int) -> Comment:
    comments = Comment.objects.visible_to(request.user).select_related("author", "question__topic")
    return get_object_or_404(comments, pk=comment_id)


def number(text: str | None) -> int:
    """A number that was posted; 404 for anything else."""
    if not (text or "").isdecimal():
        raise Http404("That is no number.")
    return int(text or 0)
