"""Common requests for programs of staff: the work list, and all that its page can decide."""

from datetime import date, datetime
from typing import Literal

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from ninja.errors import HttpError

from community.content.public_words import settled
from community.content.schemas import PublicIn
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import require, require_staff
from community.members.schemas import PersonOut
from knowledgebase import permissions
from knowledgebase.limits import REQUESTS
from knowledgebase.models import CommonRequest
from knowledgebase.requests.drafts import draft_for
from knowledgebase.requests.examples import examples_of
from knowledgebase.requests.forms import article_called, writer_called

router = Router()
_WORTH = ("-savings", "-volume", "-id")


class RequestRow(Schema):
    id: int
    title: str = Field(alias="staff_title", description="May be private words: see `title_is_public`.")
    title_is_public: bool
    url: str = Field(alias="get_absolute_url")
    state: Literal["gap", "drafted", "covered", "stale", "not-for-us"]
    reason: str
    topic: str | None
    language: str
    owner: PersonOut | None
    due_on: date | None
    article: str | None = Field(description="The slug of the article that answers it.")
    volume: int
    solved_share: int | None
    median_minutes: int | None
    cost: float
    savings: float
    weeks: list[int] = Field(description="Contacts per week, the newest last.")
    phrases: list[str]

    @staticmethod
    def resolve_title_is_public(found) -> bool:
        return bool(found.title)

    @staticmethod
    def resolve_topic(found) -> str | None:
        return found.topic.slug if found.topic else None

    @staticmethod
    def resolve_article(found) -> str | None:
        return found.article.slug if found.article else None


class ExampleOut(Schema):
    words: str
    url: str
    kind: str
    is_public: bool
    at: datetime
    times: int
    found_at: datetime | None = Field(None, description="Of a search: since when the same words find something.")


class RequestOut(RequestRow):
    examples: list[ExampleOut]
    merged_into: int | None = Field(alias="merged_into_id")
    split_from: int | None = Field(alias="split_from_id")


class RequestPage(Schema):
    requests: list[RequestRow]
    next_cursor: str


class ComingOut(Schema):
    """What customers may know: no figures of the company's in detail."""

    title: str
    state: Literal["gap", "drafted"]
    asked_by_about: int = Field(alias="rounded_volume")


class AssignmentIn(Schema):
    owner: str = Field("", description="A username; left empty: you.")
    due_on: date | None = None


class RefusalIn(Schema):
    reason: str = Field(min_length=1, max_length=CommonRequest.LONGEST_REASON)


class ArticleLinkIn(Schema):
    article: str = Field(description="The slug of an article.")


class TitleIn(PublicIn):
    title: str = Field("", max_length=200, description="Customers may read it. Empty: a public wording again.")


@router.get(
    "/articles/requests/coming", response=list[ComingOut], summary="What many ask for and nobody has written yet"
)
def coming(request):
    """Open to every key: public words and round numbers."""
    return CommonRequest.objects.for_readers().order_by("-public_volume", "-id")[:30]


@router.get("/articles/requests", response=RequestPage, summary="Editors: common requests, those worth most first")
def work_list(request, state: str = "", cursor: str = ""):
    """Twenty a page, of one state or of all."""
    _staff(request)
    requests = CommonRequest.objects.asked_for().with_all_beside()
    if state:
        requests = requests.filter(state=state)
    page = paginate(requests, cursor, order=_WORTH, may_be_empty=True)
    return {"requests": page.rows, "next_cursor": page.next_cursor}


@router.get("/articles/requests/{request_id}", response=RequestOut, summary="Editors: one of them, with examples")
def one(request, request_id: int):
    """One that was merged says into which."""
    return _with_examples(request, _found(request, request_id))


@router.post("/articles/requests/{request_id}/assignment", response=RequestOut, summary="Editors: take it, or give it")
@limited("request", *REQUESTS)
def assign(request, request_id: int, said: AssignmentIn):
    """To yourself or to somebody, by a day or none. 409 for a day that is over."""
    found = _found(request, request_id)
    owner = _or_422("owner", writer_called, said.owner) if said.owner else request.user
    found.assign(owner=owner, due_on=said.due_on, by=request.user)
    return _with_examples(request, found)


@router.post("/articles/requests/{request_id}/assignment/remove", response=RequestOut, summary="Editors: give it back")
@limited("request", *REQUESTS)
def unassign(request, request_id: int):
    """Nobody has it then."""
    found = _found(request, request_id)
    found.unassign(by=request.user)
    return _with_examples(request, found)


@router.post(
    "/articles/requests/{request_id}/draft", response=RequestOut, summary="Editors: draft it from what was solved"
)
@limited("request", *REQUESTS)
def draft(request, request_id: int, anyway: bool = False):
    """A draft of public, solved questions, linked to the request: see `article`. 409 where none is solved, and where a
    published article is made of them already, unless `anyway`."""
    found = _found(request, request_id)
    require(permissions.can_draft(request.user, found.topic_id))
    draft_for(found, by=request.user, anyway=anyway)
    return _with_examples(request, _found(request, request_id))


@router.post("/articles/requests/{request_id}/refusal", response=RequestOut, summary="Editors: it is not for us")
@limited("request", *REQUESTS)
def decline(request, request_id: int, said: RefusalIn):
    """With the reason."""
    found = _found(request, request_id)
    found.decline(reason=said.reason, by=request.user)
    return _with_examples(request, found)


@router.post("/articles/requests/{request_id}/refusal/remove", response=RequestOut, summary="Editors: it is after all")
@limited("request", *REQUESTS)
def take_up(request, request_id: int):
    """It stands in the list again."""
    found = _found(request, request_id)
    found.take_up(by=request.user)
    return _with_examples(request, found)


@router.post("/articles/requests/{request_id}/article", response=RequestOut, summary="Editors: what answers it")
@limited("request", *REQUESTS)
def link(request, request_id: int, said: ArticleLinkIn):
    """An article that is there, published or not."""
    found = _found(request, request_id)
    found.link(_or_422("article", article_called, said.article, request.user), by=request.user)
    return _with_examples(request, found)


@router.post("/articles/requests/{request_id}/article/remove", response=RequestOut, summary="Editors: that does not")
@limited("request", *REQUESTS)
def unlink(request, request_id: int):
    """The article is not found for it again."""
    found = _found(request, request_id)
    found.unlink(by=request.user)
    return _with_examples(request, found)


@router.post("/articles/requests/{request_id}/title", response=RequestOut, summary="Editors: what it is called")
@limited("request", *REQUESTS)
def entitle(request, request_id: int, said: TitleIn):
    """Customers may read it, so private facts are asked about."""
    found = _found(request, request_id)
    words = settled({"title": said.title}, said.private_facts, known=[found.title])
    found.entitle(words["title"], by=request.user)
    return _with_examples(request, found)


def _staff(request) -> None:
    require_staff(request.user, "propose-articles")
    require(permissions.can_work_on_requests(request.user))


def _found(request, request_id: int) -> CommonRequest:
    _staff(request)
    return get_object_or_404(CommonRequest.objects.with_all_beside(), pk=request_id)


def _with_examples(request, found: CommonRequest) -> CommonRequest:
    found.examples = examples_of(found, request.user)  # type: ignore[attr-defined]
    return found


def _or_422(name: str, find, *words):
    try:
        return find(*words)
    except ValidationError as error:
        raise HttpError(422, f"{name}: {' '.join(error.messages)}") from error
