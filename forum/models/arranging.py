"""Verbs of a question about where it stands: its topic, its tags."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Topic
from community.clocks.models import Clock
from community.content.models import PostRevision


class ArrangingVerbs:
    """Mixed into Question, whose columns these are."""

    rearranged_at: Any
    topic: Any

    def move(self, *, to: Topic, by, reason: str = "") -> None:
        """Put the question into another topic; a promise there that ends sooner holds. Moving it there twice moves once.

        Raises ValidationError for a private topic, and for who moves somebody else's and does not say why. Locks the row.
        """
        self.must_say_why(by, reason)
        may_stand_in(to)
        with transaction.atomic():
            self.lock()
            before = self.topic
            if before.pk == to.pk:
                return
            PostRevision.current(self)
            self.topic, self.rearranged_at = to, timezone.now()
            self.save(update_fields=["topic", "rearranged_at"])
            self.after_edit()
            PostRevision.add(self, by=by, reason=reason)
            Event.record("forum.question.moved", actor=by, subject=self, topic=to, came_from=before.pk, reason=reason)

    def retag(self, tags, *, by, reason: str = "") -> None:
        """Give it these tags, and no others. Raises ValidationError for who does it for somebody else and does not say why."""
        self.must_say_why(by, reason)
        with transaction.atomic():
            self.lock()
            if not self.differs("tags", tags):
                return
            PostRevision.current(self)
            self.tags.set(tags)
            self.rearranged_at = timezone.now()
            self.save(update_fields=["rearranged_at"])
            self.after_edit()
            PostRevision.add(self, by=by, reason=reason)
            Event.record("forum.question.retagged", actor=by, subject=self, topic=self.topic, reason=reason)

    def must_stand_alone(self) -> None:
        """Raise ValidationError for a question that was merged: what is said goes to the other one. Call with it locked."""
        if self.is_merged:
            raise ValidationError(
                _("This question became part of another one meanwhile. Send it again: it goes there.")
            )

    def follow_topic(self) -> None:
        """What was promised about it goes by its topic. Call with the question locked."""
        Clock.follow_topic(self, self.topic)


def may_stand_in(topic: Topic) -> None:
    """Raise ValidationError for a topic in which nothing stands in public."""
    if topic.is_private_by_default:
        raise ValidationError(
            _("What is asked in “%(topic)s” stays private, and this has been public. Choose another topic.")
            % {"topic": topic.name}
        )
