"""Editing, for programs: one's own words, and those of others by who may, with a reason."""

from django.shortcuts import get_object_or_404
from ninja import Field, Router

from community.content.public_words import settled
from community.members.limits import limited
from community.members.permissions import require
from forum import permissions
from forum.api.comments import CommentOut
from forum.api.finding import find_answer, find_question
from forum.api.schemas import AnswerOut, PublicIn, QuestionOut
from forum.models import Answer, Comment, Question

router = Router()
EDITS = ("10/m", "100/d")


class EditIn(PublicIn):
    body: str = Field(min_length=1, max_length=Answer.LONGEST)
    reason: str = Field("", max_length=200, description="Shown in the history. Needed for what somebody else wrote.")

    def words(self, post, *names: str) -> dict[str, str]:
        """What changes, as it may be published; what was kept in the words before is not asked about again."""
        said = {name: getattr(self, name) for name in (*names, "body", "reason")}
        return settled(said, self.private_facts, known=[getattr(post, name) for name in (*names, "body")])


class CommentEditIn(EditIn):
    body: str = Field(min_length=1, max_length=Comment.LONGEST)


class QuestionEditIn(EditIn):
    title: str = Field(min_length=Question.SHORTEST_TITLE, max_length=200)


@router.post("/questions/{question_id}/edit", response=QuestionOut, summary="Edit a question")
@limited("edit", *EDITS)
def edit_question(request, question_id: int, said: QuestionEditIn):
    """Title and words; what they were is kept. For its asker, and who may edit what others wrote."""
    question = find_question(request, question_id)
    require(permissions.can_edit(request.user, question))
    words = said.words(question, "title")
    question.edit(by=request.user, **words | {"title": " ".join(words["title"].split())})
    return question


@router.post("/answers/{answer_id}/edit", response=AnswerOut, summary="Edit an answer")
@limited("edit", *EDITS)
def edit_answer(request, answer_id: int, said: EditIn):
    """Its words; what they were is kept. For its author, and who may edit what others wrote."""
    answer = find_answer(request, answer_id)
    require(permissions.can_edit(request.user, answer))
    answer.edit(by=request.user, **said.words(answer))
    return answer


@router.post("/comments/{comment_id}/edit", response=CommentOut, summary="Edit a comment")
@limited("edit", *EDITS)
def edit_comment(request, comment_id: int, said: CommentEditIn):
    """Its words; what they were is kept. For its author, and who may edit what others wrote."""
    comments = Comment.objects.visible_to(request.user).select_related("author", "question__topic")
    comment = get_object_or_404(comments, pk=comment_id)
    require(permissions.can_edit(request.user, comment))
    comment.edit(by=request.user, **said.words(comment))
    return comment
