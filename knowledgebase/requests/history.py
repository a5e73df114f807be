"""What became of a request, in sentences, from the event log."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from community.activity.models import Event
from community.members.models import Member
from knowledgebase.models import CommonRequest

MOST = 50


@dataclass(frozen=True)
class Step:
    """One thing that happened, who did it (nobody: the night's mining), and when."""

    words: str
    by: Member | None
    at: datetime


def history_of(request: CommonRequest) -> list[Step]:
    """The newest MOST steps, newest first. Two queries."""
    events = Event.objects.about(request).select_related("actor").order_by("-at", "-id")[:MOST]
    found = list(events)
    members = Member.objects.in_bulk({event.data["member"] for event in found if "member" in event.data})
    return [Step(_words(event, members), event.actor, event.at) for event in found]


def _words(event: Event, members: dict[int, Member]) -> str:
    data, states = event.data, dict(CommonRequest.State.choices)
    member = members.get(data.get("member", 0))
    sentences = {
        "found": _("Split from request %(n)s") % {"n": data["split_from"]} if "split_from" in data else _("Found"),
        "merged": _("Became a part of request %(n)s") % {"n": data.get("into")},
        "quiet": _("Nobody asks for it any more"),
        "met": _("What was searched for finds something now"),
        "assigned": _("Given to %(name)s") % {"name": member.name if member else "?"},
        "unassigned": _("Given back"),
        "declined": _("Not for us"),
        "taken-up": _("Taken up again"),
        "linked": _("An article was linked"),
        "unlinked": _("Its article was taken away"),
        "entitled": _("Named"),
        "state-changed": _("From “%(before)s” to “%(after)s”")
        % {"before": states.get(data.get("before"), ""), "after": states.get(data.get("state"), "")},
    }
    return sentences.get(event.verb.rsplit(".", 1)[-1], event.verb)
