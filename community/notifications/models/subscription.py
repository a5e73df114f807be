"""Subscription: "tell me" about a thing. The word on the page is Follow."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SubscriptionQuerySet(models.QuerySet):
    def to(self, subject: models.Model):
        """Subscriptions to a row that are not muted."""
        return self.filter(
            subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk, muted_at=None
        )


class Subscription(models.Model):
    """A member follows a question, a topic, a tag or another member. Muted is kept, so that nothing follows anew."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="subscriptions")
    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    created_at = models.DateTimeField(default=timezone.now)
    muted_at = models.DateTimeField(_("muted"), null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint(fields=["member", "subject_type", "subject_id"], name="subscription_once")
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="subscription_subject")]

    def __str__(self):
        return f"{self.member} → {self.subject_type.model} {self.subject_id}"

    @classmethod
    def follow(cls, member, subject: models.Model) -> None:
        """Follow, if the member neither follows nor muted it. One query; safe when two do it at once."""
        cls.objects.bulk_create(
            [
                cls(  # type: ignore[list-item]
                    member=member,
                    subject_type=ContentType.objects.get_for_model(subject),
                    subject_id=subject.pk,
                    created_at=timezone.now(),
                )
            ],
            ignore_conflicts=True,
        )

    @classmethod
    def unfollow(cls, member, subject: models.Model) -> None:
        """Mute: the member is not told any more, and doing something there does not follow it anew.

        What is there only to be followed, as a search, is gone then.
        """
        if getattr(subject, "ends_when_unfollowed", False):
            subject.delete()
            return
        kind = ContentType.objects.get_for_model(subject)
        cls.objects.update_or_create(
            member=member, subject_type=kind, subject_id=subject.pk, defaults={"muted_at": timezone.now()}
        )

    @classmethod
    def resume(cls, member, subject: models.Model) -> None:
        """Follow on purpose: also what was muted."""
        kind = ContentType.objects.get_for_model(subject)
        cls.objects.update_or_create(
            member=member, subject_type=kind, subject_id=subject.pk, defaults={"muted_at": None}
        )

    @classmethod
    def is_following(cls, member, subject: models.Model) -> bool:
        """Whether the member is told about the subject."""
        return member.is_authenticated and cls.objects.to(subject).filter(member=member).exists()
