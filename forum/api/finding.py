"""Rows that a call names, as far as its member may know of them; Http404 otherwise."""

from django.shortcuts import get_object_or_404

from forum.models import Answer, Question


def find_answer(request, answer_id: int) -> Answer:
    answers = Answer.objects.visible_to(request.user).select_related(
        "author", "question__topic", "works_on", "fails_on"
    )
    return get_object_or_404(answers, pk=answer_id)


def find_question(request, question_id: int) -> Question:
    return get_object_or_404(Question.objects.visible_to(request.user).with_people(), pk=question_id)
