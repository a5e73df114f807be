"""How it went, for programs: what an asker answers when they are asked whether it helped."""

from typing import Literal

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router
from ninja.errors import HttpError

from community.content.sending import once_by_program
from community.members.limits import limited
from community.members.permissions import require
from forum import permissions
from forum.api.finding import find_question
from forum.api.schemas import PublicIn, QuestionOut
from forum.how_it_went import Went, say_how_it_went
from forum.limits import SOLUTIONS
from forum.models import Question

router = Router()


class FollowUpIn(PublicIn):
    said: Literal["solved", "broken", "otherwise"] = Field(
        description="An answer solved it; it is still broken; it is solved in another way."
    )
    answer: int | None = Field(None, description="The id of the answer that solved it.")
    words: str = Field("", max_length=2_000, description="What happens now, or what solved it. Everybody can read it.")


@router.post("/questions/{question_id}/follow-up", response=QuestionOut, summary="Asker: how it went")
@limited("solution", *SOLUTIONS)
def follow_up(request, question_id: int, said: FollowUpIn):
    """The answer is accepted, or your words are its outcome, or it waits for help again. 409 once it is settled."""
    question = find_question(request, question_id)
    if permissions.is_asker(request.user, question) and not question.is_open:
        raise ValidationError(_("It is settled already."))
    require(permissions.can_follow_up(request.user, question))
    answer = None
    if said.said == Went.SOLVED:
        if said.answer is None:
            raise HttpError(422, _("Choose the answer that solved it."))
        answer = get_object_or_404(question.answers.shown(), pk=said.answer)
    if said.said == Went.OTHERWISE and not said.words.strip():
        raise HttpError(422, _("Say in a line what solved it."))
    words = said.public("words")

    def make() -> Question:
        return say_how_it_went(question, by=request.user, said=said.said, answer=answer, **words)

    # What settles it cannot be sent twice; taken back and said again, it holds again.
    if said.said == Went.BROKEN:
        once_by_program(request, said, make)
    else:
        make()
    return find_question(request, question_id)
