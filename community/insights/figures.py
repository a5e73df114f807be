"""The figures: ten and the chart's own, and those of deflection. What each is called, counts and leaves out."""

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
    is_of_deflection: bool = False


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
_LOOKS = _(
    "Visitors, staff and programs; whoever was never near anything that could be shown; looks about safety or an open "
    "incident; every further look of a member in the same quarter; and those whose seven days still run."
)
# Of deflection: what was measured, what people said, and the members behind the first.
MEASURED: tuple[Figure, ...] = (
    Figure(
        "deflected",
        Kind.SHARE,
        _("Fewer who made contact"),
        _(
            "Of 100 members who began to ask where something was near enough to be shown: how many fewer asked or opened "
            "a case within seven days, compared with those who were shown nothing."
        ),
        _LOOKS,
        is_of_deflection=True,
    ),
    Figure(
        "contacts-saved",
        Kind.COUNT,
        _("Contacts saved a month"),
        _("The difference, for as many members a month as were shown something."),
        _("What their further looks saved, and visitors: it is more than that. Who gave up is no contact either."),
        is_of_deflection=True,
    ),
    Figure(
        "money-saved",
        Kind.COUNT,
        _("Money saved a month"),
        _("The contacts saved, each at the cost of its channel."),
        _("What suggestions and articles cost. Its interval is rather too wide: the channels are taken to vary alone."),
        is_of_deflection=True,
    ),
)
GROUPS: tuple[Figure, ...] = (
    Figure(
        "suggested",
        Kind.SHARE,
        _("Made contact, shown suggestions"),
        _("Of the members who were shown something: those who asked or opened a case within seven days."),
        _LOOKS,
        is_of_deflection=True,
    ),
    Figure(
        "held-out",
        Kind.SHARE,
        _("Made contact, held out"),
        _("Of the members whom the lot held out: those who asked or opened a case within seven days."),
        _LOOKS,
        is_of_deflection=True,
    ),
    Figure(
        "still-open",
        Kind.COUNT,
        _("Not known yet"),
        _("Members of both groups whose seven days still run, or ended within the last hour."),
        _("Those that are counted in either group."),
        is_of_deflection=True,
    ),
)
SAID: tuple[Figure, ...] = (
    Figure(
        "looks",
        Kind.COUNT,
        _("Looked before they asked"),
        _("Looks at what may answer it, just before posting, that ended with a button: it did, or none of these did."),
        _("Who went away without a word, and what is shown while somebody types."),
        is_of_deflection=True,
    ),
    Figure(
        "answered-it",
        Kind.COUNT,
        _("“This answered it”"),
        _("Looks that ended with somebody saying that one of the things shown answers it. Visitors too."),
        _("Who said so and asked after all."),
        is_of_deflection=True,
    ),
    Figure(
        "asked-anyway",
        Kind.COUNT,
        _("Shown, and asked anyway"),
        _("Looks that became a question: what was shown did not answer it, or was not read."),
        _("Who said that nothing helped and did not ask. What was opened, and how long it was read, is not known."),
        is_of_deflection=True,
    ),
    Figure(
        "read-and-asked",
        Kind.COUNT,
        _("Read an article, and asked anyway"),
        _("Questions asked in this time by somebody who came to the form from an article: it did not answer them."),
        _(
            "Hidden and imported questions, and private requests. Who read it and asked elsewhere, or later, is not known."
        ),
        is_of_deflection=True,
    ),
)
FIGURES: dict[str, Figure] = {figure.name: figure for figure in (ASKED, *TILES, *MEASURED, *GROUPS, *SAID)}
