"""Publish what was approved for now."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from community.activity.models import Event
from knowledgebase import permissions
from knowledgebase.models import Article, Schedule


def publish_due(now: datetime | None = None) -> int:
    """Publish each article whose time has come, in the name of who approved it; returns how many are published.

    What stands in the way by then (a source that is not public any more, a reviewer who may not publish any more) is
    written down, and both reviewer and owner hear of it. Locks each schedule and article; others are passed over.
    """
    published = 0
    for pk in list(Schedule.objects.due(now).soonest_first().values_list("pk", flat=True)):
        with transaction.atomic():
            waiting = Schedule.objects.due(now).select_for_update(skip_locked=True, of=("self",))
            schedule = waiting.select_related("article__topic", "revision", "by").filter(pk=pk).first()
            if schedule is not None:
                published += _publish(schedule)
    return published


def _publish(schedule: Schedule) -> bool:
    article: Article = schedule.article
    try:
        if not permissions.can_publish(schedule.by, article, schedule.revision):
            raise PermissionDenied(_("Who approved it may not publish it any more."))
        with transaction.atomic():
            article.publish(by=schedule.by, revision=schedule.revision)
    except (PermissionDenied, ValidationError) as error:
        reason = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        schedule.refused_because = reason[:300]
        schedule.save(update_fields=["refused_because"])
        Event.record("kb.article.not-published", actor=None, subject=article, topic=article.topic)
        return False
    return True
