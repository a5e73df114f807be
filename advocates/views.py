"""The programme, its board, and a member's own points."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from advocates.helped import board
from advocates.models import PointEntry, PointRule, Rank
from advocates.standing import Progress
from community.catalogue.models import Topic
from community.content.cards import site_picture
from community.lib.indexing import list_page
from community.lib.pagination import paginate
from community.lib.public_pages import public_page
from community.members.models import Member
from community.members.permissions import member_required
from forum.models import Answer, Question
from knowledgebase.models import Article

PERIODS = {
    "month": (_("30 days"), timedelta(days=30)),
    "quarter": (_("90 days"), timedelta(days=90)),
    "all": (_("Always"), None),
}
_SPOTLIGHT_SINCE = timedelta(days=30)


@dataclass(frozen=True)
class Row:
    """One row of the board as it is shown."""

    place: int
    member: Member
    people_helped: int
    is_own: bool
    after_gap: bool


@require_safe
@public_page("advocates")
def programme(request):
    """What the programme is, its ladder, and somebody who helped. Five queries."""
    leader = next(iter(board(since=timezone.now() - _SPOTLIGHT_SINCE, length=1)), None)
    story = None
    if leader is not None:
        story = (
            Question.objects.visible_to(None)
            .filter(solution__author=leader.member_id)
            .select_related("solution", "solution__author", "author", "topic")
            .order_by("-me_too_count", "-solved_at")
            .first()
        )
    description = _("How helping others here is seen: by people helped and by being right, never by volume.")
    path, picture = reverse("advocates:programme"), site_picture()
    list_page(request, path, title=_("Advocates"), description=str(description), picture=picture)
    return render(
        request,
        "advocates/programme.html",
        {
            "ranks": Rank.objects.order_by("level"),
            "rules": PointRule.objects.in_force(timezone.now()).order_by("-points"),
            "leader": leader,
            "story": story,
        },
    )


@require_safe
@public_page("advocates")
def leaderboard(request):
    """Who helped most people, by topic and period; with one's own place and neighbours. Four queries."""
    period = request.GET.get("period", "month")
    label, length = PERIODS.get(period, PERIODS["month"])
    topics = list(Topic.objects.all())
    topic = get_object_or_404(Topic, slug=slug) if (slug := request.GET.get("topic")) else None
    own = request.user.pk if request.user.is_authenticated else None
    face = {"period": "" if label is PERIODS["month"][0] else period, "topic": topic.slug if topic else ""}
    path, picture = reverse("advocates:leaderboard"), site_picture()
    list_page(request, path, title=_("Who helped most people"), face=face, picture=picture)
    places = board(since=timezone.now() - length if length else None, topic_id=topic.pk if topic else None, around=own)
    return render(
        request,
        "advocates/leaderboard.html",
        {
            "rows": _rows(places, own),
            "tabs": _tabs(period, topic),
            "period": period,
            "period_label": label,
            "topics": topics,
            "topic": topic,
        },
    )


@require_safe
@never_cache
@member_required
def my_points(request):
    """One's points with the rows behind them, and exactly what the next rank needs."""
    subjects = GenericPrefetch("subject", [Answer.objects.select_related("question"), Article.objects.all()])
    entries = PointEntry.objects.filter(member=request.user).select_related("rule", "topic")
    page = paginate(entries.prefetch_related(subjects), request.GET.get("after", ""), order=["-at", "-id"], size=25)
    return render(
        request,
        "advocates/my_points.html",
        {
            "page": page,
            "groups": _by_subject(page),
            "progress": Progress.of(request.user),
            "changes": request.user.rank_changes.select_related("before", "after")[:5],
        },
    )


def _by_subject(entries) -> list[dict]:
    """The rows of a page, those about one thing together, where the newest of them stands."""
    groups: dict[tuple[int, int], list[PointEntry]] = {}
    for entry in entries:
        groups.setdefault((entry.subject_type_id, entry.subject_id), []).append(entry)
    return [
        {"about": rows[0].subject, "entries": rows, "sum": sum(row.points for row in rows)} for rows in groups.values()
    ]


def _rows(places, own: int | None) -> list[Row]:
    members = Member.objects.in_bulk([place.member_id for place in places])
    rows: list = []
    before = 0
    for place in places:
        after_gap = bool(rows) and place.place > before + 1 and place.place > len(rows) + 1
        rows.append(Row(place.place, members[place.member_id], place.people_helped, place.member_id == own, after_gap))
        before = place.place
    return rows


def _tabs(period: str, topic: Topic | None) -> list[dict]:
    more = f"&topic={topic.slug}" if topic else ""
    return [
        {"label": label, "url": f"?period={name}{more}", "current": name == period}
        for name, (label, _length) in PERIODS.items()
    ]
