"""What the frame of every page shows: the site, open incidents, where staff may go."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from community.incidents.models import Incident
from community.lib.indexing import listing_of
from community.lib.prepared import Prepared, columns
from community.members.standing import standing_of

_SHOWN = columns(Incident, "id", "title", "slug", "state")
_OPEN = Prepared(lambda _number: Incident.objects.visible_to(None).open().newest_first().values_list(*_SHOWN))
_NAVIGATION = {"support": "handle-cases", "moderation": "moderate", "insights": "see-insights"}


def frame(request) -> dict:
    """Context for templates/base.html. Lazy: a page that does not extend it pays for nothing. One query for incidents."""
    return {
        "site": {"name": settings.SITE_NAME, "url": settings.SITE_URL},
        "banner_incidents": SimpleLazyObject(_open_incidents),
        "can": _Navigation(request),
        "listing": listing_of(request),
    }


def _open_incidents() -> list[Incident]:
    return [Incident.from_db("default", _SHOWN, row) for row in _OPEN.rows()]


class _Navigation:
    """Which doors to show; read from the standing when a template asks."""

    def __init__(self, request):
        self._request = request

    def __getitem__(self, name: str) -> bool:
        """`can.see_support` and its like."""
        standing = standing_of(getattr(self._request, "user", None))
        if name == "see_back_office":
            return standing.is_staff
        right = _NAVIGATION[name.removeprefix("see_")]
        return standing.holds(right) or any(held == right for held, _topic in standing.grants)
