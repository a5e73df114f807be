"""The reader of the event log that keeps the ledger."""

from advocates import ledger
from advocates.points import settle
from community.activity.models import Event
from community.activity.registry import reader
from forum.models import Answer, Question
from knowledgebase.models import Article


@reader(
    "points",
    verbs=[
        *ledger.ANSWER_VERBS,
        *ledger.QUESTION_VERBS,
        *ledger.ARTICLE_VERBS,
        "forum.question.shared",
        "forum.question.unshared",
    ],
)
def keep_ledger(events: list[Event]) -> None:
    """Work out anew what the threads and articles of these events earned; a second time changes nothing."""
    asked = {event.subject_id for event in events if isinstance(event.subject, Question)}
    answered = {event.subject.question_id for event in events if isinstance(event.subject, Answer)}
    written = {event.subject_id for event in events if isinstance(event.subject, Article)}
    settle(
        Question.objects.filter(pk__in=asked | answered).order_by("pk"),
        Article.objects.filter(pk__in=written).order_by("pk"),
    )
