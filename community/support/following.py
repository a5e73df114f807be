"""Keep a case in line with its question: who spoke last in public, and whether the question still needs anybody."""

from datetime import datetime

from django.db import transaction

from community.members.models import Member
from community.support.models import Case
from forum.models import Question


def follow_question(case: Case) -> None:
    """Bring the case of a question to what the rows say now; doing it again, or late, gives the same. Locks both.

    An outcome that staff set on the question ends the case. A case that nobody has touched ends by itself when its question
    needs nobody any more (solved by the community, hidden, a duplicate), and opens again when it does.
    """
    with transaction.atomic():
        case.lock_with_question()
        question = case.question
        if question is None:
            return
        case.follow_topic(question.topic)
        if not case.is_open:
            if case.ended_by_id is None and case.state == Case.State.RESOLVED and needs_somebody(question):
                case.reopen(by=None)
        elif question.outcome and question.outcome_at and question.outcome_at > (case.reopened_at or case.opened_at):
            case.note_ended(by=question.outcome_by, outcome=question.outcome, public_words=question.outcome_reason)
        elif case.is_untouched and not needs_somebody(question):
            case.note_ended(by=None, outcome=Case.Outcome.SOLVED if question.is_solved else "", public_words="")
        else:
            _follow_words(case, question)


def needs_somebody(question: Question) -> bool:
    """Whether the question is still open to be helped with."""
    return not (question.is_hidden or question.is_solved or question.outcome or question.duplicate_of_id)


def _follow_words(case: Case, question: Question) -> None:
    """Whose turn it is, from who spoke last since the case was opened: in the private thread or on the question."""
    words = _words_since(case, question, case.reopened_at or case.opened_at)
    from_staff = [at for at, is_staff in words if is_staff]
    from_customer = [at for at, is_staff in words if not is_staff]
    last_staff = max(from_staff, default=None)
    unheard = [at for at in from_customer if last_staff is None or at > last_staff]
    if last_staff is not None and not unheard:
        if case.state != Case.State.WAITING or case.waits_since != last_staff:
            case.note_staff_spoke(last_staff)
    elif unheard and case.state == Case.State.WAITING:
        case.note_customer_spoke(min(unheard))
    else:
        case.note_lateness()


def _words_since(case: Case, question: Question, since: datetime) -> list[tuple[datetime, bool]]:
    """When customer and staff (True) said something; what others said is left out. Four queries, and one for each other."""
    said = [
        *case.messages.filter(created_at__gte=since).values_list("created_at", "author_id"),
        *question.answers.shown().filter(created_at__gte=since).values_list("created_at", "author_id"),
        *question.comments.shown().filter(created_at__gte=since).values_list("created_at", "author_id"),
    ]
    others = {author for _at, author in said} - {case.customer_id}
    staff = {member.pk for member in Member.objects.filter(pk__in=others) if case.is_handled_by(member)}
    return [(at, author in staff) for at, author in said if author in staff or author == case.customer_id]
