"""Duplicate: a link from a question to its canonical question, with who said so."""

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.clocks.models import Clock
from community.lib import versions
from community.notifications.models import Subscription
from forum.models.question import Question

_LINKING = 0x6475706C  # the key of the lock; any number that nobody else takes


class Duplicate(models.Model):
    """One question asks what another asked before. The question's `duplicate_of` holds the same for reading."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="duplicate_link")
    canonical = models.ForeignKey(Question, models.CASCADE, related_name="duplicate_links")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("duplicate")
        verbose_name_plural = _("duplicates")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(question=models.F("canonical")), name="duplicate_of_another_question"
            )
        ]

    def __str__(self):
        return f"{self.question_id} → {self.canonical_id}"

    @classmethod
    def mark(cls, question: Question, *, canonical: Question, by) -> "Duplicate":
        """Link `question` to `canonical` (to the canonical of that, if it is a duplicate itself). Locks both.

        Questions that pointed here point to the canonical now, and the asker follows it. Raises ValidationError for a
        question and itself, also when it comes about through another one.
        """
        with transaction.atomic():
            _one_at_a_time()
            canonical = Question.objects.get(pk=canonical.pk)
            canonical = canonical.duplicate_of or canonical
            if canonical.pk == question.pk:
                raise ValidationError(_("A question cannot be a duplicate of itself."))
            for row in sorted((question, canonical), key=lambda q: q.pk):
                row.lock()
            before = question.duplicate_of
            if before is not None and before.pk == canonical.pk:
                return question.duplicate_link
            link, _made = cls.objects.update_or_create(
                question=question, defaults={"canonical": canonical, "marked_by": by, "marked_at": timezone.now()}
            )
            cls.objects.filter(canonical=question).update(canonical=canonical)
            question.duplicates.update(duplicate_of=canonical)
            question.duplicate_of = canonical
            question.save(update_fields=["duplicate_of"])
            Clock.settle(question)
            for row in filter(None, (question, canonical, before)):
                row.recount()
                transaction.on_commit(partial(versions.bump, *row.page_keys()))
            Subscription.follow(question.author, canonical)
            Event.record(
                "forum.question.marked-duplicate",
                actor=by,
                subject=question,
                topic=question.topic,
                canonical=canonical.pk,
            )
        return link

    def undo(self, *, by) -> None:
        """The questions are two again. Doing it twice changes nothing."""
        with transaction.atomic():
            _one_at_a_time()
            question, canonical = self.question, self.canonical
            question.lock()
            if question.duplicate_of_id is None:
                return
            question.duplicate_of = None
            question.save(update_fields=["duplicate_of"])
            Duplicate.objects.filter(question=question).delete()
            canonical.lock()
            canonical.recount()
            transaction.on_commit(partial(versions.bump, *canonical.page_keys()))
            question.promise_again()
            Event.record(
                "forum.question.unmarked-duplicate",
                actor=by,
                subject=question,
                topic=question.topic,
                canonical=canonical.pk,
            )


def _one_at_a_time() -> None:
    """Until the transaction ends, nobody else links duplicates: two links made at once could point at each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LINKING])
