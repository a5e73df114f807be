"""Time goes by: what waited for its mail leaves."""

from datetime import timedelta

from django.db.models import F

from community.notifications.models import Notification
from community.notifications.timing import GATHERS_FOR
from community.notifications.waiting import let_leave


def a_while_later(by: timedelta = GATHERS_FOR + timedelta(minutes=1)) -> None:
    """All that was told and mailed lies `by` further back; then a worker writes what waited."""
    Notification.objects.update(created_at=F("created_at") - by, mailed_at=F("mailed_at") - by, due_at=F("due_at") - by)
    let_leave()
