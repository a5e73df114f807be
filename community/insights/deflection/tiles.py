"""How the figures of deflection read: numbers with what they may be instead, and links to their rows."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from community.insights.deflection.intervals import Interval
from community.insights.deflection.reading import Group, Measured, Said
from community.insights.figures import FIGURES
from community.insights.tiles import Tile
from community.insights.window import Window


def measured_tiles(measured: Measured, window: Window) -> list[Tile]:
    """The difference, and what it comes to a month; only for a measure that is enough."""
    share = measured.share.times(100)
    return [
        _tile("deflected", window, whole(share.value), _("of 100"), _between(share)),
        _tile("contacts-saved", window, whole(measured.contacts.value), "", _between(measured.contacts)),
        _tile("money-saved", window, whole(measured.money.value), settings.CURRENCY, _between(measured.money)),
    ]


def group_tiles(measured: Measured, window: Window) -> list[Tile]:
    """Both groups, and who is in neither yet. No share of a group that is too small."""
    return [
        *(
            _group(name, group, measured.is_enough, window)
            for name, group in (("suggested", measured.suggested), ("held-out", measured.held_out))
        ),
        _tile("still-open", window, number_format(measured.still_open)),
    ]


def said_tiles(said: Said, window: Window) -> list[Tile]:
    """What people said."""
    of = _("of %(whole)s looks") % {"whole": number_format(said.looks)} if said.looks else ""
    return [
        _tile("answered-it", window, number_format(said.answered), "", of),
        _tile("asked-anyway", window, number_format(said.asked), "", of),
        _tile("read-and-asked", window, number_format(said.read_and_asked)),
        _tile("looks", window, number_format(said.looks)),
    ]


def whole(number: float) -> str:
    """A number without what nobody can know."""
    return number_format(round(number), force_grouping=True)


def range_of(interval: Interval) -> str:
    return _("%(low)s to %(high)s") % {"low": whole(interval.low), "high": whole(interval.high)}


def _between(interval: Interval) -> str:
    said = _("95 %% sure: %(range)s") % {"range": range_of(interval)}
    if interval.low <= 0 <= interval.high:
        return f"{said} · {_('it may be nothing')}"
    return said


def _group(name: str, group: Group, is_enough: bool, window: Window) -> Tile:
    of = {"part": number_format(group.contacts), "whole": number_format(group.members)}
    if not is_enough or not group.members:
        return _tile(name, window, "–", "", _("%(whole)s members so far") % of)
    return _tile(name, window, whole(100 * group.contacts / group.members), "%", _("%(part)s of %(whole)s") % of)


def _tile(name: str, window: Window, value: str, unit: str = "", note: str = "") -> Tile:
    return Tile(FIGURES[name], value, unit, note, "", f"{reverse('insights:rows', args=[name])}?{window.address()}")
