"""Following, for programs: questions, topics, versions, tags, members and searches."""

from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema
from taggit.models import Tag

from community.catalogue.models import Release, Topic
from community.members.limits import limited
from community.members.models import Member
from community.members.permissions import require
from community.notifications.models import Subscription
from community.notifications.schemas import FollowOut
from community.search.models import SavedSearch
from forum import permissions
from forum.api.finding import find_question
from forum.limits import FOLLOWS

router = Router()


class SearchIn(Schema):
    q: str = Field(min_length=1, max_length=SavedSearch.LONGEST)
    kind: Literal["", "question", "article"] = ""


@router.post("/questions/{question_id}/follow", response=FollowOut, summary="Follow a question")
@limited("follow", *FOLLOWS)
def follow_question(request, question_id: int):
    """You are told what happens there."""
    return _follow(request, find_question(request, question_id))


@router.post("/questions/{question_id}/follow/remove", response=FollowOut, summary="Follow a question no longer")
@limited("follow", *FOLLOWS)
def unfollow_question(request, question_id: int):
    """Nothing that you do there follows it anew."""
    return _unfollow(request, find_question(request, question_id))


@router.post("/topics/{slug}/follow", response=FollowOut, summary="Follow a topic")
@limited("follow", *FOLLOWS)
def follow_topic(request, slug: str):
    """You are told of its new questions and articles."""
    return _follow(request, get_object_or_404(Topic, slug=slug))


@router.post("/topics/{slug}/follow/remove", response=FollowOut, summary="Follow a topic no longer")
@limited("follow", *FOLLOWS)
def unfollow_topic(request, slug: str):
    """You are told no more of it."""
    return _unfollow(request, get_object_or_404(Topic, slug=slug))


@router.post("/releases/{slug}/{version}/follow", response=FollowOut, summary="Follow a version of a product")
@limited("follow", *FOLLOWS)
def follow_release(request, slug: str, version: str):
    """`slug` is the product's. You are told of known issues of the version."""
    return _follow(request, get_object_or_404(Release.objects.at(slug, version)))


@router.post("/releases/{slug}/{version}/follow/remove", response=FollowOut, summary="Follow a version no longer")
@limited("follow", *FOLLOWS)
def unfollow_release(request, slug: str, version: str):
    """You are told no more of it."""
    return _unfollow(request, get_object_or_404(Release.objects.at(slug, version)))


@router.post("/tags/{slug}/follow", response=FollowOut, summary="Follow a tag")
@limited("follow", *FOLLOWS)
def follow_tag(request, slug: str):
    """You are told of new questions with it."""
    return _follow(request, get_object_or_404(Tag, slug=slug))


@router.post("/tags/{slug}/follow/remove", response=FollowOut, summary="Follow a tag no longer")
@limited("follow", *FOLLOWS)
def unfollow_tag(request, slug: str):
    """You are told no more of it."""
    return _unfollow(request, get_object_or_404(Tag, slug=slug))


@router.post("/members/{username}/follow", response=FollowOut, summary="Follow a member")
@limited("follow", *FOLLOWS)
def follow_member(request, username: str):
    """You are told what they ask and answer, as far as you may see it."""
    member = get_object_or_404(Member.objects.with_page(), username__iexact=username)
    require(permissions.can_follow_member(request.user, member))
    return _follow(request, member)


@router.post("/members/{username}/follow/remove", response=FollowOut, summary="Follow a member no longer")
@limited("follow", *FOLLOWS)
def unfollow_member(request, username: str):
    """You are told no more of them."""
    return _unfollow(request, get_object_or_404(Member.objects.with_page(), username__iexact=username))


@router.post("/search/follow", response=FollowOut, summary="Follow a search")
@limited("follow", *FOLLOWS)
def follow_search(request, said: SearchIn):
    """You are told of new questions and articles that have all its words. At most 50 searches."""
    SavedSearch.follow(request.user, query=said.q, kind=said.kind)
    return {"is_following": True}


@router.post("/search/follow/remove", response=FollowOut, summary="Follow a search no longer")
@limited("follow", *FOLLOWS)
def unfollow_search(request, said: SearchIn):
    """You are told no more of it."""
    SavedSearch.unfollow(request.user, query=said.q, kind=said.kind)
    return {"is_following": False}


def _follow(request, followed) -> dict[str, bool]:
    Subscription.resume(request.user, followed)
    return {"is_following": True}


def _unfollow(request, followed) -> dict[str, bool]:
    Subscription.unfollow(request.user, followed)
    return {"is_following": False}
