"""SourceTask: something that an article quotes is no longer what it was."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.content.models import PostRevision
from knowledgebase.models.article import Article


class SourceTaskQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def visible_to(self, person):
        """Tasks about articles in sight. Who may look at tasks at all is asked elsewhere."""
        return self.filter(article__in=Article.objects.visible_to(person))

    def with_words(self):
        """With the article, its owner, and both texts. No further query but for posts that have no newer revision."""
        return self.select_related("article", "article__owner", "article__topic", "quoted", "now", "closed_by")

    def oldest_first(self):
        return self.order_by("opened_at", "id")


class SourceTask(models.Model):
    """For the owner of an article: look at this source again. Open once for an article, a post and what happened to it.

    `quoted` is what the article took its words from; `now` is what the post said when the task was opened, or when the
    post changed again while it was open. `seen` is the number of the event that was looked at last.
    """

    class Kind(models.TextChoices):
        EDITED = "edited", _("was edited")
        UNACCEPTED = "unaccepted", _("is no longer the accepted answer")
        HIDDEN = "hidden", _("was hidden")
        GONE = "gone", _("was deleted")

    class Outcome(models.TextChoices):
        TAKEN_OVER = "taken-over", _("the new words were taken over")
        STAYS = "stays", _("the article stays as it is")
        SETTLED = "settled", _("it settled itself")

    noun: ClassVar[str] = "kb.source-task"

    article = models.ForeignKey(Article, models.CASCADE, related_name="source_tasks", verbose_name=_("article"))
    post_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    post_id = models.BigIntegerField()
    post = GenericForeignKey("post_type", "post_id")
    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    quoted = models.ForeignKey(PostRevision, models.PROTECT, related_name="+", verbose_name=_("then"))
    now = models.ForeignKey(
        PostRevision, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("now")
    )
    url = models.CharField(_("address of the post"), max_length=300)
    seen = models.BigIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = SourceTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("changed source")
        verbose_name_plural = _("changed sources")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "post_type", "post_id", "kind"],
                condition=Q(closed_at=None),
                name="source_task_open_once",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="source_task_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="stays") | (~Q(reason="") & Q(closed_by__isnull=False)),
                name="source_task_stays_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["opened_at"], name="source_task_open", condition=Q(closed_at=None))]

    def __str__(self):
        return f"{self.article}: {self.get_kind_display()}"

    def get_absolute_url(self):
        return f"{reverse('kb:tasks')}#task-{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def has_new_words(self) -> bool:
        return self.kind == self.Kind.EDITED and self.now_id is not None

    def stay(self, *, by, reason: str) -> None:
        """The article stays as it is, and why. Doing it twice changes nothing. Locks the task.

        Raises ValidationError without a reason.
        """
        if not reason.strip():
            raise ValidationError(_("Say why it stays: whoever comes after you reads it here."))
        self._close(by, self.Outcome.STAYS, reason.strip())

    def take_over(self, *, by) -> None:
        """The next revision of the article quotes what the post says now: where it stood word for word, the new words
        stand; what was quoted in part is for the editor. Doing it twice changes nothing. Locks the task and the article.

        Raises ValidationError when there are no new words.
        """
        if not self.has_new_words:
            raise ValidationError(_("There are no new words to take over."))
        with transaction.atomic():
            self.lock()
            if not self.is_open:
                return
            self.article.quote_anew(self.quoted, self.now, by=by)
            self._close(by, self.Outcome.TAKEN_OVER)

    def settle(self) -> None:
        """What happened was undone, or the article quotes it no more: nobody has to look."""
        self._close(None, self.Outcome.SETTLED)

    def lock(self) -> None:
        """Lock the row and read it anew, into this object. Only inside a transaction."""
        self.refresh_from_db(from_queryset=SourceTask.objects.select_for_update(of=("self",)))

    def _close(self, by, outcome: str, reason: str = "") -> None:
        with transaction.atomic():
            self.lock()
            if not self.is_open:
                return
            self.closed_at, self.closed_by, self.outcome, self.reason = timezone.now(), by, outcome, reason[:300]
            self.save(update_fields=["closed_at", "closed_by", "outcome", "reason"])
            data: dict[str, Any] = {"task": self.pk, "outcome": str(outcome)}
            Event.record("kb.article.source-settled", actor=by, subject=self.article, topic=self.article.topic, **data)
