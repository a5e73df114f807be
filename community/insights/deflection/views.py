"""The page of deflection: what suggestions saved in a quarter, and what people said about them."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.insights.deflection.channels import lines
from community.insights.deflection.reading import FEWEST, MOST_THINGS, measure, said
from community.insights.deflection.tiles import group_tiles, measured_tiles, said_tiles
from community.insights.scope import Scope
from community.insights.window import Window
from community.lib.quarters import Quarter
from community.members.permissions import staff_required
from forum.asking.held_out import protected_now

QUARTERS = 4


@require_safe
@staff_required("see-insights")
@never_cache
def deflection(request):
    """A quarter, this one if none is named: each has its own lot, so that nobody is in both groups."""
    quarter, scope = _quarter(request.GET.get("quarter", "")), Scope(request.user)
    window = Window(quarter.since, quarter.until, (quarter.until - quarter.since).days)
    measured, heard = measure(quarter, window, scope), said(window, scope)
    return render(
        request,
        "insights/deflection.html",
        {
            "quarter": quarter,
            "quarters": _latest(),
            "window": window,
            "measured": measured,
            "fewest": FEWEST,
            "tiles": measured_tiles(measured, window) if measured.is_enough else [],
            "groups": group_tiles(measured, window),
            "channels": lines(measured) if measured.is_enough else [],
            "said": heard,
            "said_tiles": said_tiles(heard, window),
            "most_things": MOST_THINGS,
            "address": window.address(),
            "percent": settings.HELD_OUT_PERCENT,
            "protected": protected_now(),
        },
    )


def _quarter(text: str) -> Quarter:
    """The quarter that an address names. Raises Http404 for nonsense, and for one that has not begun."""
    now = Quarter.of(timezone.now())
    try:
        quarter = Quarter.named(text) if text else now
    except ValueError as error:
        raise Http404("That is no quarter.") from error
    if quarter > now:
        raise Http404("That quarter has not begun.")
    return quarter


def _latest() -> list[Quarter]:
    """This quarter and those before it, the newest first."""
    found = [Quarter.of(timezone.now())]
    while len(found) < QUARTERS:
        found.append(found[-1].before)
    return found
