"""An article approved now and published later."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from knowledgebase.models.revision import Revision
from knowledgebase.models.schedule import Schedule


class Scheduling(models.Model):
    """The verbs of a publication that waits for its time."""

    class Meta:
        abstract = True

    approvable: Any
    lock: Any
    topic: Any

    def schedule_for(self, at: datetime, *, by, revision: Revision | None = None) -> None:
        """Let the revision in review through, for readers to see from `at` on; another time replaces the first.

        What `publish` refuses is refused here too, and again when the time comes. Locks the article. Raises
        ValidationError for a time that is over.
        """
        if at <= timezone.now():
            raise ValidationError(_("This time is over. Choose a later one, or publish now."))
        with transaction.atomic():
            self.lock()
            pending = self.approvable(by, revision)
            if pending is None:
                raise ValidationError(_("There is nothing new to publish: what is written is published."))
            Schedule.objects.update_or_create(
                article_id=self.pk, defaults={"revision": pending, "by": by, "at": at, "refused_because": ""}
            )
            Event.record(
                "kb.article.scheduled", actor=by, subject=self, topic=self.topic, revision=pending.number,
                publish_at=at.isoformat(),
            )  # fmt: skip

    def unschedule(self, *, by) -> None:
        """It waits for a review again, and for no time. Doing it twice changes nothing. Locks the article."""
        with transaction.atomic():
            self.lock()
            deleted, _rows = Schedule.objects.filter(article_id=self.pk).delete()
            if deleted:
                Event.record("kb.article.unscheduled", actor=by, subject=self, topic=self.topic)
