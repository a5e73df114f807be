"""InboundMail: a mail that came in, what became of it, and why."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event

WORDS_KEPT_FOR = timedelta(days=14)
KEPT_FOR = timedelta(days=90)


class InboundMailQuerySet(models.QuerySet):
    def with_words_of(self, member):
        """Replies of the member that were not posted, whose words are still here."""
        return self.filter(member=member).exclude(words="")


class InboundMail(models.Model):
    """One for each Message-ID: what comes twice is taken once.

    The message itself is never kept. The words of a reply that was not posted are, for 14 days, for its author alone.
    """

    class Outcome(models.TextChoices):
        POSTED = "posted", _("posted")
        TOLD = "told", _("not posted, and its sender was told")
        DROPPED = "dropped", _("not posted, and nobody was told")

    class Why(models.TextChoices):
        """Why it was not posted."""

        BOUNCE = "bounce", _("a mail that could not be delivered")
        AUTOMATIC = "automatic", _("written by a program")
        LOOP = "loop", _("one of our own mails, or too many in an hour")
        SPAM = "spam", _("spam")
        NO_ADDRESS = "no-address", _("to no address for replies")
        WRONG_SENDER = "wrong-sender", _("not from the member's address")
        FORGED = "forged", _("the sender's domain disowns it")
        CLOSED = "closed", _("from an account that is closed")
        EXPIRED = "expired", _("the address is too old")
        EMPTY = "empty", _("no words in it")
        PRIVATE = "private", _("private facts in public words")
        REFUSED = "refused", _("refused by the rules of the place")
        TOO_MANY = "too-many", _("too many replies")

    message_id = models.CharField(_("Message-ID"), max_length=255, unique=True)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="inbound_mails",
        verbose_name=_("reply address of"),
    )
    thread = models.CharField(_("thread"), max_length=80, blank=True)
    told = models.ForeignKey(Event, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("what became of it"), max_length=10, choices=Outcome, default=Outcome.DROPPED)
    why = models.CharField(_("why"), max_length=20, choices=Why, blank=True)
    explanation = models.CharField(max_length=500, blank=True)
    words = models.TextField(blank=True)
    posted_type = models.ForeignKey(ContentType, models.SET_NULL, null=True, blank=True, related_name="+")
    posted_id = models.BigIntegerField(null=True, blank=True)
    posted = GenericForeignKey("posted_type", "posted_id")
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    objects = InboundMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail that came in")
        verbose_name_plural = _("mails that came in")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome="posted", why="", words="", posted_id__isnull=False)
                | (~models.Q(outcome="posted") & models.Q(posted_id=None)),
                name="inbound_mail_posted_or_why",
            )
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="inbound_mail_newest"),
            models.Index(fields=["member", "received_at"], name="inbound_mail_of_member"),
        ]

    def __str__(self):
        return f"{self.sender}: {self.get_outcome_display()}"

    @classmethod
    def take(cls, message_id: str, *, sender: str) -> "InboundMail | None":
        """The row for a message, or None when it came before. Waits for another transaction that takes the same one."""
        try:
            with transaction.atomic():
                return cls.objects.create(message_id=message_id[:255], sender=sender[:254])
        except IntegrityError:
            return None

    def note_posted(self, thing: models.Model) -> None:
        """It became `thing`."""
        self.outcome, self.posted = self.Outcome.POSTED, thing
        self.save(update_fields=["outcome", "posted_type", "posted_id", "member", "thread", "told"])

    def note_dropped(self, why: str) -> None:
        """It became nothing, and nobody is told but who looks here."""
        self.outcome, self.why = self.Outcome.DROPPED, self.Why(why)
        self.save(update_fields=["outcome", "why", "member", "thread", "told"])

    def note_told(self, why: str, explanation: str, words: str) -> None:
        """It was not posted; its sender is told why, and finds the words again."""
        self.outcome, self.why = self.Outcome.TOLD, self.Why(why)
        self.explanation, self.words = explanation[:500], words
        self.save(update_fields=["outcome", "why", "explanation", "words", "member", "thread", "told"])

    def forget_words(self) -> None:
        """Its author has sent them elsewhere, or wants them gone. Twice is the same as once."""
        self.words = ""
        self.save(update_fields=["words"])

    @classmethod
    def forget(cls, now: datetime | None = None) -> int:
        """Forget words after 14 days, and the rows after 90; returns how many rows went. Safe to run twice at once."""
        now = now or timezone.now()
        cls.objects.filter(received_at__lt=now - WORDS_KEPT_FOR).exclude(words="").update(words="")
        deleted, _rows = cls.objects.filter(received_at__lt=now - KEPT_FOR).delete()
        return deleted
