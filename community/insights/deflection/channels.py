"""The table by channel: what each saved, and what a contact costs there."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from community.insights.deflection.reading import Measured
from community.insights.deflection.tiles import range_of, whole
from forum.models import Exposure


@dataclass(frozen=True)
class Line:
    """One line of the table, in words."""

    channel: str
    label: str
    suggested: str
    held_out: str
    fewer: str
    fewer_range: str
    cost: str
    money: str
    money_range: str


def lines(measured: Measured) -> list[Line]:
    """A line for each channel."""
    return [
        Line(
            saved.channel,
            str(Exposure.Contact(saved.channel).label),
            _of(saved.suggested, measured.suggested.members),
            _of(saved.held_out, measured.held_out.members),
            whole(100 * saved.share.value),
            range_of(saved.share.times(100)),
            f"{number_format(saved.cost, 2)} {settings.CURRENCY}",
            f"{whole(saved.money.value)} {settings.CURRENCY}",
            range_of(saved.money),
        )
        for saved in measured.channels
    ]


def _of(part: int, members: int) -> str:
    said = {"part": number_format(part), "whole": number_format(members), "share": whole(100 * part / members)}
    return _("%(share)s %% (%(part)s of %(whole)s)") % said
