"""Whether articles still hold, for programs: what waits for a check, and what was found."""

from datetime import datetime
from typing import Literal

from ninja import Field, Router, Schema

from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import require
from knowledgebase import permissions
from knowledgebase.api.work import WorkOut
from knowledgebase.finding import find_article
from knowledgebase.freshness import ORDER, waiting
from knowledgebase.limits import WRITING
from knowledgebase.models import Article

router = Router()


class CheckOut(Schema):
    article: str = Field(alias="article.slug")
    state: str
    why: str = Field(description="cycle, release, asked")
    release: str | None = Field(None, alias="release.version")
    reason: str
    readers: int = Field(description="How many readers said whether it helped.")
    opened_at: datetime


class CheckPage(Schema):
    checks: list[CheckOut]
    next_cursor: str


class FoundIn(Schema):
    state: Literal["needs-edit", "obsolete"]
    reason: str = Field(min_length=1, max_length=300, description="What does not hold any more.")


@router.get("/articles/freshness", response=CheckPage, summary="Editors: articles to check")
def list_checks(request, state: str = "", cursor: str = ""):
    """What readers use most first, twenty a page."""
    require(permissions.can_draft(request.user))
    page = paginate(waiting(request.user, state), cursor, order=ORDER, may_be_empty=True)
    return {"checks": page.rows, "next_cursor": page.next_cursor}


@router.post("/articles/{slug}/verification", response=WorkOut, summary="Editors: it still holds")
@limited("article", *WRITING)
def verify(request, slug: str):
    """409 for what readers do not see."""
    article = _editable(request, slug)
    article.verify(by=request.user)
    return article


@router.post("/articles/{slug}/freshness", response=WorkOut, summary="Editors: it needs an edit, or is obsolete")
@limited("article", *WRITING)
def find_wanting(request, slug: str, said: FoundIn):
    """Readers are told until it is published anew or verified."""
    article = _editable(request, slug)
    article.find_wanting(said.state, by=request.user, reason=said.reason)
    return article


def _editable(request, slug: str) -> Article:
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article))
    return article
