"""Mail: every mail that leaves is a row first, claimed before it is sent, with a Message-ID that never changes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailQuerySet(models.QuerySet):
    def waiting(self, now=None):
        """Mails to be sent now, oldest first."""
        return self.filter(sent_at=None, parked_at=None, due_at__lte=now or timezone.now()).order_by("due_at", "id")


class Mail(models.Model):
    """One mail to one address. `key` makes it once: the same key is never written twice."""

    key = models.CharField(max_length=160, unique=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("to member"),
    )
    to = models.EmailField(_("to"))
    sender = models.CharField(_("from"), max_length=200)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="mail_waiting", condition=models.Q(sent_at=None, parked_at=None)
            ),
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
        ]

    def __str__(self):
        return f"{self.to}: {self.subject}"
