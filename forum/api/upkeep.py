"""How questions end, for programs: outcomes, what was asked before, support, incidents and locks."""

from datetime import date
from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from community.content.sending import once_by_program
from community.incidents.models import Incident
from community.members.limits import limited
from community.members.permissions import require
from forum import permissions
from forum.api.finding import find_question
from forum.api.schemas import PublicIn, QuestionOut
from forum.limits import ESCALATIONS, UPKEEP
from forum.models import Duplicate

router = Router()


class OutcomeIn(PublicIn):
    outcome: Literal["solved", "workaround", "known-issue", "planned", "declined", "not-ours", "no-answer"]
    reason: str = Field(min_length=1, max_length=2_000)
    review_on: date | None = Field(None, description="When somebody looks at it again; what is usual if it is empty.")


@router.post("/questions/{question_id}/outcome", response=QuestionOut, summary="Staff: how it ended, and why")
@limited("upkeep", *UPKEEP)
def set_outcome(request, question_id: int, said: OutcomeIn):
    """Shown to everybody; who follows the question is told. Needs the right to say so."""
    question = find_question(request, question_id)
    require(permissions.can_set_outcome(request.user, question))
    review_on = said.review_on or question.usual_review(said.outcome)
    question.set_outcome(said.outcome, by=request.user, review_on=review_on, **said.public("reason"))
    return question


@router.post("/questions/{question_id}/outcome/remove", response=QuestionOut, summary="Staff: it is open again")
@limited("upkeep", *UPKEEP)
def remove_outcome(request, question_id: int):
    """The question is open again, and who follows it is told."""
    question = find_question(request, question_id)
    require(permissions.can_set_outcome(request.user, question))
    question.remove_outcome(by=request.user)
    return question


class DuplicateIn(Schema):
    canonical: int = Field(description="The id of the question that asked the same before.")


@router.post("/questions/{question_id}/duplicate", response=QuestionOut, summary="This was asked before")
@limited("upkeep", *UPKEEP)
def mark_duplicate(request, question_id: int, said: DuplicateIn):
    """Readers are led on to the other question. Needs the right to mark duplicates; 404 for one you may not know of."""
    question = find_question(request, question_id)
    require(permissions.can_mark_duplicate(request.user, question))
    Duplicate.mark(question, canonical=find_question(request, said.canonical), by=request.user)
    return question


@router.post("/questions/{question_id}/duplicate/remove", response=QuestionOut, summary="Not asked before after all")
@limited("upkeep", *UPKEEP)
def unmark_duplicate(request, question_id: int):
    """The two questions are two again, and who followed the other one by it does not."""
    question = find_question(request, question_id)
    require(permissions.can_mark_duplicate(request.user, question))
    for link in Duplicate.objects.filter(question=question):
        link.undo(by=request.user)
    return find_question(request, question_id)


class DuplicateConfirmationIn(PublicIn):
    solved: bool
    reason: str = Field("", max_length=500, description="If it did not: what is different.")


@router.post(
    "/questions/{question_id}/duplicate/confirmation", response=QuestionOut, summary="Asker: did this solve yours?"
)
@limited("upkeep", *UPKEEP)
def say_of_duplicate(request, question_id: int, said: DuplicateConfirmationIn):
    """For its asker; without a link to another question, 404. A no makes the two questions two again."""
    question = find_question(request, question_id)
    require(permissions.is_asker(request.user, question))
    link = get_object_or_404(Duplicate, question=question)
    if said.solved:
        link.say_it_solved(by=request.user)
    else:
        link.say_it_did_not(by=request.user, **said.public("reason"))
    return find_question(request, question_id)


class EscalationIn(Schema):
    reason: str = Field("", max_length=500, description="What support should know. Only staff read it.")


@router.post("/questions/{question_id}/escalation", response=QuestionOut, summary="Ask support to step in")
@limited("escalation", *ESCALATIONS)
def escalate(request, question_id: int, said: EscalationIn):
    """A case is opened for it, once, however often this is said. For its asker, advocates and staff, while it is open."""
    question = find_question(request, question_id)
    require(permissions.can_escalate(request.user, question))
    once_by_program(request, said, lambda: question.escalate(by=request.user, reason=said.reason))
    return find_question(request, question_id)


class IncidentIn(Schema):
    incident: str = Field(description="The slug of an incident that is not over.")


@router.post("/questions/{question_id}/incident", response=QuestionOut, summary="Staff: it belongs to an incident")
@limited("upkeep", *UPKEEP)
def attach(request, question_id: int, said: IncidentIn):
    """Its page says so, and its promise waits until that is over. Needs the right to declare incidents."""
    question = find_question(request, question_id)
    require(permissions.can_attach_incident(request.user, question))
    question.attach_to(
        get_object_or_404(Incident.objects.visible_to(request.user).open(), slug=said.incident), by=request.user
    )
    return question


@router.post(
    "/questions/{question_id}/incident/remove", response=QuestionOut, summary="Staff: it has nothing to do with it"
)
@limited("upkeep", *UPKEEP)
def detach(request, question_id: int):
    """Its promise runs on."""
    question = find_question(request, question_id)
    require(permissions.can_attach_incident(request.user, question))
    question.detach(by=request.user)
    return question


@router.post("/questions/{question_id}/lock", response=QuestionOut, summary="Moderators: nobody can add to it")
@limited("upkeep", *UPKEEP)
def lock(request, question_id: int):
    """Closed for answers and comments; what stands there stays. Needs the right to moderate."""
    return _set_locked(request, question_id, True)


@router.post("/questions/{question_id}/lock/remove", response=QuestionOut, summary="Moderators: open to all again")
@limited("upkeep", *UPKEEP)
def unlock(request, question_id: int):
    """Everybody can add to it again."""
    return _set_locked(request, question_id, False)


def _set_locked(request, question_id: int, locked: bool):
    question = find_question(request, question_id)
    require(permissions.can_lock(request.user, question))
    question.set_locked(locked, by=request.user)
    return question
