"""What readers of an article are asked, and what they answered, for who looks after it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledgebase.models import Asking, ReaderAnswer

ORDER = ("-at", "-id")
MOST_SHOWN = 50  # questions of one article


def askings_of(article) -> QuerySet[Asking]:
    """All that its readers were ever asked, newest first, with who asked."""
    return article.askings.select_related("asked_by", "ended_by").newest_first()[:MOST_SHOWN]


def by_choice(asking: Asking) -> list[tuple[str, int]]:
    """How many chose what, in the order in which it was offered. One query."""
    counts = dict(asking.answers.order_by().values_list("choice").annotate(Count("id")))
    return [(choice, counts.get(choice, 0)) for choice in asking.choices]


def headings() -> list[str]:
    """Of the columns in `rows_of`."""
    return [_("Answered"), _("Choice"), _("In their words"), _("By")]


def rows_of(asking: Asking) -> Iterator[list[str]]:
    """Every answer in words, newest first, read as they are taken. Who answered is in none."""
    visitor, member = _("not signed in"), _("a member")
    answers: QuerySet[ReaderAnswer] = asking.answers.order_by(*ORDER)
    for answer in answers.iterator(chunk_size=500):
        at = timezone.localtime(answer.at).isoformat(sep=" ", timespec="minutes")
        yield [at, answer.choice, answer.words, visitor if answer.is_by_visitor else member]


def end_due(now: datetime | None = None) -> int:
    """End each question whose time is over; returns how many. Locks each. May run twice at once."""
    due = list(Asking.objects.due(now).select_related("article__topic"))
    for asking in due:
        asking.end(by=None, why=Asking.Why.TIME)
    return len(due)
