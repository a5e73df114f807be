"""What support reads in the event log. Each reader decides from rows as they stand now, so it may read late, or again."""

from functools import partial

from django.db.models import prefetch_related_objects

from community.activity.models import Event
from community.activity.registry import reader
from community.clocks.models import Clock
from community.incidents.models import Incident
from community.members.standing import standing_of
from community.support.following import follow_question
from community.support.models import Case
from forum.asking import privately
from forum.models import Question

# What is asked in a topic where all stays private is a case from its first word on.
privately.taken_by(partial(Case.open_privately, why=Case.Why.TOPIC))


@reader("escalation", verbs=["clocks.promise.broken", "forum.question.escalated"])
def escalate(events: list[Event]) -> None:
    """A question whose promise is broken, or for which somebody asked for staff, has a case."""
    prefetch_related_objects([e.subject for e in events if isinstance(e.subject, Clock)], "subject")
    # In one order in all workers, so that two of them never wait for each other.
    for event in sorted(events, key=lambda e: (_asked_about(e), e.pk)):
        if event.verb == "clocks.promise.broken":
            _broken(event)
        elif isinstance(event.subject, Question) and not event.subject.is_hidden:
            why = _who_asks(event.actor, event.subject)
            reason = event.data.get("reason", "")
            Case.open_for(event.subject, by=event.actor, why=why, reason=reason, said_at=event.at)


@reader(
    "case-follows-question",
    verbs=[
        "forum.answer.posted",
        "forum.answer.accepted",
        "forum.answer.unaccepted",
        "forum.answer.hidden",
        "forum.answer.shown",
        "forum.comment.posted",
        "forum.question.ended",
        "forum.question.reopened",
        "forum.question.hidden",
        "forum.question.shown",
        "forum.question.marked-duplicate",
        "forum.question.unmarked-duplicate",
        "forum.question.merged",
        "forum.question.unmerged",
        "forum.question.split",
        "forum.question.moved",
        "forum.question.edited",
    ],
)
def follow_questions(events: list[Event]) -> None:
    """A case knows what happened on its question: who spoke, whether it is solved, how it ended."""
    about = {_question_id(event.subject) for event in events} | {event.data.get("other") for event in events}
    for case in Case.objects.filter(question__in=about - {None}).select_related("question").order_by("question_id"):
        follow_question(case)


@reader(
    "incident-clocks",
    verbs=["forum.question.attached", "incidents.incident.updated", "incidents.incident.resolved"],
)
def stop_clocks(events: list[Event]) -> None:
    """The clocks of questions attached to an incident stand still as long as it lasts. Two queries an incident."""
    about = {e.subject for e in events if isinstance(e.subject, Incident)}
    attached = {e.subject.incident for e in events if isinstance(e.subject, Question) and e.subject.incident}
    for incident in sorted(about | attached, key=lambda i: i.pk):
        clocks = Clock.objects.of_many(Question, incident.questions.values("pk"))
        if incident.is_open:
            clocks.stop(Clock.Stop.INCIDENT)
        else:
            clocks.run_on(Clock.Stop.INCIDENT)


def _broken(event: Event) -> None:
    clock = event.subject
    if clock is None or not clock.is_overdue or clock.broken_at is None:
        return
    if isinstance(clock.subject, Question):
        Case.open_for(clock.subject, by=None, why=Case.Why.PROMISE, said_at=event.at)
    elif isinstance(clock.subject, Case):
        clock.subject.lock()
        clock.subject.note_lateness()


def _who_asks(person, question: Question) -> str:
    """Why the case is opened, by who asked for it."""
    if person is None:
        return Case.Why.PROMISE
    if person.pk == question.author_id:
        return Case.Why.ASKER
    return Case.Why.STAFF if standing_of(person).is_staff else Case.Why.ADVOCATE


def _asked_about(event: Event) -> tuple[str, int]:
    """What is locked for an event, as something to sort by."""
    subject = event.subject.subject if isinstance(event.subject, Clock) else event.subject
    return (type(subject).__name__, subject.pk if subject is not None else 0)


def _question_id(subject) -> int | None:
    if isinstance(subject, Question):
        return subject.pk
    return getattr(subject, "question_id", None)
