"""Answers for programs: to give, to accept, to vote for, and whether they worked."""

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from community.catalogue.models import Release
from community.content.sending import once_by_program
from community.members.limits import limited
from community.members.permissions import require
from forum import permissions
from forum.api.finding import find_answer, find_question
from forum.api.schemas import AnswerOut, PublicIn, QuestionOut
from forum.limits import CONFIRMATIONS, VOTES, count_answer
from forum.models import Answer
from forum.promotion import promote_to_article
from knowledgebase.api.work import WorkRow
from knowledgebase.limits import NEW_ARTICLES

router = Router()


class AnswerIn(PublicIn):
    body: str = Field(min_length=1, max_length=Answer.LONGEST)


class SolutionIn(Schema):
    answer: int = Field(description="The id of an answer to this question.")


@router.post("/questions/{question_id}/answers", response={201: AnswerOut}, summary="Answer")
def answer(request, question_id: int, new: AnswerIn):
    """Answer a question. 409 when it is locked."""
    question = find_question(request, question_id).takes_words
    require(permissions.can_answer(request.user, question))
    words = new.public("body")

    def make() -> Answer:
        count_answer(request)
        return question.answer(by=request.user, body=words["body"])

    return Status(201, once_by_program(request, new, make))


@router.post("/questions/{question_id}/solution", response=QuestionOut, summary="Accept an answer")
def accept(request, question_id: int, chosen: SolutionIn):
    """Mark an answer as the solution; accepting another one moves the mark."""
    question = find_question(request, question_id)
    found = get_object_or_404(Answer.objects.visible_to(request.user), pk=chosen.answer, question=question)
    require(permissions.can_accept(request.user, question))
    question.accept(found, by=request.user)
    return question


@router.post("/questions/{question_id}/solution/remove", response=QuestionOut, summary="Take the solution mark away")
def unaccept(request, question_id: int):
    """The question is unsolved again."""
    question = find_question(request, question_id)
    require(permissions.can_accept(request.user, question))
    question.unaccept(by=request.user)
    return question


@router.post("/answers/{answer_id}/vote", response=AnswerOut, summary="This answer is useful")
@limited("vote", *VOTES)
def vote(request, answer_id: int):
    """Counted once. 403 for one's own answer."""
    found = find_answer(request, answer_id)
    require(permissions.can_vote(request.user, found))
    found.vote(by=request.user)
    return found


@router.post("/answers/{answer_id}/vote/remove", response=AnswerOut, summary="Take a vote back")
@limited("vote", *VOTES)
def take_back_vote(request, answer_id: int):
    """Not counted any more."""
    found = find_answer(request, answer_id)
    found.take_back_vote(by=request.user)
    return found


@router.post("/answers/{answer_id}/article", response={201: WorkRow}, summary="Begin an article made of an answer")
@limited("article", *NEW_ARTICLES)
def begin_article(request, answer_id: int):
    """A draft with the words of the answer and its question, and its sources; the one made before, if there is one.

    Needs the right to propose articles about the topic. Others read it once somebody else has published it.
    """
    found = find_answer(request, answer_id)
    require(permissions.can_promote(request.user, found.question) and not found.is_hidden)
    return Status(201, promote_to_article(found, by=request.user))


class ConfirmationIn(Schema):
    worked: bool
    release: str = Field("", description="A version of the product that the question is about.")


@router.post("/answers/{answer_id}/confirmation", response=AnswerOut, summary="It worked for me, or it did not")
@limited("confirmation", *CONFIRMATIONS)
def confirm(request, answer_id: int, said: ConfirmationIn):
    """Counted once, the last thing you say. 403 for one's own answer, 404 for a version that the product does not have."""
    found = find_answer(request, answer_id)
    require(permissions.can_confirm(request.user, found))
    releases = Release.objects.filter(product=found.question.product_id)
    release = get_object_or_404(releases, version=said.release) if said.release else None
    found.confirm(by=request.user, worked=said.worked, release=release)
    return found


@router.post("/answers/{answer_id}/confirmation/remove", response=AnswerOut, summary="Say nothing about it any more")
@limited("confirmation", *CONFIRMATIONS)
def take_back_confirmation(request, answer_id: int):
    """Not counted any more."""
    found = find_answer(request, answer_id)
    found.take_back_confirmation(by=request.user)
    return found


@router.post("/answers/{answer_id}/endorsement", response=AnswerOut, summary="Staff: this is right")
@limited("endorsement", "20/m", "200/d")
def endorse(request, answer_id: int):
    """Shown as checked by staff. Needs the right to endorse."""
    found = find_answer(request, answer_id)
    require(permissions.can_endorse(request.user, found.question))
    found.endorse(by=request.user)
    return found


@router.post("/answers/{answer_id}/endorsement/remove", response=AnswerOut, summary="Staff: no longer checked")
@limited("endorsement", "20/m", "200/d")
def take_back_endorsement(request, answer_id: int):
    """No longer shown as checked by staff."""
    found = find_answer(request, answer_id)
    require(permissions.can_endorse(request.user, found.question))
    found.take_back_endorsement(by=request.user)
    return found
