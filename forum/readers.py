"""What the forum tells the rooms below it."""

from django.contrib.contenttypes.models import ContentType

from community.activity.models import Event
from community.activity.registry import also_reads, reader
from community.search import index
from forum.models import Answer, Question
from forum.threads import QuestionThreads
from knowledgebase import sources, threads, uses

threads.register(QuestionThreads())

# Whatever changes the words of a thread, its state, or whether it is seen.
also_reads(
    "search",
    "forum.question.asked",
    "forum.question.edited",
    "forum.question.ended",
    "forum.question.reopened",
    "forum.question.hidden",
    "forum.question.shown",
    "forum.question.marked-duplicate",
    "forum.question.unmarked-duplicate",
    "forum.question.moved",
    "forum.question.retagged",
    "forum.answer.posted",
    "forum.answer.edited",
    "forum.answer.hidden",
    "forum.answer.shown",
    "forum.answer.accepted",
    "forum.answer.unaccepted",
)

# Whatever changes what an article may have quoted.
also_reads(
    "article-sources",
    "forum.question.edited",
    "forum.answer.edited",
    "forum.answer.hidden",
    "forum.answer.shown",
    "forum.answer.accepted",
    "forum.answer.unaccepted",
)


# Whatever changes where an answer leads, or whether it is seen.
also_reads(
    "article-uses",
    "forum.answer.posted",
    "forum.answer.edited",
    "forum.answer.hidden",
    "forum.answer.shown",
)


@reader(
    "thread-uses",
    verbs=[
        "forum.question.hidden",
        "forum.question.shown",
        "forum.question.merged",
        "forum.question.unmerged",
        "forum.question.split",
    ],
)
def look_what_answers_cite(events: list[Event]) -> None:
    """A question takes its answers along; where some went to another one, both are looked at."""
    questions = {event.subject_id for event in events} | {event.data.get("other") for event in events}
    kind = ContentType.objects.get_for_model(Answer).pk
    answers = Answer.objects.filter(question__in=questions - {None}).order_by("pk")
    uses.note((kind, pk) for pk in answers.values_list("pk", flat=True))
    uses.forget_gone()


@reader("thread-sources", verbs=["forum.question.hidden", "forum.question.shown"])
def look_at_quoted_threads(events: list[Event]) -> None:
    """A question takes its answers along, out of sight and back."""
    kinds = ContentType.objects.get_for_models(Question, Answer)
    for event in events:
        answers = Answer.objects.filter(question=event.subject_id).values_list("pk", flat=True)
        posts = [(kinds[Question].pk, event.subject_id), *((kinds[Answer].pk, pk) for pk in answers)]
        sources.look_at(posts, seen=event.pk)


@reader("thread-documents", verbs=["forum.question.merged", "forum.question.unmerged", "forum.question.split"])
def make_both_documents_anew(events: list[Event]) -> None:
    """Words went from one thread to another: both are found by what stands in them now."""
    index.refresh(Question, {pk for event in events for pk in (event.subject_id, event.data["other"])})


@reader(
    "duplicate-documents",
    verbs=[
        "forum.question.marked-duplicate",
        "forum.question.unmarked-duplicate",
        "forum.question.merged",
        "forum.question.unmerged",
        "forum.question.edited",
        "forum.question.hidden",
        "forum.question.shown",
    ],
)
def find_by_what_was_asked_again(events: list[Event]) -> None:
    """A question is found by the words of its duplicates: what any of these leads to, or ever led to, is looked at."""
    asked = {event.subject_id for event in events}
    led = {pk for event in events for pk in (event.data.get("canonical"), event.data.get("other"))}
    log = Event.objects.filter(
        subject_type=ContentType.objects.get_for_model(Question),
        subject_id__in=asked,
        verb="forum.question.marked-duplicate",
    )
    led |= set(log.values_list("data__canonical", flat=True))
    led |= set(Question.objects.filter(pk__in=asked).values_list("duplicate_of", flat=True))
    index.refresh(Question, led - {None})
