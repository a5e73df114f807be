"""A question that answers what somebody is about to ask, found by its meaning."""

from community.search.index import refresh
from community.search.vectors import forget_makers, make_missing
from forum.models import Question

TITLE = "The hub loses its Wi-Fi every night"
BEST = "Choose a fixed Wi-Fi channel for the hub, so that it no longer loses its connection every night."
TYPED = {"title": "My hub loses Wi-Fi every night", "body": "Since Monday, at three.", "tags": "night, router"}


def make_answered(cast, **fields) -> Question:
    """A solved question in the index."""
    question = cast.question(title=TITLE, by=cast.stranger, **fields)
    answer = cast.answer(question, body=f"I had that too, for a year. {BEST} Thank you all.")
    question.accept(answer, by=cast.stranger)
    refresh(Question, [question.pk])
    make_missing()
    forget_makers()
    return question
