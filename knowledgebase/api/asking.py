"""What readers of an article are asked, for editors' programs."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from community.content.public_words import settled
from community.content.schemas import PublicIn
from community.content.sending import once_by_program
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import require
from knowledgebase import permissions
from knowledgebase.asking import ORDER, askings_of, by_choice
from knowledgebase.finding import find_article
from knowledgebase.limits import WRITING
from knowledgebase.models import Article, Asking
from knowledgebase.models.asking import LONGEST_QUESTION, MOST_CHOICES

router = Router()


class AskingIn(PublicIn):
    text: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    choices: list[str] = Field([], max_length=MOST_CHOICES, description="Two or more; none for answers in words alone.")
    ends_at: datetime | None = Field(None, description="At least one of `ends_at` and `enough`.")
    enough: int | None = Field(None, description="So many answers end it.")


class AskingOut(Schema):
    id: int
    text: str
    choices: list[str]
    ends_at: datetime | None
    enough: int | None
    asked_at: datetime
    answer_count: int
    ended_at: datetime | None
    why_ended: str = Field(description="closed, time, enough, archived; empty while it is open.")


class AnswerOut(Schema):
    choice: str
    words: str
    is_by_visitor: bool = Field(description="Not signed in: counted once a day for a network and a browser.")
    at: datetime


class AnswerPage(Schema):
    asking: AskingOut
    by_choice: dict[str, int]
    answers: list[AnswerOut]
    next_cursor: str


@router.get("/articles/{slug}/asking", response=list[AskingOut], summary="Editors: what readers were asked")
def list_askings(request, slug: str):
    """Newest first; the one that has not ended is asked now."""
    return list(askings_of(_edited(request, slug)))


@router.post("/articles/{slug}/asking", response={201: AskingOut}, summary="Staff: ask readers one question")
@limited("article", *WRITING)
def ask(request, slug: str, new: AskingIn):
    """One at a time: 409 while another is open, and for what the page refuses too."""
    article = _edited(request, slug)
    require(permissions.can_ask_readers(request.user, article))
    if any("\n" in choice for choice in new.choices):
        raise HttpError(422, "choices: one line each.")
    words = settled({"text": new.text, "choices": "\n".join(new.choices)}, new.private_facts)
    about: dict[str, Any] = {"ends_at": new.ends_at, "enough": new.enough}
    about |= {"text": words["text"], "choices": words["choices"].splitlines()}
    return Status(201, once_by_program(request, new, lambda: article.ask_readers(by=request.user, **about)))


@router.get("/articles/{slug}/asking/{asking_id}", response=AnswerPage, summary="Editors: what readers answered")
def list_answers(request, slug: str, asking_id: int, choice: str = "", cursor: str = ""):
    """Newest first, twenty a page; `choice` for one of the choices."""
    asking = _asking(request, slug, asking_id)
    rows = asking.answers.filter(choice=choice) if choice else asking.answers.all()
    page = paginate(rows, cursor, order=ORDER, may_be_empty=True)
    return {
        "asking": asking,
        "by_choice": dict(by_choice(asking)),
        "answers": page.rows,
        "next_cursor": page.next_cursor,
    }


@router.post("/articles/{slug}/asking/{asking_id}/remove", response=AskingOut, summary="Staff: end the question")
@limited("article", *WRITING)
def end(request, slug: str, asking_id: int):
    """Readers are not asked any more; what they answered stays."""
    asking = _asking(request, slug, asking_id)
    require(permissions.can_ask_readers(request.user, asking.article))
    asking.end(by=request.user)
    return asking


def _edited(request, slug: str) -> Article:
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article))
    return article


def _asking(request, slug: str, asking_id: int) -> Asking:
    return get_object_or_404(_edited(request, slug).askings.select_related("article__topic"), pk=asking_id)
