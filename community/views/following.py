"""Everything that a member follows, of all rooms, with a way to stop each."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from taggit.models import Tag

from community.catalogue.models import Release, Topic
from community.lib.pagination import paginate
from community.members.models import Member
from community.members.permissions import member_required
from community.notifications.models import Subscription

_SOURCES = (Topic, Release, Tag, Member)
_SYMBOLS = {
    "topic": "topic",
    "release": "device",
    "tag": "tag",
    "member": "person",
    "article": "book",
    "incident": "bolt",
}


@dataclass(frozen=True)
class Followed:
    """One thing on the page."""

    title: str
    url: str
    symbol: str
    action: str  # where a POST stops it
    said: tuple[tuple[str, str], ...] = ()  # what that POST has to say


@require_safe
@never_cache
@member_required
def following(request):
    """Topics, versions, tags, people and searches first; below them questions and the rest, newest first, by pages.

    As many queries for one as for many: two, and one for each kind of thing.
    """
    mine = request.user.subscriptions.filter(muted_at=None)
    types = [kind.pk for kind in ContentType.objects.get_for_models(*_SOURCES).values()]
    sources = mine.filter(subject_type__in=types).order_by("-created_at", "-id")
    threads = mine.exclude(subject_type__in=types)
    page = paginate(threads, request.GET.get("after", ""), order=["-created_at", "-id"], size=30)
    is_first = not request.GET.get("after")
    context = {
        "sources": [*_followed(sources, request.user), *_searches(request.user)] if is_first else [],
        "threads": _followed(page, request.user),
        "page": page,
    }
    return render(request, "notifications/following.html", context)


def _followed(subscriptions: Iterable[Subscription], member: Member) -> list[Followed]:
    """As far as the member may see them now; of others, that they are not there. One query for each kind of thing."""
    subscriptions = list(subscriptions)
    by_type = defaultdict(set)
    for subscription in subscriptions:
        by_type[subscription.subject_type_id].add(subscription.subject_id)
    rows: dict[tuple[int, int], Any] = {}
    for type_id, pks in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        manager = model._default_manager
        seen = manager.visible_to(member) if hasattr(manager, "visible_to") else manager.all()
        if model is Release:
            seen = seen.select_related("product")
        rows |= {(type_id, row.pk): row for row in seen.filter(pk__in=pks)}
    return [_shown(rows.get((each.subject_type_id, each.subject_id)), each) for each in subscriptions]


def _searches(member: Member) -> list[Followed]:
    stop = reverse("forum:search-follow-remove")
    return [
        Followed(
            search.query,
            search.get_absolute_url(),
            "search",
            stop,
            (("q", search.query), ("kind", search.kind), ("list", "1")),
        )
        for search in member.saved_searches.order_by("-created_at", "-id")
    ]


def _shown(row, subscription: Subscription) -> Followed:
    stop = reverse("notifications:following-remove", args=[subscription.pk])
    if row is None:
        return Followed(_("Something that is no longer there"), "", "bell", stop)
    address = reverse("forum:tag", args=[row.slug]) if isinstance(row, Tag) else row.get_absolute_url()
    return Followed(str(row), address, _SYMBOLS.get(row._meta.model_name, "answer"), stop)
