"""One writer at a time, and other languages, for programs."""

from datetime import datetime

from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from community.members.limits import limited
from community.members.permissions import require
from community.members.schemas import PersonOut
from knowledgebase import permissions
from knowledgebase.api.work import WorkOut
from knowledgebase.finding import find_article
from knowledgebase.languages import known
from knowledgebase.limits import NEW_ARTICLES, SIGNS_OF_LIFE
from knowledgebase.models import Article

router = Router()


class HoldIn(Schema):
    take_over: bool = Field(False, description="Write on in place of who holds it; they are told.")


class LockOut(Schema):
    member: PersonOut
    taken_at: datetime
    expires_at: datetime


class TranslationIn(Schema):
    language: str


@router.post("/articles/{slug}/lock", response=LockOut, summary="Editors: keep others out while you write")
@limited("article-lock", *SIGNS_OF_LIFE)
def hold(request, slug: str, said: HoldIn):
    """For ten minutes from now. 409 while somebody else is writing."""
    held = _writable(request, slug).hold(by=request.user, take_over=said.take_over)
    if held.keeps_out(request.user):
        raise HttpError(409, f"{held.member.name} is writing just now.")
    return held


@router.post("/articles/{slug}/lock/remove", response={204: None}, summary="Editors: let others write")
@limited("article-lock", *SIGNS_OF_LIFE)
def release(request, slug: str):
    """Nothing happens where the lock is not yours."""
    _writable(request, slug).release(by=request.user)
    return Status(204, None)


@router.post("/articles/{slug}/translations", response={201: WorkOut}, summary="Translators: begin a translation")
@limited("article", *NEW_ARTICLES)
def translate(request, slug: str, said: TranslationIn):
    """A draft with the words of the original; the one there is, if somebody has begun. 403 outside of the language's team."""
    article = find_article(request.user, slug)
    require(permissions.can_translate(request.user, known(said.language)))
    return Status(201, article.translate(said.language, by=request.user))


def _writable(request, slug: str) -> Article:
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article))
    return article
