"""Comments for programs."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from community.content.sending import once_by_program
from community.members.limits import limited
from community.members.permissions import require
from forum import permissions
from forum.api.finding import find_answer, find_question
from forum.api.schemas import AnswerOut, PersonOut, PublicIn
from forum.limits import UPKEEP, count_comment
from forum.models import Answer, Comment

router = Router()


class CommentIn(PublicIn):
    body: str = Field(min_length=1, max_length=Comment.LONGEST)
    asks_for_detail: bool = False


class CommentOut(Schema):
    id: int
    body: str
    body_html: str
    author: PersonOut
    written_at: datetime = Field(alias="created_at")


@router.post("/questions/{question_id}/comments", response={201: CommentOut}, summary="Comment on a question")
def comment(request, question_id: int, new: CommentIn):
    """Ask for detail, or add it. One that asks for detail stops the clock until the asker speaks."""
    question = find_question(request, question_id).takes_words
    require(permissions.can_comment(request.user, question))
    if new.asks_for_detail:
        require(permissions.can_ask_for_detail(request.user, question))
    words = new.public("body")

    def make() -> Comment:
        count_comment(request)
        return Comment.post(by=request.user, question=question, body=words["body"], asks_for_detail=new.asks_for_detail)

    return Status(201, once_by_program(request, new, make))


class AnswerCommentIn(PublicIn):
    body: str = Field(min_length=1, max_length=Comment.LONGEST)


@router.post("/answers/{answer_id}/comments", response={201: CommentOut}, summary="Comment on an answer")
def comment_on_answer(request, answer_id: int, new: AnswerCommentIn):
    """Ask for detail, or add it. Stops no clock. 403 when the question is locked."""
    found = find_answer(request, answer_id)
    require(permissions.can_comment(request.user, found.question))
    words = new.public("body")

    def make() -> Comment:
        count_comment(request)
        return Comment.post(by=request.user, question=found.question, answer=found, body=words["body"])

    return Status(201, once_by_program(request, new, make))


class ReasonIn(PublicIn):
    reason: str = Field("", max_length=150, description="Shown in the history, and to who wrote it.")


@router.post("/comments/{comment_id}/answer", response=AnswerOut, summary="Make an answer of a comment")
@limited("upkeep", *UPKEEP)
def make_answer(request, comment_id: int, said: ReasonIn):
    """For its author, and who may edit what others wrote. The comment is gone; a second call returns the same answer."""
    made = Answer.objects.visible_to(request.user).filter(was_comment=comment_id).first()
    if made is None:
        comments = Comment.objects.visible_to(request.user).select_related("author", "question__topic")
        found = get_object_or_404(comments, pk=comment_id)
        require(permissions.can_make_answer(request.user, found))
        made = found.become_answer(by=request.user, **said.public("reason"))
    return made
