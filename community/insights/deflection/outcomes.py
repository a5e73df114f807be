"""How a first look ended: whether the member asked, or opened a case, within seven days."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value, When
from django.utils import timezone

from community.lib.quarters import Quarter
from community.support.models import Case
from forum.models import Exposure, Question
from forum.models.exposure import SETTLED_AFTER


def settle(now: datetime | None = None) -> int:
    """Write how looks ended whose seven days are over, and forget who it was. Returns how many they were. One query.

    A look that is settled is never counted again, so it may run as often as one likes, and twice at once.
    """
    ways = When(Exists(_cases()), then=Value("case")), When(Exists(_questions()), then=Value("question"))
    contact = models.Case(*ways, default=Value("none"))
    return Exposure.objects.due(now).update(contact=contact, member=None)


def forget_people(now: datetime | None = None) -> int:
    """Forget what kept members from being counted twice in quarters that have ended. Returns how many rows lost it."""
    begins = Quarter.of(now or timezone.now()).since
    return Exposure.objects.filter(at__lt=begins).exclude(person=None).update(person=None)


def _questions():
    """What the member asked within seven days, whatever became of it; not what was made of their words by others."""
    return Question.objects.filter(
        _in_time("created_at"), author=OuterRef("member"), kind=Question.Kind.QUESTION, origin=None, split=None
    )


def _cases():
    """Cases that the member opened within seven days, and those that their question of these days became."""
    asked = Q(question__author=OuterRef("member")) & _in_time("question__created_at")
    return Case.objects.filter(
        Q(opened_by=OuterRef("member")) | asked, _in_time("opened_at"), customer=OuterRef("member")
    )


def _in_time(field: str) -> Q:
    """From the look on, for seven days."""
    return Q(**{f"{field}__gte": OuterRef("at"), f"{field}__lt": OuterRef("at") + SETTLED_AFTER})
