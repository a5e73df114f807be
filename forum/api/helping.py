"""What programs of helpers say: I am writing, I leave it to others."""

from ninja import Router, Status

from community.members.limits import limited
from community.members.permissions import require
from forum import permissions
from forum.api.finding import find_question
from forum.limits import HELPING
from forum.models import Claim, Pass

router = Router()


@router.post("/questions/{question_id}/claim", response={204: None}, summary="I am writing an answer")
@limited("helping", *HELPING)
def claim(request, question_id: int):
    """Others see it for ten minutes. It keeps nobody from answering."""
    question = find_question(request, question_id)
    require(permissions.can_claim(request.user, question))
    Claim.make(question, by=request.user)
    return Status(204, None)


@router.post("/questions/{question_id}/claim/remove", response={204: None}, summary="I am not writing any more")
@limited("helping", *HELPING)
def drop_claim(request, question_id: int):
    """Others no longer see it."""
    Claim.drop(find_question(request, question_id), by=request.user)
    return Status(204, None)


@router.post("/questions/{question_id}/pass", response={204: None}, summary="I leave it to others")
@limited("helping", *HELPING)
def leave_to_others(request, question_id: int):
    """It is not offered to you again."""
    question = find_question(request, question_id)
    require(permissions.can_answer(request.user, question))
    Pass.make(question, by=request.user)
    return Status(204, None)


@router.post("/questions/{question_id}/pass/remove", response={204: None}, summary="It may be offered to me again")
@limited("helping", *HELPING)
def take_back_pass(request, question_id: int):
    """It may be offered to you again."""
    Pass.take_back(find_question(request, question_id), by=request.user)
    return Status(204, None)
