"""What readers say about an article, for programs: open to everybody, as the pages are."""

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
