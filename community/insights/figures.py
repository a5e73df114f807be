"""The ten figures and the chart's own: what each is called, what it counts, what it leaves out."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_QUESTIONS = _("Duplicates, hidden and imported questions, discussions and announcements.")


class Kind(models.TextChoices):
    """How a figure reads."""

    COUNT = "count", _("a count")
    SHARE = "share", _("a share")
    SPAN = "span", _("a time")


@dataclass(frozen=True)
class Figure:
    """One figure. `name` stands in its address; `counts` and `leaves_out` are read beside it."""

    name: str
    kind: Kind
    label: Promise | str
    counts: Promise | str
    leaves_out: Promise | str


@dataclass(frozen=True)
class Reading:
    """What a figure came to. A share has its `part` and its `whole`, a time the rows in `whole` and its slowest tenth.

    `new` are the articles published in the time.
    """

    kind: Kind
    part: int = 0
    whole: int = 0
    span: timedelta | None = None
    slow: timedelta | None = None
    new: int = 0

    @property
    def value(self) -> float | None:
        """The number to compare: a count, per cent, or minutes. None when there is nothing to count."""
        if self.kind == Kind.COUNT:
            return self.part
        if not self.whole:
            return None
        if self.kind == Kind.SHARE:
            return 100 * self.part / self.whole
        return self.span.total_seconds() / 60 if self.span is not None else None


ASKED = Figure(
    "asked",
    Kind.COUNT,
    _("Questions asked"),
    _("Questions that were asked in this time."),
    _QUESTIONS,
)
TILES: tuple[Figure, ...] = (
    Figure(
        "answered",
        Kind.SHARE,
        _("Answered by a person"),
        _("Of the questions asked in this time: those that a person has answered by now."),
        _("Answers by the asker, by programs, hidden and imported ones. Questions as under “asked”."),
    ),
    Figure(
        "by-customers",
        Kind.SHARE,
        _("First answered by customers"),
        _("Of the questions answered by a person: those whose first answer came from a customer, not from staff."),
        _("Questions that nobody has answered. Staff is who has a staff role today."),
    ),
    Figure(
        "in-time",
        Kind.SHARE,
        _("Answered within the promise"),
        _("Of the questions asked in this time whose promise has ended: those answered before it fell due."),
        _(
            "Questions without a promise, those whose time still runs or stands still, and those that ended or went to staff "
            "in private before anybody answered."
        ),
    ),
    Figure(
        "first-answer",
        Kind.SPAN,
        _("Until the first answer"),
        _("The middle one of the times from a question to its first answer by a person; below it the slowest tenth."),
        _("Questions that nobody has answered yet: look at those beside it."),
    ),
    Figure(
        "solved",
        Kind.SHARE,
        _("Solved"),
        _("Of the questions asked in this time: those with an accepted answer."),
        _("Probably solved ones, and questions that ended otherwise."),
    ),
    Figure(
        "probably-solved",
        Kind.SHARE,
        _("Probably solved"),
        _(
            "Of the questions asked in this time: answered, found useful, then quiet for a week. Inferred, not said by anybody."
        ),
        _("Solved ones: nothing is counted in both."),
    ),
    Figure(
        "past-promise",
        Kind.COUNT,
        _("Unanswered past the promise"),
        _("Questions asked in this time that nobody has answered although the promise has fallen due."),
        _("Questions that wait for detail from their asker or for an incident, and those that ended."),
    ),
    Figure(
        "people-helped",
        Kind.COUNT,
        _("People helped"),
        _(
            "People whose question was solved in this time by somebody else, who have it too, or for whom an answer worked."
        ),
        _("Who only read. Each person is counted once, however often they were helped."),
    ),
    Figure(
        "cases",
        Kind.COUNT,
        _("Cases opened"),
        _("Cases opened in this time: what the community could not solve, and private requests."),
        _("Nothing. A case that was opened again counts where it was opened first."),
    ),
    Figure(
        "readers-helped",
        Kind.SHARE,
        _("Readers whom an article helped"),
        _(
            "Of the readers who said in this time whether an article helped: those who said yes. And the articles that are new."
        ),
        _("Readers who said nothing. Signed out, a browser counts once a day; it is not known who it was."),
    ),
)
FIGURES: dict[str, Figure] = {figure.name: figure for figure in (ASKED, *TILES)}
