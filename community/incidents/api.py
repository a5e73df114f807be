"""Incidents for programs: what is broken, to tell it, to say what is known now, and to hear of it."""

from datetime import datetime, timedelta
from typing import Literal

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from community.catalogue.models import Topic
from community.content.schemas import PublicIn
from community.content.sending import once_by_program
from community.incidents.attaching import attach
from community.incidents.limits import ATTACHING, DECLARATIONS, FOLLOWS, UPDATES
from community.incidents.models import Incident, IncidentUpdate
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import require_staff
from community.members.schemas import PersonOut
from community.notifications.models import Subscription
from community.notifications.schemas import FollowOut

router = Router()
_STATES = Literal["investigating", "cause-found", "workaround", "fixing", "monitoring", "resolved"]


class IncidentRow(Schema):
    slug: str
    title: str
    url: str = Field(alias="get_absolute_url")
    state: str
    severity: str
    is_open: bool
    topics: list[str]
    started_at: datetime
    next_update_at: datetime | None
    resolved_at: datetime | None

    @staticmethod
    def resolve_topics(incident):
        return sorted(topic.slug for topic in incident.topics.all())


class UpdateOut(Schema):
    id: int
    state: str
    body: str
    body_html: str
    author: PersonOut
    at: datetime


class IncidentOut(IncidentRow):
    updates: list[UpdateOut]

    @staticmethod
    def resolve_updates(incident):
        """Newest first. One query."""
        return list(incident.updates.select_related("author").newest_first())


class IncidentPage(Schema):
    incidents: list[IncidentRow]
    next_cursor: str


@router.get("/incidents", response=IncidentPage, summary="What is broken for many, newest first")
def list_incidents(request, state: Literal["", "open", "resolved"] = "", cursor: str = ""):
    """Twenty a page; `next_cursor` is empty on the last one. Two queries."""
    incidents = Incident.objects.visible_to(request.user).prefetch_related("topics")
    if state == "open":
        incidents = incidents.open()
    elif state == "resolved":
        incidents = incidents.resolved()
    page = paginate(incidents, cursor, order=["-started_at", "-id"], may_be_empty=True)
    return {"incidents": page.rows, "next_cursor": page.next_cursor}


@router.get("/incidents/{slug}", response=IncidentOut, summary="One incident with all that was said")
def get_incident(request, slug: str):
    """Its updates, newest first."""
    return _find(request, slug)


class ToldIn(PublicIn):
    body: str = Field(
        min_length=1, max_length=10_000, description="What is known, and what customers can do meanwhile."
    )
    next_update_in: Literal[30, 60, 120, 240, 1440] | None = Field(
        None, description="In how many minutes there is more; without it, nothing is said about that."
    )

    def next_update_at(self) -> datetime | None:
        return timezone.now() + timedelta(minutes=self.next_update_in) if self.next_update_in else None


class IncidentIn(ToldIn):
    title: str = Field(min_length=8, max_length=160, description="As customers notice it.")
    severity: Literal["minor", "major", "critical"]
    topics: list[str] = Field(default_factory=list, description="The slugs of the topics that are affected.")


class UpdateIn(ToldIn):
    state: _STATES = Field(description="`resolved` ends it; any other opens it again.")


@router.post("/incidents", response={201: IncidentOut}, summary="Staff: tell everybody that something is broken")
@limited("incident", *DECLARATIONS)
def declare(request, new: IncidentIn):
    """On every page at once. Needs the right to declare incidents."""
    require_staff(request.user, "declare-incidents")
    topics = [get_object_or_404(Topic, slug=slug) for slug in new.topics]
    words = new.public("title", "body")

    def make() -> Incident:
        return Incident.declare(
            by=request.user,
            title=words["title"],
            body=words["body"],
            severity=new.severity,
            topics=topics,
            next_update_at=new.next_update_at(),
        )

    return Status(201, once_by_program(request, new, make))


@router.post("/incidents/{slug}/updates", response={201: UpdateOut}, summary="Staff: what is known now")
@limited("incident-update", *UPDATES)
def add_update(request, slug: str, new: UpdateIn):
    """Told to everybody who follows it. Needs the right to declare incidents."""
    require_staff(request.user, "declare-incidents")
    incident = _find(request, slug)
    words = new.public("body")

    def make() -> IncidentUpdate:
        return incident.update(
            by=request.user, state=new.state, body=words["body"], next_update_at=new.next_update_at()
        )

    return Status(201, once_by_program(request, new, make))


class AttachIn(Schema):
    question: int = Field(description="The id of a question.")


@router.post("/incidents/{slug}/questions", response={204: None}, summary="Staff: a question is about it")
@limited("incident-attach", *ATTACHING)
def attach_question(request, slug: str, said: AttachIn):
    """Its promise waits until the incident is over, and its asker hears of updates."""
    require_staff(request.user, "declare-incidents")
    attach(said.question, _find(request, slug), by=request.user)
    return Status(204, None)


@router.post("/incidents/{slug}/follow", response=FollowOut, summary="Tell me about an incident")
@limited("follow", *FOLLOWS)
def follow(request, slug: str):
    """You are told each update."""
    Subscription.resume(request.user, _find(request, slug))
    return {"is_following": True}


@router.post("/incidents/{slug}/follow/remove", response=FollowOut, summary="Tell me no more about it")
@limited("follow", *FOLLOWS)
def unfollow(request, slug: str):
    """You are told no more of it."""
    Subscription.unfollow(request.user, _find(request, slug))
    return {"is_following": False}


def _find(request, slug: str) -> Incident:
    return get_object_or_404(Incident.objects.visible_to(request.user), slug=slug)
