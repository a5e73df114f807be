"""The rows behind the figures of deflection. Nobody is named on them, not even while it is known who it was."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from community.insights.scope import Scope
from community.insights.tables import Cell, Table
from community.insights.window import Window
from forum.models import Question


def _measured(window: Window, scope: Scope) -> Table:
    """First looks of both groups whose outcome is known."""
    return _looks(scope.exposures(window).settled())


def _held_out(window: Window, scope: Scope) -> Table:
    return _looks(scope.exposures(window).settled().filter(is_held_out=True))


def _suggested(window: Window, scope: Scope) -> Table:
    return _looks(scope.exposures(window).settled().filter(is_held_out=False))


def _still_open(window: Window, scope: Scope) -> Table:
    return _looks(scope.exposures(window).unsettled())


def _looks(rows) -> Table:
    def cells(look) -> list[Cell]:
        return [
            Cell(_("held out") if look.is_held_out else _("shown suggestions")),
            Cell(str(look.get_contact_display() or _("not known yet"))),
            Cell(look.topic.name if look.topic else ""),
            Cell(f"{look.at:%Y-%m-%d}"),
        ]

    headings = (_("Group"), _("Within seven days"), _("Topic, if one was chosen"), _("Day"))
    return Table(headings, rows.select_related("topic"), ("-at", "-id"), cells)


def _ended(window: Window, scope: Scope) -> Table:
    """Looks that ended with a button, whichever it was."""
    return _buttons(scope.deflections(window), scope)


def _answered(window: Window, scope: Scope) -> Table:
    return _buttons(scope.deflections(window, helped=True).answered(), scope)


def _asked(window: Window, scope: Scope) -> Table:
    return _buttons(scope.deflections(window).asked(), scope)


def _buttons(rows, scope: Scope) -> Table:
    """Looks with what answered, or the question that it became. What was typed is not shown: it was never posted."""

    def cells(look) -> list[Cell]:
        suggestions = list(look.suggestions.all())
        helped = next((_cell(each.subject, scope) for each in suggestions if each.helped), Cell())
        return [
            Cell(at=look.at),
            Cell(str(look.get_outcome_display())),
            helped,
            _cell(look.question, scope),
            Cell(", ".join(filter(None, (_cell(each.subject, scope).text for each in suggestions)))),
            Cell(look.topic.name if look.topic else ""),
        ]

    headings = (_("When"), _("Ended"), _("What answered it"), _("Question that it became"), _("Shown"), _("Topic"))
    found = rows.select_related("topic", "question").prefetch_related("suggestions__subject")
    return Table(headings, found, ("-at", "-id"), cells)


def _read(window: Window, scope: Scope) -> Table:
    """Questions with the article that was read before. Their askers are named by their questions alone."""

    def cells(question) -> list[Cell]:
        return [
            Cell(question.title, question.get_absolute_url()),
            _cell(question.after_article, scope),
            Cell(at=question.created_at),
            Cell(question.topic.name),
            Cell(_("solved") if question.is_solved else _("open")),
        ]

    rows = scope.asked_after_reading(window).select_related("topic", "after_article__current")
    headings = (_("Question"), _("Article that was read"), _("Asked"), _("Topic"), _("State"))
    return Table(headings, rows, ("-created_at", "-id"), cells)


def _cell(thing, scope: Scope) -> Cell:
    """A question or an article, with a link if `scope.person` may see it; what they may not know of is not named."""
    if thing is None:
        return Cell()
    if not thing.is_for(scope.person) or thing.hidden_at is not None:
        return Cell(_("something hidden"))
    if not isinstance(thing, Question) and not thing.is_published:
        return Cell(thing.title)
    return Cell(thing.title, thing.get_absolute_url())


TABLES: dict[str, Callable[[Window, Scope], Any]] = {
    "deflected": _measured,
    "contacts-saved": _measured,
    "money-saved": _measured,
    "held-out": _held_out,
    "suggested": _suggested,
    "still-open": _still_open,
    "looks": _ended,
    "answered-it": _answered,
    "asked-anyway": _asked,
    "read-and-asked": _read,
}
