"""Asking in a topic that is private by default: nothing is written here, the second tier opens a case.

The second tier stands above this room, so it says when it starts how such a case is opened. In public stands how many asked
on which day, and whether they were answered: no name, no words, and no page of one request.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from community.catalogue.models import Topic
from forum.models import Question

WHY = "private-topic"  # what a case says of why it was opened
_SHOWN_FOR = timedelta(days=30)
_DAYS_SHOWN = 10

Open = Callable[..., models.Model]
_opens: list[Open] = []


def taken_by(opens: Open) -> None:
    """Let `opens(by=…, title=…, body=…, topic=…)` open what is asked in private. The last one who says so does."""
    _opens[:] = [opens]


def stays_private(topic: Topic | None, kind: str) -> bool:
    """Whether what is asked there is for staff alone. What the company announces is not."""
    return topic is not None and topic.is_private_by_default and kind != Question.Kind.ANNOUNCEMENT


def ask_privately(*, by, title: str, body: str, topic: Topic, about: str = "") -> Any:
    """What the second tier made of it: a case, with its address. Raises ValidationError where there is no second tier."""
    if not _opens:
        raise ValidationError(_("Nobody takes private requests here. Write to us in another way, please."))
    words = f"{body}\n\n{about}" if about else body
    return _opens[0](by=by, title=title, body=words, topic=topic)


def private_topics() -> list[Topic]:
    """Topics that are open and private, for who is about to ask. One query."""
    return list(Topic.objects.open_for_questions().filter(is_private_by_default=True))


def acknowledgements(topic: Topic) -> list[dict[str, Any]]:
    """By day, the newest first: how many asked in private, how many of them were answered. One query; [] for other topics."""
    if not topic.is_private_by_default:
        return []
    heard = Q(first_reply_at__isnull=False) | Q(ended_at__isnull=False)
    asked = topic.cases.filter(opened_why=WHY, opened_at__gt=timezone.now() - _SHOWN_FOR)
    days = asked.annotate(day=TruncDate("opened_at")).values("day").order_by("-day")
    counted = days.annotate(asked=Count("pk"), answered=Count("pk", filter=heard))
    return [dict(day) for day in counted[:_DAYS_SHOWN]]
