"""GuestSubscription: a mail address that wants to hear about one public thread, without an account."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Whoever has not confirmed by then is forgotten.
CONFIRMS_WITHIN = timedelta(days=3)


class GuestSubscriptionQuerySet(models.QuerySet):
    def to(self, subject: models.Model):
        """Confirmed ones to a row."""
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(subject_type=kind, subject_id=subject.pk, confirmed_at__isnull=False)

    def unconfirmed(self):
        """Those whose address has not said yes."""
        return self.filter(confirmed_at=None)

    def with_address(self, address: str):
        """All that this address follows, in any case of letters."""
        return self.annotate(lower=Lower("email")).filter(lower=address.lower())


class GuestSubscription(models.Model):
    """One for each address and thread. Nothing is mailed to it but one question whether it is wanted, until it says yes."""

    email = models.EmailField(_("mail address"))
    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    objects = GuestSubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription without an account")
        verbose_name_plural = _("subscriptions without an account")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), "subject_type", "subject_id", name="guest_subscription_once_in_any_case"
            )
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="guest_subscription_subject"),
            models.Index(fields=["created_at"], name="guest_subscription_unconfirmed", condition=Q(confirmed_at=None)),
        ]

    def __str__(self):
        return f"{self.email} → {self.subject_type.model} {self.subject_id}"

    @classmethod
    def offer(cls, email: str, subject: models.Model, *, language: str) -> tuple["GuestSubscription", bool]:
        """The row of this address and thread, and whether it is new. Safe when two make it at once."""
        kind = ContentType.objects.get_for_model(subject)
        new = cls(email=email, subject_type=kind, subject_id=subject.pk, language=language)
        try:
            with transaction.atomic():
                new.save(force_insert=True)
        except IntegrityError:
            found = cls.objects.with_address(email).filter(subject_type=kind, subject_id=subject.pk).get()
            return found, False
        return new, True

    @classmethod
    def forget(cls, now: datetime | None = None) -> int:
        """Delete what nobody confirmed; returns how many."""
        long_ago = (now or timezone.now()) - CONFIRMS_WITHIN
        deleted, _rows = cls.objects.unconfirmed().filter(created_at__lt=long_ago).delete()
        return deleted

    def confirm(self) -> None:
        """The address said yes. Twice is the same as once."""
        if self.confirmed_at is None:
            self.confirmed_at = timezone.now()
            self.save(update_fields=["confirmed_at"])
