"""Notification: one line in a member's list, made by a reader of the event log."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event


class NotificationQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def newest_first(self):
        return self.order_by("-created_at", "-id")


class Notification(models.Model):
    """What a member is told about an event, once: the sentence is rendered from the event's kind when it is shown."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    event = models.ForeignKey(Event, models.CASCADE, related_name="notifications")
    title = models.CharField(max_length=240)
    excerpt = models.CharField(max_length=400, blank=True)
    url = models.CharField(max_length=400)
    thread = models.CharField(max_length=80, help_text=_("What belongs together, for grouping and mail threads."))
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [models.UniqueConstraint(fields=["member", "event"], name="notification_once")]
        indexes = [
            models.Index(fields=["member", "-created_at", "-id"], name="notification_newest"),
            models.Index(fields=["member"], name="notification_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self):
        return f"{self.member}: {self.title}"
