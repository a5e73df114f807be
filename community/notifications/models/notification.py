"""Notification: one line in a member's list, made by a reader of the event log."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.members.models import Member
from community.notifications.models.guest import GuestSubscription
from community.notifications.models.kind import Kind
from community.notifications.models.mail import Mail

# What says that a guest was told, so that an event which is read again is not told again.
GUESTS_LINES_LAST = timedelta(days=30)


class NotificationQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def newest_first(self):
        return self.order_by("-created_at", "-id")

    def due(self, now: datetime | None = None):
        """Lines that waited for their mail until now."""
        return self.filter(due_at__lte=now or timezone.now())

    def wait_again(self) -> int:
        """Of lines whose mail has not left: they wait anew, for the next one. Returns how many."""
        return self.update(due_at=timezone.now(), mail=None, mailed_at=None)


class Notification(models.Model):
    """What somebody is told about an event, once, in their language. `thread` groups what belongs together.

    It is a line in the list of a member, or a line for the mail of a guest. Where its mail has to wait, for quiet hours, for
    others of its thread or for a digest, `due_at` says until when.
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    guest = models.ForeignKey(GuestSubscription, models.CASCADE, null=True, blank=True, related_name="notifications")
    event = models.ForeignKey(Event, models.CASCADE, related_name="notifications")
    title = models.CharField(max_length=240)
    thread_title = models.CharField(max_length=240, blank=True)
    excerpt = models.CharField(max_length=400, blank=True)
    url = models.CharField(max_length=400)
    thread = models.CharField(max_length=80, help_text=_("What belongs together, for grouping and mail threads."))
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    subject = models.CharField(max_length=300, blank=True, help_text=_("Of a mail about it."))
    place = models.CharField(max_length=80, blank=True, help_text=_("The conversation in which it was said."))
    about_type = models.ForeignKey(ContentType, models.CASCADE, null=True, blank=True, related_name="+")
    about_id = models.BigIntegerField(null=True, blank=True, help_text=_("Who may not see this row is not told."))
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(_("waits for its mail until"), null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(Mail, models.SET_NULL, null=True, blank=True, related_name="notifications")

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(fields=["member", "event"], name="notification_once"),
            models.UniqueConstraint(fields=["guest", "event"], name="notification_once_for_a_guest"),
            models.CheckConstraint(
                condition=models.Q(member__isnull=False, guest=None) | models.Q(member=None, guest__isnull=False),
                name="notification_is_for_a_member_or_a_guest",
            ),
            models.CheckConstraint(
                condition=models.Q(due_at=None) | models.Q(mail=None), name="notification_waits_or_has_a_mail"
            ),
        ]
        indexes = [
            models.Index(fields=["member", "-created_at", "-id"], name="notification_newest"),
            models.Index(fields=["thread"], name="notification_thread"),
            models.Index(fields=["place"], name="notification_place"),
            models.Index(fields=["due_at"], name="notification_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["member"], name="notification_unread", condition=models.Q(read_at=None)),
        ]

    def __str__(self):
        return f"{self.member or self.guest}: {self.title}"

    @property
    def is_unread(self) -> bool:
        return self.read_at is None

    @classmethod
    def title_of(cls, thread: str, member: Member) -> str:
        """What the member knows a thread by, from what they were told last; nothing if that was never. One query."""
        told = cls.objects.filter(member=member, thread=thread).newest_first()
        return told.values_list("thread_title", flat=True).first() or ""

    @classmethod
    def look_again(cls, member: Member, *, kinds: Iterable[str] | None = None) -> None:
        """What waits for a mail to the member, of some kinds or all, is looked at anew at once: they chose otherwise."""
        waiting = cls.objects.filter(member=member, due_at__isnull=False)
        if kinds is not None:
            waiting = waiting.filter(kind__in=list(kinds))
        waiting.update(due_at=timezone.now())

    @classmethod
    def forget_of_guests(cls) -> int:
        """Delete lines of guests whose mail has left long ago: they have no list. Returns how many."""
        old = cls.objects.filter(guest__isnull=False, due_at=None, created_at__lt=timezone.now() - GUESTS_LINES_LAST)
        return old.delete()[0]

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


def lock_members(member_ids: Iterable[int]) -> list[int]:
    """Lock these members in order of their ids, and return the ids. Only inside a transaction."""
    ids = sorted(set(member_ids))
    members = Member.objects.select_for_update(no_key=True).filter(pk__in=ids)
    return list(members.order_by("pk").values_list("pk", flat=True)) if ids else []


def count_unread(member_ids: Iterable[int]) -> None:
    """Write the counter of these members anew from rows. Only inside a transaction; locks them in order of their ids."""
    # The lock comes first, in a statement of its own: the count must see what others wrote before they let go of it.
    ids = lock_members(member_ids)
    if not ids:
        return
    unread = (
        Notification.objects.unread()
        .filter(member=OuterRef("pk"))
        .order_by()
        .values("member")
        .annotate(count=Count("pk"))
        .values("count")
    )
    Member.objects.filter(pk__in=ids).update(unread_count=Coalesce(Subquery(unread, output_field=IntegerField()), 0))
