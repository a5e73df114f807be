"""Reviewing articles, for programs: what is new in it, remarks, publishing, sending back, archiving."""

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from community.content.sending import once_by_program
from community.members.limits import limited
from community.members.permissions import require, require_staff
from knowledgebase import permissions
from knowledgebase.api.work import RemarkOut, WorkOut
from knowledgebase.finding import find_article
from knowledgebase.limits import WRITING
from knowledgebase.models import Article

router = Router()


class RemarkIn(Schema):
    body: str = Field(min_length=1, max_length=2_000)


class PublicationIn(Schema):
    revision: int = Field(description="The number of the revision that you have read: 409 if it is not the newest.")


class ScheduleIn(PublicationIn):
    at: AwareDatetime = Field(description="With its offset from UTC.")


class ArchiveIn(Schema):
    restore: bool = Field(False, description="Give an archived article back to its readers instead.")


class SentBackIn(Schema):
    reason: str = Field(min_length=1, max_length=2_000, description="What has to change before it can be published.")


@router.get(
    "/articles/{slug}/review", response=WorkOut, summary="Editors: its newest revision, with sources and remarks"
)
def review(request, slug: str):
    """What readers do not see yet. For who may write about its topic, and its reviewers."""
    article = find_article(request.user, slug)
    require(permissions.can_review(request.user, article) or permissions.can_edit(request.user, article))
    return article


@router.post("/articles/{slug}/review/comments", response={201: RemarkOut}, summary="Editors: a remark on the revision")
@limited("article", *WRITING)
def remark(request, slug: str, new: RemarkIn):
    """For its author and reviewers only."""
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article))
    return Status(201, once_by_program(request, new, lambda: article.comment_on_review(by=request.user, body=new.body)))


@router.post("/articles/{slug}/publication", response=WorkOut, summary="Reviewers: publish what you have read")
@limited("article", *WRITING)
def publish(request, slug: str, said: PublicationIn):
    """403 for your own words: nobody publishes those. 409 when it was not handed in."""
    require_staff(request.user, "review-articles")
    article = find_article(request.user, slug)
    revision = get_object_or_404(article.revisions, number=said.revision)
    require(permissions.can_publish(request.user, article, revision))
    article.publish(by=request.user, revision=revision)
    return article


@router.post("/articles/{slug}/publication/remove", response=WorkOut, summary="Reviewers: archive it, or give it back")
@limited("article", *WRITING)
def archive(request, slug: str, said: ArchiveIn):
    """Readers no longer see it; it is kept. 409 for one that was never published."""
    article = _reviewable(request, slug)
    if said.restore:
        article.restore(by=request.user)
    else:
        article.archive(by=request.user)
    return article


@router.post("/articles/{slug}/schedule", response=WorkOut, summary="Reviewers: approve it now, publish it later")
@limited("article", *WRITING)
def schedule(request, slug: str, said: ScheduleIn):
    """403 for your own words. 409 for a time that is over, and for what was not handed in."""
    require_staff(request.user, "review-articles")
    article = find_article(request.user, slug)
    revision = get_object_or_404(article.revisions, number=said.revision)
    require(permissions.can_publish(request.user, article, revision))
    article.schedule_for(said.at, by=request.user, revision=revision)
    return article


@router.post("/articles/{slug}/schedule/remove", response=WorkOut, summary="Reviewers: do not publish it then")
@limited("article", *WRITING)
def unschedule(request, slug: str):
    """It waits for a review again."""
    article = _reviewable(request, slug)
    article.unschedule(by=request.user)
    return article


@router.post("/articles/{slug}/submission/remove", response=WorkOut, summary="Reviewers: send it back")
@limited("article", *WRITING)
def send_back(request, slug: str, said: SentBackIn):
    """Its author is told why. 409 when nothing of it is in review."""
    article = _reviewable(request, slug)
    article.send_back(by=request.user, reason=said.reason)
    return article


def _reviewable(request, slug: str) -> Article:
    require_staff(request.user, "review-articles")
    article = find_article(request.user, slug)
    require(permissions.can_review(request.user, article))
    return article
