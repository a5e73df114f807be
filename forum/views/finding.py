"""Fetch a row that a person may know of, or raise Http404: Gone where everybody could read it until it was taken away."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from community.lib.gone import Gone
from forum.models import Answer, Comment, Question
from forum.thread import no_question


def find_question(request, question_id: int) -> Question:
    """The question with its people and topic; 404 when it is not for this person."""
    question = Question.objects.visible_to(request.user).with_people().filter(pk=question_id).first()
    if question is None:
        raise no_question(question_id)
    return question


def find_public_question(question_id: int) -> Question:
    """The question with its author and topic, for what is made for everybody; 404 for any that is not, 410 if it was."""
    question = Question.objects.visible_to(None).select_related("author", "topic").filter(pk=question_id).first()
    if question is None:
        raise no_question(question_id)
    return question


def find_answer(request, answer_id: int, *, of: Question | None = None) -> Answer:
    """The answer with its question; 404 when it is not for this person, or belongs to another question."""
    answers = Answer.objects.visible_to(request.user).select_related("author", "question__topic", "question__author")
    if of is not None:
        answers = answers.filter(question=of)
    answer = answers.filter(pk=answer_id).first()
    if answer is None:
        raise Gone("It was taken away.") if Answer.objects.was_public().filter(pk=answer_id).exists() else Http404()
    return answer


def find_comment(request, comment_id: int) -> Comment:
    comments = Comment.objects.visible_to(request.user).select_related("author", "question__topic")
    return get_object_or_404(comments, pk=comment_id)


def number(text: str | None) -> int:
    """A number that was posted; 404 for anything else."""
    if not (text or "").isdecimal():
        raise Http404("That is no number.")
    return int(text or 0)
