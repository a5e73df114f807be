"""Flag: a member says that something should not stand here, and why."""

from collections.abc import Iterable
from math import prod

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.moderation.models.review import Review
from community.moderation.trust import trust_in


class Reason(models.TextChoices):
    """The published reasons. Being negative about the company is none of them, and there is no place to record it."""

    SPAM = "spam", _("Spam or advertising")
    ABUSE = "abuse", _("Insults or harasses somebody")
    PRIVATE_DATA = "private-data", _("Shows private data")
    DANGEROUS_ADVICE = "dangerous-advice", _("Dangerous advice")
    WRONG_PLACE = "wrong-place", _("In the wrong place")
    DUPLICATE = "duplicate", _("Said before, word for word")
    OTHER = "other", _("Something else")


# What a reader suffers while it stands, from 1 to 10: the queue is ordered by this times how sure it is.
HARM = {
    Reason.PRIVATE_DATA: 10,
    Reason.DANGEROUS_ADVICE: 9,
    Reason.ABUSE: 7,
    Reason.SPAM: 5,
    Reason.OTHER: 3,
    Reason.WRONG_PLACE: 2,
    Reason.DUPLICATE: 1,
}


class FlagQuerySet(models.QuerySet):
    def decided(self):
        """Flags whose review is over."""
        return self.exclude(review__closed_at=None)

    def upheld(self):
        """Flags that a moderator agreed with: the post was hidden, or the question locked."""
        return self.filter(review__upheld=True)


class Flag(models.Model):
    """One member's report of one thing; each member reports a thing once while it is under review."""

    LONGEST_NOTE = 500

    review = models.ForeignKey(Review, models.PROTECT, related_name="flags", verbose_name=_("review"))
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="flags", verbose_name=_("reported by")
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    note = models.CharField(_("in your words"), max_length=LONGEST_NOTE, blank=True)
    confidence = models.FloatField(_("how sure"), default=0.5, help_text=_("How often the reporter was right so far."))
    is_trusted = models.BooleanField(_("by somebody trusted"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        constraints = [models.UniqueConstraint(fields=["review", "reporter"], name="flag_once_a_review")]
        indexes = [models.Index(fields=["reporter", "-created_at"], name="flag_reporter")]

    def __str__(self):
        return f"{self.get_reason_display()}: {self.review}"

    @classmethod
    def raise_on(cls, subject: models.Model, *, by, reason: str, note: str = "") -> "Flag":
        """Report a thing: its review is opened, or gets one more report. Reporting it twice changes nothing.

        Raises ValidationError for what oneself wrote. Locks the review.
        """
        if getattr(subject, "author_id", None) == by.pk:
            raise ValidationError(_("You wrote this yourself: you can edit it instead."))
        trust = trust_in(by)
        with transaction.atomic():
            review = Review.open_for(subject)
            flag, made = cls.objects.get_or_create(
                review=review,
                reporter=by,
                defaults={
                    "reason": Reason(reason),
                    "note": " ".join(note.split())[: cls.LONGEST_NOTE],
                    "confidence": trust.confidence,
                    "is_trusted": trust.is_trusted,
                },
            )
            if made:
                flags = list(review.flags.all())
                review.weigh(score=urgency(flags), flag_count=len(flags))
                Event.record("moderation.flag.raised", actor=by, subject=flag, topic=review.topic, reason=flag.reason)
        return flag


def urgency(flags: list[Flag]) -> float:
    """Harm of the worst reason times how sure it is: 1 minus the chance that every report is wrong."""
    if not flags:
        return 0.0
    sure = 1 - prod(1 - flag.confidence for flag in flags)
    return round(max(HARM[Reason(flag.reason)] for flag in flags) * sure, 3)


def leading_reason(flags: Iterable[Flag]) -> str:
    """The reason that weighs most among the reports, as the one to start from; "" when there are none."""
    weights: dict[str, float] = {}
    for flag in flags:
        weights[flag.reason] = weights.get(flag.reason, 0) + flag.confidence
    return max(weights, key=lambda reason: (weights[reason], HARM[Reason(reason)]), default="")
