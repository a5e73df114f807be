"""What readers said of articles, for editors' programs."""

from datetime import datetime
from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import require
from knowledgebase import permissions
from knowledgebase.finding import find_article
from knowledgebase.hearing import ORDER, asked_after, words_of
from knowledgebase.limits import WRITING

router = Router()


class WordOut(Schema):
    id: int
    article: str = Field(alias="article.slug")
    reason: str
    comment: str
    is_by_visitor: bool = Field(description="Not signed in: counted once a day for a network and a browser.")
    at: datetime
    outcome: str = Field(description="edited, nothing; empty while nobody has settled it.")


class WordPage(Schema):
    words: list[WordOut]
    asked_after: int = Field(description="Questions that were asked after reading it.")
    next_cursor: str


class SettleIn(Schema):
    outcome: Literal["edited", "nothing"]


@router.get("/articles/{slug}/readers", response=WordPage, summary="Editors: why an article did not help")
def list_words(request, slug: str, reason: str = "", cursor: str = ""):
    """Newest first, twenty a page."""
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article))
    words = words_of(request.user).filter(article=article)
    page = paginate(words.filter(reason=reason) if reason else words, cursor, order=ORDER, may_be_empty=True)
    asked = asked_after(article, request.user)["count"]
    return {"words": page.rows, "asked_after": asked, "next_cursor": page.next_cursor}


@router.post(
    "/articles/readers/{word_id}/settlement", response=WordOut, summary="Editors: what became of what a reader said"
)
@limited("article", *WRITING)
def settle(request, word_id: int, said: SettleIn):
    """An edit was made for it, or there is nothing to change. The first word counts."""
    require(permissions.can_draft(request.user))
    word = get_object_or_404(words_of(request.user), pk=word_id)
    require(permissions.can_edit(request.user, word.article))
    word.settle(said.outcome, by=request.user)
    return word
