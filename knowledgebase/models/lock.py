"""EditLock: who is writing an article now."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Without a sign of life the lock ends by itself.
HELD_FOR = timedelta(minutes=10)


class EditLock(models.Model):
    """Somebody writes this article, and keeps others from writing at the same time until it expires or is taken over."""

    article = models.OneToOneField("knowledgebase.Article", models.CASCADE, related_name="edit_lock")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("who is writing")
    )
    taken_at = models.DateTimeField(_("since"), default=timezone.now)
    expires_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("lock of an article")
        verbose_name_plural = _("locks of articles")
        constraints = [models.CheckConstraint(condition=Q(expires_at__gt=F("taken_at")), name="edit_lock_ends_later")]

    def __str__(self):
        return f"{self.article_id}: {self.member}"

    @property
    def is_in_force(self) -> bool:
        return self.expires_at > timezone.now()

    def keeps_out(self, person) -> bool:
        """Whether somebody else is writing."""
        return self.is_in_force and self.member_id != person.pk
