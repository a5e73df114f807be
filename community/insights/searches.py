"""What people look for: how much of it they find, open, or have to ask; and which words those are."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.insights.window import Window
from community.search.models import Search, SearchDay
from community.search.models.search import ASKED, FOUND, NOWHERE, PASSED_OVER

MOST = 100
MONTHS = 24


class Face(models.TextChoices):
    """One list of the page: which searches it gathers."""

    ALL = "all", gettext_lazy("Searched most")
    NOWHERE = "nowhere", gettext_lazy("Found nothing")
    PASSED_OVER = "passed-over", gettext_lazy("Opened nothing")
    ASKED = "asked", gettext_lazy("Became questions")


WORDS: dict[str, Promise] = {
    Face.ALL: gettext_lazy(
        "Searches of the search page, finished ones of the help widget, and those on the home page that opened something."
    ),
    Face.NOWHERE: gettext_lazy("Searches for which nothing fits, although no filter narrowed them."),
    Face.PASSED_OVER: gettext_lazy(
        "Searches that found something of which nothing was opened. Browsers without scripts do not say."
    ),
    Face.ASKED: gettext_lazy("Searches whose own link to the form was followed by a question or a case."),
}
_GATHERS = {
    Face.ALL: Q(),
    Face.NOWHERE: NOWHERE,
    Face.PASSED_OVER: PASSED_OVER,
    Face.ASKED: ASKED,
}


@dataclass(frozen=True)
class Share:
    """One figure of the page: `part` of `whole`, and the list behind it."""

    face: Face
    part: int
    whole: int

    @property
    def label(self) -> str:
        return _("Searches") if self.face == Face.ALL else str(self.face.label)

    @property
    def words(self) -> str:
        return str(WORDS[self.face])

    @property
    def value(self) -> str:
        if self.face == Face.ALL:
            return number_format(self.part)
        return number_format(round(100 * self.part / self.whole)) if self.whole else "–"

    @property
    def note(self) -> str:
        if self.face == Face.ALL:
            return ""
        return _("%(part)s of %(whole)s") % {"part": number_format(self.part), "whole": number_format(self.whole)}


def shares(window: Window) -> list[Share]:
    """The four figures of a time, of which rows are kept for ninety days. One query."""
    counted = Search.objects.filter(window.holds("at")).aggregate(
        found=Count("id", FOUND),
        **{face.name: Count("id", gathers) for face, gathers in _GATHERS.items() if gathers},
        all=Count("id"),
    )
    wholes = {Face.PASSED_OVER: counted["found"]}
    counted["ALL"] = counted["all"]
    return [Share(face, counted[face.name], wholes.get(face, counted["all"])) for face in Face]


def words(window: Window, face: Face):
    """What was searched most, of those that `face` gathers: at most a hundred rows, each with its figures. One query."""
    gathered = Search.objects.filter(window.holds("at"), _GATHERS[face]).by_words()
    return gathered.order_by("-times", "folded", "language")[:MOST]


def months():
    """The figures of each month, which stay for ever: newest first, at most two years. One query."""
    return (
        SearchDay.objects.order_by()
        .annotate(month=TruncMonth("day"))
        .values("month")
        .annotate(
            searches=Sum("searches"),
            nowhere=Sum("nowhere"),
            found=Sum("found"),
            opened=Sum("opened"),
            became_questions=Sum("became_questions"),
        )
        .order_by("-month")[:MONTHS]
    )
