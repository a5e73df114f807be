"""One writer at a time: who writes an article keeps others from saving, until they are done, silent for long, or taken over."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from knowledgebase.models.lock import HELD_FOR, EditLock


class Locking(models.Model):
    """The verbs of who writes now."""

    class Meta:
        abstract = True

    topic: Any
    lock: Any

    def writer(self) -> EditLock | None:
        """The lock in force, with who holds it. One query."""
        found = EditLock.objects.filter(article_id=self.pk).select_related("member").first()
        return found if found is not None and found.is_in_force else None

    def hold(self, *, by, take_over: bool = False) -> EditLock:
        """`by` writes now, or goes on writing: the lock is theirs for the next minutes, unless somebody else has it.

        Returns the lock, whoever has it. With `take_over` it is `by`'s, and who had it is told. Locks the article.
        """
        with transaction.atomic():
            self.lock()
            held = EditLock.objects.filter(article_id=self.pk).select_related("member").first()
            now = timezone.now()
            if held is not None and held.keeps_out(by):
                if not take_over:
                    return held
                Event.record("kb.article.taken-over", actor=by, subject=self, topic=self.topic, member=held.member_id)
            goes_on = held is not None and held.member_id == by.pk and held.is_in_force
            since = held.taken_at if held is not None and goes_on else now
            mine, _made = EditLock.objects.update_or_create(
                article_id=self.pk, defaults={"member": by, "taken_at": since, "expires_at": now + HELD_FOR}
            )
        return mine

    def release(self, *, by) -> None:
        """`by` writes no longer. Doing it twice, or for a lock that somebody else has, changes nothing."""
        EditLock.objects.filter(article_id=self.pk, member=by).delete()

    def require_free(self, by) -> None:
        """Raise ValidationError while somebody else is writing."""
        held = self.writer()
        if held is not None and held.keeps_out(by):
            raise ValidationError(
                _("%(name)s is writing this article just now. Wait, or take over: your words are still in the form.")
                % {"name": held.member.name}
            )
