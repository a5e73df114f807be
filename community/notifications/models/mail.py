"""Mail: every mail that leaves is a row first, claimed before it is sent, with a Message-ID that never changes."""

from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity import wakeup
from community.activity.models import Event
from community.notifications.models.guest import GuestSubscription

# A sender holds a lock on the row while it sends, so a claim of this age without a lock belongs to one that was killed.
CLAIM_LASTS = timedelta(seconds=30)
# Seconds to wait after the first, second, … failure; after the last one the mail is parked.
PATIENCE = (30, 120, 600, 3600, 4 * 3600, 12 * 3600, 24 * 3600)


class MailQuerySet(models.QuerySet):
    def waiting(self, now: datetime | None = None):
        """Mails that a sender may take now, oldest first: due, and not in the hands of another."""
        now = now or timezone.now()
        return self.filter(
            Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_LASTS), sent_at=None, parked_at=None, due_at__lte=now
        ).order_by("due_at", "id")

    def unsent(self):
        """Mails that nobody has begun to send: they can still be taken back."""
        return self.filter(sent_at=None, claimed_at=None)

    def parked(self):
        """Mails that failed too often, or that the other side refused for good; they wait for an operator."""
        return self.exclude(parked_at=None)

    def newest_first(self):
        return self.order_by("-created_at", "-id")


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
    guest = models.ForeignKey(GuestSubscription, models.CASCADE, null=True, blank=True, related_name="mails")
    event = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="mails")
    thread = models.CharField(max_length=80, blank=True, help_text=_("What belongs together."))
    to = models.EmailField(_("to"))
    sender = models.CharField(_("from"), max_length=200)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    is_secret = models.BooleanField(
        default=False, help_text=_("Has a code or a link that opens an account: what it says is not kept once it left.")
    )
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
            models.Index(fields=["due_at", "id"], name="mail_waiting", condition=Q(sent_at=None, parked_at=None)),
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
        ]

    def __str__(self):
        return f"{self.to}: {self.subject}"

    @classmethod
    def post(cls, mails: list["Mail"]) -> None:
        """Write mails to be sent; one whose key is there already is left out. Wakes the sender on commit. One query."""
        cls.objects.bulk_create(mails, ignore_conflicts=True)
        transaction.on_commit(partial(wakeup.wake, "community.notifications.tasks.send_mail"))

    @classmethod
    def write(cls, mails: list["Mail"]) -> dict[str, int]:
        """`post` them, and return the ids of their rows by key. Two queries, or none for no mails."""
        if not mails:
            return {}
        cls.post(mails)
        return dict(cls.objects.filter(key__in=[mail.key for mail in mails]).values_list("key", "pk"))

    def note_sent(self, *, keep_words: bool) -> None:
        """It has left. What a secret mail said is forgotten, unless the row itself is the mailbox."""
        self.sent_at, self.error = timezone.now(), ""
        changed = ["sent_at", "error"]
        if self.is_secret and not keep_words:
            self.text = self.html = ""
            changed += ["text", "html"]
        self.save(update_fields=changed)

    def note_failure(self, error: Exception, *, for_good: bool = False) -> None:
        """Later again with growing patience; parked after the last failure, or at once when it was refused for good."""
        self.error = f"{type(error).__name__}: {error}"[:2000]
        self.claimed_at = None
        if for_good or self.attempts > len(PATIENCE):
            self.parked_at = timezone.now()
        else:
            self.due_at = timezone.now() + timedelta(seconds=PATIENCE[max(self.attempts, 1) - 1])
        self.save(update_fields=["error", "claimed_at", "parked_at", "due_at"])

    def release(self) -> None:
        """An operator lets a parked mail be tried again."""
        with transaction.atomic():
            self.attempts, self.error, self.claimed_at, self.parked_at = 0, "", None, None
            self.due_at = timezone.now()
            self.save(update_fields=["attempts", "error", "claimed_at", "parked_at", "due_at"])
            transaction.on_commit(partial(wakeup.wake, "community.notifications.tasks.send_mail"))
