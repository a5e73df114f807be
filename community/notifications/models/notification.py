"""Notification: one line in a member's list, made by a reader of the event log."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.members.models import Member


class NotificationQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def newest_first(self):
        return self.order_by("-created_at", "-id")


class Notification(models.Model):
    """What a member is told about an event, once, in their language. `thread` groups what belongs together."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    event = models.ForeignKey(Event, models.CASCADE, related_name="notifications")
    title = models.CharField(max_length=240)
    thread_title = models.CharField(max_length=240, blank=True)
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
            models.Index(fields=["thread"], name="notification_thread"),
            models.Index(fields=["member"], name="notification_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self):
        return f"{self.member}: {self.title}"

    @property
    def is_unread(self) -> bool:
        return self.read_at is None

    @classmethod
    def title_of(cls, thread: str, member: Member) -> str:
        """What the member knows a thread by, from what they were told last; nothing if that was never. One query."""
        told = cls.objects.filter(member=member, thread=thread).newest_first()
        return told.values_list("thread_title", flat=True).first() or ""

    @classmethod
    def mark_read(cls, member: Member, *, among=None) -> int:
        """Mark the member's unread notifications as read, all or those in the queryset `among`; returns what is left unread.

        Locks the member, so that the counter is right whoever writes at the same time.
        """
        with transaction.atomic():
            Member.objects.select_for_update(no_key=True).get(pk=member.pk)
            unread = (cls.objects.all() if among is None else among).filter(member=member).unread()
            if unread.update(read_at=timezone.now()):
                count_unread([member.pk])
        member.unread_count = cls.objects.filter(member=member).unread().count()
        return member.unread_count


def count_unread(member_ids: Iterable[int]) -> None:
    """Write the counter of these members anew from rows. Only inside a transaction; locks them in order of their ids."""
    ids = sorted(set(member_ids))
    if not ids:
        return
    # The lock comes first, in a statement of its own: the count must see what others wrote before they let go of it.
    list(Member.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    unread = (
        Notification.objects.unread()
        .filter(member=OuterRef("pk"))
        .order_by()
        .values("member")
        .annotate(count=Count("pk"))
        .values("count")
    )
    Member.objects.filter(pk__in=ids).update(unread_count=Coalesce(Subquery(unread, output_field=IntegerField()), 0))
