"""Moving, tagging, merging and splitting, for programs. Each says why."""

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Status

from community.content.sending import once_by_program
from community.members.limits import limited
from community.members.permissions import require
from forum import permissions
from forum.api.finding import find_question
from forum.api.schemas import PublicIn, QuestionOut
from forum.forms.threads import TagsField, public_topics
from forum.limits import UPKEEP
from forum.models import Answer, Comment, Merge, Question, Split
from forum.models.split import may_be_asked_by

router = Router()


class WhyIn(PublicIn):
    reason: str = Field("", max_length=180, description="Stands in the history. Only one's own question needs none.")


class TopicIn(WhyIn):
    topic: str = Field(description="The slug of a topic that is open for questions.")


class TagsIn(WhyIn):
    tags: list[str] = Field(max_length=5)


class MergeIn(WhyIn):
    canonical: int = Field(description="The id of the question that it becomes a part of.")


class SplitIn(WhyIn):
    title: str = Field(min_length=Question.SHORTEST_TITLE, max_length=200)
    topic: str = Field(description="The slug of a topic that is open for questions.")
    asks_answer: int | None = Field(None, description="The id of the answer that asks something else.")
    asks_comment: int | None = Field(None, description="The id of the comment that does.")
    words: str = Field("", max_length=Question.LONGEST, description="Where neither does: you ask, in these words.")
    answers: list[int] = Field(default_factory=list, description="The ids of the answers that belong to it.")


@router.post("/questions/{question_id}/topic", response=QuestionOut, summary="Move it to another topic")
@limited("upkeep", *UPKEEP)
def move(request, question_id: int, said: TopicIn):
    """For its asker, and who may change topic and tags. A promise there that ends sooner holds."""
    question = find_question(request, question_id)
    require(permissions.can_retag(request.user, question))
    question.move(to=_topic(said.topic), by=request.user, **said.public("reason"))
    return question


@router.post("/questions/{question_id}/tags", response=QuestionOut, summary="Change its tags")
@limited("upkeep", *UPKEEP)
def retag(request, question_id: int, said: TagsIn):
    """These tags, and no others. For its asker, and who may change topic and tags."""
    question = find_question(request, question_id)
    require(permissions.can_retag(request.user, question))
    tags = TagsField(required=False).clean(", ".join(said.tags))
    question.retag(tags, by=request.user, **said.public("reason"))
    return question


@router.post("/questions/{question_id}/merge", response=QuestionOut, summary="Merge it into another question")
@limited("upkeep", *UPKEEP)
def merge(request, question_id: int, said: MergeIn):
    """All that was said to it stands there then; returns that question. Needs the right to edit posts in both topics."""
    question = find_question(request, question_id)
    canonical = find_question(request, said.canonical)
    require(permissions.can_rearrange(request.user, question))
    require(permissions.can_rearrange(request.user, canonical.leads_to))
    words = said.public("reason")
    made = once_by_program(request, said, lambda: Merge.make(question, into=canonical, by=request.user, **words))
    return find_question(request, made.canonical_id)


@router.post("/questions/{question_id}/merge/remove", response=QuestionOut, summary="Undo a merge")
@limited("upkeep", *UPKEEP)
def unmerge(request, question_id: int, said: WhyIn):
    """What came along goes back, what was said since stays. 404 for a question that was not merged."""
    merges = Merge.objects.standing().select_related("question", "canonical__topic")
    made = get_object_or_404(merges, question=find_question(request, question_id))
    require(permissions.can_rearrange(request.user, made.canonical))
    made.undo(by=request.user, **said.public("reason"))
    return find_question(request, question_id)


@router.post("/questions/{question_id}/split", response={201: QuestionOut}, summary="Make a question of a part of it")
@limited("upkeep", *UPKEEP)
def split(request, question_id: int, said: SplitIn):
    """Returns the new question. What asks is gone from the old one. Needs the right to edit posts; there is no undoing."""
    question = find_question(request, question_id)
    require(permissions.can_split(request.user, question))
    words = said.public("title", "words", "reason")
    sent = Split.objects.just_made(question, by=request.user, title=words["title"]).first()
    if sent is not None:
        return Status(201, find_question(request, sent.made_id))
    asks: Answer | Comment | None = None
    if said.asks_answer is not None:
        asks = get_object_or_404(may_be_asked_by(question, Answer).select_related("author"), pk=said.asks_answer)
    elif said.asks_comment is not None:
        asks = get_object_or_404(may_be_asked_by(question, Comment).select_related("author"), pk=said.asks_comment)
    answers = [get_object_or_404(question.answers.shown(), pk=number) for number in said.answers]
    topic = _topic(said.topic)
    made = once_by_program(
        request,
        said,
        lambda: Split.make(question, asks=asks, answers=answers, topic=topic, by=request.user, **words),
    )
    return Status(201, find_question(request, made.made_id))


def _topic(slug: str):
    return get_object_or_404(public_topics(), slug=slug)
