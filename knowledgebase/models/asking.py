"""Asking: one question that staff ask the readers of an article, until a day or a number of answers; and what readers answer."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from knowledgebase.models.reader import LONGEST_COMMENT, without_private_facts

LONGEST_QUESTION = 200
LONGEST_CHOICE = 80
MOST_CHOICES = 8
MOST_ANSWERS = 100_000
LONGEST_ASKED = timedelta(days=366)


class AskingQuerySet(models.QuerySet):
    # "Nobody and nothing has ended it."
    def open(self):
        return self.filter(ended_at=None)

    # "Its time is over, and that is not written down yet."
    def due(self, now: datetime | None = None):
        return self.open().filter(ends_at__lte=now or timezone.now())

    def newest_first(self):
        return self.order_by("-asked_at", "-id")


class Asking(models.Model):
    """What readers are asked, once at a time for an article. It is never changed: other words would be another question.

    With choices, a reader chooses one and may add a sentence; without, the sentence is the answer.
    """

    class Why(models.TextChoices):
        CLOSED = "closed", _("an editor ended it")
        TIME = "time", _("its time is over")
        ENOUGH = "enough", _("enough readers have answered")
        ARCHIVED = "archived", _("the article was archived")

    article = models.ForeignKey("knowledgebase.Article", models.CASCADE, related_name="askings")
    text = models.CharField(_("question"), max_length=LONGEST_QUESTION)
    choices = ArrayField(
        models.CharField(max_length=LONGEST_CHOICE), default=list, blank=True, verbose_name=_("choices")
    )
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    enough = models.PositiveIntegerField(_("enough answers"), null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"))
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answer_count = models.PositiveIntegerField(default=0, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    why_ended = models.CharField(_("why it ended"), max_length=10, choices=Why, blank=True)

    objects = AskingQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to readers")
        verbose_name_plural = _("questions to readers")
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(ended_at=None), name="asking_open_once"),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=False) | Q(enough__isnull=False), name="asking_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, why_ended="") | (Q(ended_at__isnull=False) & ~Q(why_ended="")),
                name="asking_ended_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["article", "-asked_at", "-id"], name="asking_newest"),
            models.Index(fields=["ends_at"], name="asking_due", condition=Q(ended_at=None)),
        ]

    def __str__(self):
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether a reader may answer now."""
        return self.ended_at is None and (self.ends_at is None or self.ends_at > timezone.now())

    def answer(self, *, reader: str, choice: str = "", words: str = "", member=None) -> "ReaderAnswer":
        """A reader answers, for editors to read; each counts once, and the last word stands. Locks the question.

        Private facts are taken out of the words. The answer that makes it enough ends the question. Raises
        ValidationError for a choice that there is not, for no answer at all, and once it has ended.
        """
        words = without_private_facts(words)
        if choice not in self.choices if self.choices else choice:
            raise ValidationError(_("Choose one of the answers."))
        if not (choice or words):
            raise ValidationError(_("Write your answer first."))
        with transaction.atomic():
            self.lock()
            if not self.is_open:
                raise ValidationError(_("This question has ended."))
            said = {"choice": choice, "words": words, "member": member, "at": timezone.now()}
            answer, is_new = ReaderAnswer.objects.update_or_create(asking=self, reader=reader, defaults=said)
            if is_new:
                self.answer_count = self.answers.count()
                self.save(update_fields=["answer_count"])
            # About the question, which no page is made of: an answer makes no page stale, and the log has no word of it.
            Event.record("kb.asking.answered", actor=member, subject=self, topic=self.article.topic)
            if self.enough is not None and self.answer_count >= self.enough:
                self.end(by=None, why=self.Why.ENOUGH)
        return answer

    def end(self, *, by, why: str = Why.CLOSED) -> None:
        """Readers are not asked any more. Doing it twice changes nothing; the first reason counts. Locks the question."""
        with transaction.atomic():
            self.lock()
            if self.ended_at is not None:
                return
            self.ended_at, self.ended_by, self.why_ended = timezone.now(), by, self.Why(why)
            self.save(update_fields=["ended_at", "ended_by", "why_ended"])
            Event.record(
                "kb.article.asking-ended",
                actor=by,
                subject=self.article,
                topic=self.article.topic,
                asking=self.pk,
                why=str(self.why_ended),
            )

    def lock(self) -> None:
        """Lock the row and read it anew, into this object. Only inside a transaction."""
        self.refresh_from_db(from_queryset=Asking.objects.select_for_update())


class ReaderAnswer(models.Model):
    """What one reader answered. `reader` is who it was without saying who they are, as for a HelpfulVote."""

    asking = models.ForeignKey(Asking, models.CASCADE, related_name="answers", verbose_name=_("question"))
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    reader = models.CharField(max_length=64, editable=False)
    choice = models.CharField(_("choice"), max_length=LONGEST_CHOICE, blank=True)
    words = models.CharField(_("in their words"), max_length=LONGEST_COMMENT, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer of a reader")
        verbose_name_plural = _("answers of readers")
        constraints = [
            models.UniqueConstraint(fields=["asking", "reader"], name="reader_answer_once"),
            models.CheckConstraint(condition=~Q(choice="", words=""), name="reader_answer_says_something"),
        ]
        indexes = [models.Index(fields=["asking", "-at", "-id"], name="reader_answer_newest")]

    def __str__(self):
        return f"{self.asking_id}: {self.choice or self.words[:40]}"

    @property
    def is_by_visitor(self) -> bool:
        """Whether nobody signed in said it: such a reader counts once a day for a network and a browser."""
        return not self.reader.startswith("member:")
