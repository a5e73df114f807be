"""What readers say about an article, for programs: open to everybody, as the pages are."""

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from community.members.limits import limited
from community.members.permissions import require
from knowledgebase.finding import find_article
from knowledgebase.hearing import who_reads
from knowledgebase.limits import HELPFUL
from knowledgebase.models.reader import LONGEST_COMMENT

router = Router()


class HelpfulIn(Schema):
    helped: bool


class WhyNotIn(Schema):
    reason: str = Field("", description="other-problem, did-not-work, hard, outdated, missing")
    comment: str = Field("", max_length=LONGEST_COMMENT, description="For editors; private facts are taken out.")


@router.post("/articles/{slug}/helpful", response={204: None}, summary="It helped, or it did not")
@limited("helpful", *HELPFUL)
def say_helpful(request, slug: str, said: HelpfulIn):
    """The last thing you say counts. Without a key, once a day for a network and a program."""
    article = find_article(request.user, slug)
    require(article.is_published)
    article.note_reader(helped=said.helped, **who_reads(request))
    return Status(204, None)


@router.post("/articles/{slug}/helpful/reason", response={204: None}, summary="Why it did not help")
@limited("helpful", *HELPFUL)
def say_why_not(request, slug: str, said: WhyNotIn):
    """It counts as “it did not help” as well. The last thing you say counts."""
    article = find_article(request.user, slug)
    require(article.is_published)
    article.note_why_not(reason=said.reason, comment=said.comment, **who_reads(request))
    return Status(204, None)


class ReaderAnswerIn(Schema):
    choice: str = Field("", description="One of the choices, where there are any.")
    words: str = Field("", max_length=LONGEST_COMMENT, description="For editors; private facts are taken out.")


@router.post(
    "/articles/{slug}/asking/{asking_id}/answers", response={204: None}, summary="Answer what readers are asked"
)
@limited("asking", *HELPFUL)
def answer_asking(request, slug: str, asking_id: int, said: ReaderAnswerIn):
    """The last thing you say counts. 409 once it has ended, and without an answer."""
    article = find_article(request.user, slug)
    require(article.is_published)
    asking = get_object_or_404(article.askings, pk=asking_id)
    asking.answer(choice=said.choice, words=said.words, **who_reads(request))
    return Status(204, None)
