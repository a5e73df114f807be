"""Reporting something, and deciding about it, for programs."""

from datetime import datetime
from typing import Literal

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from community.content import subjects
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import require_staff
from community.moderation.forms import DecisionForm, FlagForm
from community.moderation.limits import FLAGS
from community.moderation.models import Decision, Flag, Review

router = Router()
_REASONS = Literal["spam", "abuse", "private-data", "dangerous-advice", "wrong-place", "duplicate", "other"]


class FlagIn(Schema):
    reason: _REASONS
    note: str = Field("", max_length=Flag.LONGEST_NOTE, description="What a moderator should know; needed for `other`.")


@router.post("/flags/{subject}/{subject_id}", response={204: None}, summary="Report something to the moderators")
@limited("flag", *FLAGS)
def flag(request, subject: str, subject_id: int, said: FlagIn):
    """`subject` is question, answer, comment, article or another kind of thing. Counted once; 409 for your own words."""
    thing = subjects.get_visible(subject, subject_id, request.user)
    Flag.raise_on(thing, by=request.user, **_cleaned(FlagForm(said.model_dump())))
    return Status(204, None)


class FlagOut(Schema):
    reason: str
    note: str


class ReviewOut(Schema):
    id: int
    kind: str = Field(alias="subject_type.name")
    url: str
    excerpt: str = Field(description="Empty where it is gone.")
    author: str | None = Field(description="The username of who wrote it.")
    flags: list[FlagOut]
    held_for: str = Field(description="Why it is out of sight until a moderator has looked, if it is.")
    hidden_at_once: bool
    waits_since: datetime = Field(alias="opened_at")

    @staticmethod
    def resolve_url(review):
        return review.subject.get_absolute_url() if review.subject else ""

    @staticmethod
    def resolve_excerpt(review):
        return review.subject.excerpt() if review.subject else ""

    @staticmethod
    def resolve_author(review):
        return review.author and review.author.username

    @staticmethod
    def resolve_flags(review):
        return list(review.flags.all())


class ReviewPage(Schema):
    reviews: list[ReviewOut]
    next_cursor: str


@router.get("/moderation/reviews", response=ReviewPage, summary="Moderators: what waits for a decision")
def list_reviews(request, cursor: str = ""):
    """The most harmful first; nothing that you wrote yourself. Needs the right to moderate."""
    require_staff(request.user, "moderate")
    waiting = Review.objects.open().decidable_by(request.user).select_related("author", "subject_type", "topic")
    with_flags = waiting.prefetch_related("subject", Prefetch("flags", Flag.objects.order_by("id")))
    page = paginate(with_flags, cursor, order=["-score", "opened_at", "id"], may_be_empty=True)
    return {"reviews": page.rows, "next_cursor": page.next_cursor}


class DecisionIn(Schema):
    action: Literal["keep", "hide", "lock"]
    reason: _REASONS | Literal[""] = ""
    statement: str = Field(
        "", max_length=Decision.LONGEST_STATEMENT, description="To the author; the standard words, if it is empty."
    )
    public_line: str = Field(
        "",
        max_length=Decision.LONGEST_LINE,
        description="In the public log, without names; the reason, if it is empty.",
    )


class DecisionOut(Schema):
    action: str
    reason: str
    statement: str
    public_line: str
    at: datetime


@router.post("/moderation/reviews/{review_id}/decision", response={201: DecisionOut}, summary="Moderators: decide")
def decide(request, review_id: int, said: DecisionIn):
    """It is done at once, and stands in the public log. 403 for your own words, 409 when somebody decided before."""
    require_staff(request.user, "moderate")
    reviews = Review.objects.select_related("author", "subject_type", "topic")
    review = get_object_or_404(reviews, pk=review_id)
    return Status(201, Decision.make(review, by=request.user, **_cleaned(DecisionForm(said.model_dump()))))


def _cleaned(form) -> dict:
    """What the form of the page makes of it; 422 for what that refuses."""
    if not form.is_valid():
        raise HttpError(422, " ".join(error for errors in form.errors.values() for error in errors))
    return form.cleaned_data
