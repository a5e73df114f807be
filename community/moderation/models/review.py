"""Review: one look by a moderator at one thing, opened by the first flag and ended by a decision."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic


class ReviewQuerySet(models.QuerySet):
    # "Nobody but their authors and moderators has seen them yet."
    def held(self):
        return self.open().exclude(held_for="")

    # "Nobody has decided yet."
    def open(self):
        return self.filter(closed_at=None)

    def of(self, subject: models.Model):
        """Reviews of a row."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def decidable_by(self, member):
        """Reviews of what others wrote: nobody decides on their own content."""
        return self.exclude(author=member)

    def most_harmful_first(self):
        return self.order_by("-score", "opened_at", "id")


HELD_SCORE = 1.5  # a post that is held harms nobody while it waits; its author waits too


class Review(models.Model):
    """What waits for a moderator. A thing has at most one open review, whatever is reported about it meanwhile."""

    class HeldFor(models.TextChoices):
        """Why a new post was kept out of sight from the beginning."""

        LINK = "link", _("first post, with a link")
        QUICK = "quick", _("first post, typed in no time")

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("author"),
    )
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    score = models.FloatField(_("urgency"), default=0, help_text=_("Harm times how sure it is."))
    flag_count = models.PositiveIntegerField(_("reports"), default=0, editable=False)
    held_for = models.CharField(_("held back as"), max_length=10, choices=HeldFor, blank=True)
    hidden_at_once = models.BooleanField(_("hidden at once"), default=False)
    opened_at = models.DateTimeField(_("since"), default=timezone.now)
    closed_at = models.DateTimeField(_("decided"), null=True, blank=True)
    upheld = models.BooleanField(_("the reports were right"), null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"], condition=Q(closed_at=None), name="review_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, upheld=None) | Q(closed_at__isnull=False, upheld__isnull=False),
                name="review_closed_has_a_result",
            ),
        ]
        indexes = [
            models.Index(fields=["-score", "opened_at", "id"], name="review_queue", condition=Q(closed_at=None)),
            models.Index(fields=["subject_type", "subject_id"], name="review_subject"),
        ]

    def __str__(self):
        return f"{self.subject_type.name} {self.subject_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @classmethod
    def open_for(cls, subject: models.Model) -> "Review":
        """The open review of a thing, made if there is none, and locked. Only inside a transaction.

        Safe when two open it at once.
        """
        topic = subject.event_topic() if hasattr(subject, "event_topic") else None
        review, _made = cls.objects.get_or_create(
            subject_type=ContentType.objects.get_for_model(subject),
            subject_id=subject.pk,
            closed_at=None,
            defaults={"author_id": getattr(subject, "author_id", None), "topic": topic},
        )
        review.lock()
        # Decided between the two queries: what is reported now is a new matter.
        return review if review.is_open else cls.open_for(subject)

    @classmethod
    def hold(cls, subject: models.Model, *, why: str) -> "Review":
        """Have a moderator look at a new post that is out of sight already. Only inside a transaction."""
        review = cls.open_for(subject)
        review.held_for, review.hidden_at_once, review.score = cls.HeldFor(why), True, HELD_SCORE
        review.save(update_fields=["held_for", "hidden_at_once", "score"])
        return review

    def weigh(self, *, score: float, flag_count: int) -> None:
        """Write how urgent it is. Call with the review locked."""
        self.score, self.flag_count = score, flag_count
        self.save(update_fields=["score", "flag_count"])

    def lock(self) -> None:
        """Lock the row and read it anew, into this object. Only inside a transaction."""
        self.refresh_from_db(from_queryset=Review.objects.select_for_update(of=("self",)))
