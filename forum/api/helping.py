"""What programs of helpers say: I am writing, I leave it to others; and whom an asker asks to answer."""

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from community.members.limits import limited
from community.members.models import Member
from community.members.permissions import require
from forum import permissions
from forum.api.finding import find_question
from forum.api.schemas import PersonOut
from forum.helpers.suggesting import who_to_ask
from forum.limits import HELPING, INVITATIONS
from forum.models import Claim, Invitation, Pass

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


class SuggestionOut(Schema):
    member: PersonOut
    why: str


class InvitationIn(Schema):
    member: str = Field(max_length=60, description="The username of whom to ask.")


class InvitationOut(Schema):
    member: PersonOut
    state: str = Field(description="open, accepted, declined, ignored, settled or withdrawn.")


@router.get(
    "/questions/{question_id}/invitations/suggested",
    response=list[SuggestionOut],
    summary="Who could be asked to answer",
)
def suggested(request, question_id: int):
    """Up to three, the best first. For the asker, and who may call for support, while the question is open."""
    question = find_question(request, question_id)
    require(permissions.can_invite(request.user, question))
    return who_to_ask(question, by=request.user)


@router.get("/questions/{question_id}/invitations", response=list[InvitationOut], summary="Who was asked to answer")
def asked(request, question_id: int):
    """The first who was asked comes first."""
    question = find_question(request, question_id)
    require(permissions.can_invite(request.user, question))
    return question.invitations.select_related("member").order_by("invited_at")


@router.post("/questions/{question_id}/invitations", response=InvitationOut, summary="Ask somebody to answer")
@limited("invitations", *INVITATIONS)
def invite(request, question_id: int, said: InvitationIn):
    """They get a mail. 422 when three are asked already, or when this member cannot be asked now."""
    question = find_question(request, question_id)
    require(permissions.can_invite(request.user, question))
    member = get_object_or_404(Member.objects.people(), username=said.member)
    return Invitation.make(question, member, by=request.user)


@router.post("/questions/{question_id}/invitations/remove", response={204: None}, summary="Take an invitation back")
@limited("invitations", *INVITATIONS)
def take_back_invitation(request, question_id: int, said: InvitationIn):
    """Changes nothing when they have said something already."""
    question = find_question(request, question_id)
    require(permissions.can_invite(request.user, question))
    get_object_or_404(question.invitations, member__username=said.member).withdraw(by=request.user)
    return Status(204, None)
