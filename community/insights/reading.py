"""Read all figures of a window and of the time before it, in five queries."""

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, Sum

from community.insights.figures import FIGURES, Kind, Reading
from community.insights.scope import Scope
from community.insights.window import Window
from community.members.models import Member

_ANSWERED = Q(first_answer_at__isnull=False)
# Per figure about questions: which rows it is a part of, and which of them count.
PARTS: dict[str, tuple[Q, Q]] = {
    "asked": (Q(), Q()),
    "answered": (Q(), _ANSWERED),
    "by-customers": (_ANSWERED, Q(first_by_staff=False)),
    "in-time": (Q(in_time=True) | Q(late=True), Q(in_time=True)),
    "first-answer": (_ANSWERED, _ANSWERED),
    "solved": (Q(), Q(solution__isnull=False)),
    "probably-solved": (Q(), Q(is_inferred=True)),
    "past-promise": (Q(waits_too_long=True), Q(waits_too_long=True)),
}


class Percentile(Aggregate):
    """The value below which `share` of the rows lie, between rows if need be."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression, share: float, **extra):
        super().__init__(expression, share=share, output_field=DurationField(), **extra)


def read_figures(window: Window, scope: Scope) -> dict[str, tuple[Reading, Reading]]:
    """Each figure by name: as it is, and as it was before. Five queries."""
    return _about_questions(window, scope) | {
        "people-helped": _people(window, scope),
        "cases": _cases(window, scope),
        "readers-helped": _readers(window, scope),
    }


def wait() -> ExpressionWrapper:
    """From a question to its first answer by a person."""
    return ExpressionWrapper(F("first_answer_at") - F("created_at"), output_field=DurationField())


def _about_questions(window: Window, scope: Scope) -> dict[str, tuple[Reading, Reading]]:
    asked: dict[str, Aggregate] = {}
    for when, within in (("now", window.holds("created_at")), ("before", window.before.holds("created_at"))):
        for name, (rows, counted) in PARTS.items():
            asked[f"{when}_{name}_whole"] = Count("pk", filter=within & rows)
            asked[f"{when}_{name}_part"] = Count("pk", filter=within & rows & counted)
        asked[f"{when}_median"] = Percentile("wait", 0.5, filter=within)
        asked[f"{when}_slow"] = Percentile("wait", 0.9, filter=within)
    found = scope.questions_with_facts(window).annotate(wait=wait()).aggregate(**asked)

    def reading(when: str, name: str) -> Reading:
        kind = FIGURES[name].kind
        spans = {"span": found[f"{when}_median"], "slow": found[f"{when}_slow"]} if kind == Kind.SPAN else {}
        return Reading(kind, found[f"{when}_{name}_part"], found[f"{when}_{name}_whole"], **spans)

    return {name: (reading("now", name), reading("before", name)) for name in PARTS}


def _people(window: Window, scope: Scope) -> tuple[Reading, Reading]:
    found = Member.objects.aggregate(
        now=Count("pk", filter=scope.helped(window)), before=Count("pk", filter=scope.helped(window.before))
    )
    return Reading(Kind.COUNT, found["now"]), Reading(Kind.COUNT, found["before"])


def _cases(window: Window, scope: Scope) -> tuple[Reading, Reading]:
    found = scope.cases().aggregate(
        now=Count("pk", filter=window.holds("opened_at")), before=Count("pk", filter=window.before.holds("opened_at"))
    )
    return Reading(Kind.COUNT, found["now"]), Reading(Kind.COUNT, found["before"])


def _readers(window: Window, scope: Scope) -> tuple[Reading, Reading]:
    """Of the readers, and how many articles were new. Two queries."""
    now, before = (
        scope.articles_with_readers(time).aggregate(
            said_yes=Sum("yes", default=0), said_no=Sum("no", default=0), new=Count("pk", filter=Q(is_new=True))
        )
        for time in (window, window.before)
    )

    def reading(found: dict) -> Reading:
        return Reading(Kind.SHARE, found["said_yes"], found["said_yes"] + found["said_no"], new=found["new"])

    return reading(now), reading(before)
