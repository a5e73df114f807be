"""The readers of the event log that keep the ledger, and how likely members are right."""

from advocates import expertise, ledger
from advocates.points import settle
from community.activity.models import Event
from community.activity.registry import reader
from forum.models import Answer, Question
from knowledgebase.models import Article

# What brought answers from one question to another, which is `other` in the event.
_REARRANGED = ("forum.question.merged", "forum.question.unmerged", "forum.question.split")


@reader(
    "points",
    verbs=[
        *ledger.ANSWER_VERBS,
        *ledger.QUESTION_VERBS,
        *ledger.ARTICLE_VERBS,
        *_REARRANGED,
        "forum.question.shared",
        "forum.question.unshared",
        "forum.answer.confirmed",
        "forum.answer.failed",
        "forum.answer.unconfirmed",
    ],
)
def keep_ledger(events: list[Event]) -> None:
    """Work out anew what the threads and articles of these events earned; a second time changes nothing."""
    threads = _threads(events)
    written = {event.subject_id for event in events if isinstance(event.subject, Article)}
    settle(
        Question.objects.filter(pk__in=threads).order_by("pk"),
        Article.objects.filter(pk__in=written).order_by("pk"),
    )


@reader(
    "expertise",
    verbs=[
        "forum.answer.posted",
        "forum.answer.accepted",
        "forum.answer.unaccepted",
        "forum.answer.confirmed",
        "forum.answer.failed",
        "forum.answer.unconfirmed",
        "forum.answer.endorsed",
        "forum.answer.unendorsed",
        "forum.answer.hidden",
        "forum.answer.shown",
        *_REARRANGED,
        "forum.question.moved",
        "forum.question.edited",
        "forum.question.hidden",
        "forum.question.shown",
    ],
)
def keep_expertise(events: list[Event]) -> None:
    """Work out anew how likely everybody is right who answered in the threads of these events."""
    threads = _threads(events)
    expertise.settle(
        Answer.objects.filter(question__in=threads).order_by().values_list("author_id", flat=True).distinct()
    )


def _threads(events: list[Event]) -> set[int]:
    """The questions that these events are about, by their own numbers or by those of their answers."""
    asked = {event.subject_id for event in events if isinstance(event.subject, Question)}
    answered = {event.subject.question_id for event in events if isinstance(event.subject, Answer)}
    return asked | answered | {event.data["other"] for event in events if event.verb in _REARRANGED}
