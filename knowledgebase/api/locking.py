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
from knowledgebase.limits import NEW_ARTICLES, SIGNS_OF_LIFE, WRITING
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


class OriginalIn(Schema):
    original: str = Field(description="The slug of the article that it translates, or of a translation of that.")


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


@router.post("/articles/{slug}/original", response=WorkOut, summary="Reviewers: say what it is a translation of")
@limited("article", *WRITING)
def tie(request, slug: str, said: OriginalIn):
    """For an article that was written on its own. 409 where the two cannot be tied."""
    article = _filable(request, slug)
    article.tie(find_article(request.user, said.original), by=request.user)
    return article


@router.post("/articles/{slug}/original/remove", response=WorkOut, summary="Reviewers: it is no translation")
@limited("article", *WRITING)
def untie(request, slug: str):
    """It stands on its own again; nothing happens where it does."""
    article = _filable(request, slug)
    article.untie(by=request.user)
    return article


def _filable(request, slug: str) -> Article:
    article = find_article(request.user, slug)
    require(permissions.can_file(request.user, article))
    return article


def _writable(request, slug: str) -> Article:
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article))
    return article
