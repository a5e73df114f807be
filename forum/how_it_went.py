"""What an asker says when they are asked whether it helped, and what follows from it."""

from enum import StrEnum

from django.db import transaction

from forum.models import Answer, Comment, Question


class Went(StrEnum):
    """How it went."""

    SOLVED = "solved"
    BROKEN = "broken"
    OTHERWISE = "otherwise"


def say_how_it_went(question: Question, *, by, said: str, answer: Answer | None = None, words: str = "") -> Question:
    """An answer solved it: that one is accepted. Solved otherwise: `words` say how. Still broken: it waits for help again.

    Returns the question. `words` are public. Locks answers and question; all of it happens, or nothing.
    """
    with transaction.atomic():
        if said == Went.SOLVED and answer is not None:
            question.accept(answer, by=by)
        elif said == Went.OTHERWISE:
            question.set_outcome(Question.Outcome.SOLVED, by=by, reason=words)
        else:
            if words:
                Comment.post(by=by, question=question, body=words)
            question.say_nothing_helped(by=by)
    return question
