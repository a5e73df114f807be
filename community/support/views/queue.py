"""The agents' one queue."""

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from community.catalogue.models import Topic
from community.lib.pagination import paginate
from community.members.permissions import staff_required
from community.support.models import Case, Handoff
from community.support.models.queue import QUEUE_ORDER
from community.support.views.private import private_page

PAGE_SIZE = 50
# Each face of the queue: its name in the address, its label, the count that stands beside it.
FACES = [
    ("", _("Waits for us"), "needs_us"),
    ("mine", _("Mine"), "mine"),
    ("unowned", _("Nobody's"), "unowned"),
    ("waiting", _("Waits for the customer"), "waiting"),
    ("ended", _("Ended"), ""),
]
ENDED_ORDER = ("-ended_at", "-id")


@require_safe
@private_page
@staff_required("handle-cases")
def queue(request):
    """One page of the cases that wait, in the order in which they are to be worked on. Four queries."""
    desk = Case.objects.handled_by(request.user)
    face = request.GET.get("tab", "")
    counts = desk.counts_for(request.user)
    topics = list(Topic.objects.order_by("position", "name"))
    topic = next((topic for topic in topics if topic.slug == request.GET.get("topic")), None)
    cases = _filtered(_of_face(desk, face, request.user), request.GET.get("state"), topic)
    page = paginate(
        cases.for_rows(),
        request.GET.get("after", ""),
        order=ENDED_ORDER if face == "ended" else QUEUE_ORDER,
        size=PAGE_SIZE,
    )
    kept = request.GET.copy()
    kept.pop("after", None)
    return render(
        request,
        "support/queue.html",
        {
            "page": page,
            "face": face,
            "tabs": _tabs(face, counts),
            "late_count": counts["late"],
            "topics": topics,
            "topic": topic,
            "states": [
                state for state in Case.State.choices if (face == "ended") == (state[0] in ("resolved", "closed"))
            ],
            "handoffs": Handoff.objects.waiting()
            .filter(receiver=request.user)
            .select_related("giver", "note", "case", "case__question"),
            "state": request.GET.get("state", ""),
            "first": f"?{kept.urlencode()}",
            "base": f"?{kept.urlencode()}&" if kept else "?",
        },
    )


def _of_face(desk, face: str, agent):
    match face:
        case "mine":
            return desk.open().owned_by(agent)
        case "unowned":
            return desk.waiting_for_staff().unowned()
        case "waiting":
            return desk.waiting_on_customer()
        case "ended":
            return desk.exclude(ended_at=None)
        case _:
            return desk.waiting_for_staff()


def _filtered(cases, state: str | None, topic: Topic | None):
    if state in Case.State.values:
        cases = cases.filter(state=state)
    return cases.filter(topic=topic) if topic else cases


def _tabs(current: str, counts: dict[str, int]) -> list[dict]:
    return [
        {
            "label": label,
            "url": f"?tab={face}" if face else "?",
            "current": face == current,
            "count": counts.get(count, ""),
        }
        for face, label, count in FACES
    ]
