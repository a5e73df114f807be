"""How a figure reads on its tile: the number, how it moved, what stands beside it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community.insights.figures import Figure, Kind, Reading
from community.insights.spans import in_words
from community.insights.window import Window


@dataclass(frozen=True)
class Tile:
    """A figure in words."""

    figure: Figure
    value: str
    unit: str
    note: str
    change: str
    url: str


def tile(figure: Figure, now: Reading, before: Reading, window: Window, topic_slug: str = "") -> Tile:
    """The tile of a figure, with a link to the rows behind it."""
    rows = reverse("insights:rows", args=[figure.name])
    value, unit = _value(now)
    return Tile(
        figure,
        value,
        unit,
        _note(figure, now),
        _change(before, window),
        f"{rows}?{window.address(topic=topic_slug)}",
    )


def _value(reading: Reading) -> tuple[str, str]:
    if reading.value is None:
        return "–", ""
    if reading.kind == Kind.SHARE:
        return number_format(round(reading.value)), "%"
    if reading.kind == Kind.SPAN:
        number, _space, unit = in_words(reading.span).partition(" ")
        return number, unit
    return number_format(reading.part), ""


def _note(figure: Figure, reading: Reading) -> str:
    if reading.kind == Kind.SHARE:
        share = _("%(part)s of %(whole)s") if reading.whole else _("None in this time")
        note = share % {"part": number_format(reading.part), "whole": number_format(reading.whole)}
        if figure.name == "readers-helped":
            new = ngettext("%(n)s new article", "%(n)s new articles", reading.new) % {"n": number_format(reading.new)}
            return f"{note} · {new}"
        return note
    if reading.kind == Kind.SPAN and reading.slow is not None:
        return _("The slowest tenth: %(slow)s and more. Middle of %(whole)s.") % {
            "slow": in_words(reading.slow),
            "whole": number_format(reading.whole),
        }
    return ""


def _change(before: Reading, window: Window) -> str:
    """What it was in the time before, in full: a share of four says nothing, and the reader must see that."""
    value, unit = _value(before)
    said = {"days": window.days, "value": f"{value} {unit}".strip(), "whole": number_format(before.whole)}
    if before.value is None:
        return _("Nothing to count in the %(days)s days before") % said
    if before.kind == Kind.COUNT:
        return _("%(value)s in the %(days)s days before") % said
    if before.kind == Kind.SPAN:
        return _("%(value)s in the %(days)s days before, of %(whole)s") % said
    return _("%(value)s of %(whole)s in the %(days)s days before") % said
