"""Confirmation: somebody tried an answer, and says whether it worked for them, and on which release."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Release
from forum.models.answer import Answer


class ConfirmationQuerySet(models.QuerySet):
    def worked(self):
        return self.filter(worked=True)

    def failed(self):
        return self.filter(worked=False)

    def by_release(self):
        """Those that name a release, the newest release first."""
        return self.filter(release__isnull=False).order_by("-release__order", "-at", "-id")


class Confirmation(models.Model):
    """The last thing that a member said about an answer that they tried."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="confirmations")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="confirmations")
    worked = models.BooleanField(_("worked"))
    release = models.ForeignKey(
        Release, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("release")
    )
    at = models.DateTimeField(default=timezone.now)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        constraints = [models.UniqueConstraint(fields=["answer", "member"], name="confirmation_once")]
        indexes = [models.Index(fields=["member", "-at"], name="confirmation_member")]

    def __str__(self):
        return f"{self.member} · {self.answer_id} · {'worked' if self.worked else 'failed'}"
