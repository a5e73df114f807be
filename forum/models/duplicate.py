"""Duplicate: a link from a question to its canonical question, with who said so."""

from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.clocks.models import Clock
from community.lib import versions
from community.notifications.models import Subscription
from forum.models.answer import Answer
from forum.models.comment import Comment
from forum.models.locks import one_at_a_time
from forum.models.question import MeToo, Question


class Duplicate(models.Model):
    """One question asks what another asked before. The question's `duplicate_of` holds the same for reading."""

    question = models.OneToOneField(Question, models.CASCADE, related_name="duplicate_link")
    canonical = models.ForeignKey(Question, models.CASCADE, related_name="duplicate_links")
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)
    via = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="moved",
        help_text="The link that led this one on, when its canonical question turned out to be a duplicate too.",
    )
    brought = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        editable=False,
        related_name="+",
        help_text="Who follows the canonical question because of this link.",
    )
    helped_at = models.DateTimeField(_("the asker said that it solved theirs"), null=True, blank=True)

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

    def get_absolute_url(self):
        """Where its asker says whether it solved theirs."""
        return f"/questions/{self.question_id}/duplicate/confirmation/"

    # -- Verbs

    @classmethod
    def mark(cls, question: Question, *, canonical: Question, by) -> "Duplicate":
        """Link `question` to `canonical` (to the canonical of that, if it is a duplicate itself). Locks both.

        Questions that pointed here point to the canonical now; asker and followers follow it. Raises ValidationError for a
        question and itself, also when it comes about through another one.
        """
        with transaction.atomic():
            one_at_a_time()
            canonical = Question.objects.get(pk=canonical.pk)
            canonical = canonical.leads_to
            if canonical.pk == question.pk:
                raise ValidationError(_("A question cannot be a duplicate of itself."))
            cls.hold(question, canonical)
            for row in sorted((question, canonical), key=lambda q: q.pk):
                row.lock()
            if question.duplicate_of_id == canonical.pk:
                return question.duplicate_link
            if question.is_merged:
                raise ValidationError(_("This question was merged into another one. Undo that first."))
            link = cls.link(question, canonical, by=by)
            Event.record(
                "forum.question.marked-duplicate",
                actor=by,
                subject=question,
                topic=question.topic,
                canonical=canonical.pk,
            )
        return link

    def undo(self, *, by, reason: str = "") -> None:
        """The questions are two again, and all is as it was: who followed, and what this link had led on.

        Doing it twice changes nothing. Raises ValidationError where the two were merged: then there is more to undo.
        """
        with transaction.atomic():
            one_at_a_time()
            link = Duplicate.objects.select_related("question", "canonical").filter(pk=self.pk).first()
            if link is None:
                return
            question, canonical = link.question, link.canonical
            Duplicate.hold(question, canonical)
            for row in sorted((question, canonical), key=lambda q: q.pk):
                row.lock()
            if question.is_merged:
                raise ValidationError(_("The answers of the two stand in one thread. Undo the merge instead."))
            link.unlink()
            Event.record(
                "forum.question.unmarked-duplicate",
                actor=by,
                subject=question,
                topic=question.topic,
                canonical=canonical.pk,
                marked_by=link.marked_by_id,
                reason=reason[:500],
            )

    def say_it_solved(self, *, by) -> None:
        """The asker says that the solution there solved theirs too: it worked for them, and they had this problem too.

        Doing it twice changes nothing. Raises ValidationError while nothing is marked as the solution, DoesNotExist when
        the link is gone. Locks the link, then the solution, then its question.
        """
        with transaction.atomic():
            link = Duplicate.objects.select_for_update(of=("self",)).select_related("canonical").get(pk=self.pk)
            solution = link.canonical.solution
            if solution is None:
                raise ValidationError(_("Nothing has been marked as the solution there yet."))
            if link.helped_at is not None:
                return
            if solution.author_id != by.pk:
                solution.confirm(by=by)
            link.canonical.say_me_too(by=by)
            link.helped_at = timezone.now()
            link.save(update_fields=["helped_at"])

    def say_it_did_not(self, *, by, reason: str = "") -> None:
        """The asker says that theirs is another problem: it stands on its own again, and waits for help."""
        self.undo(by=by, reason=reason)

    # -- Beneath the verbs

    @classmethod
    def hold(cls, *questions: Question) -> None:
        """Lock the links of these questions. Call before anything said to them is locked, as `say_it_solved` does."""
        links = cls.objects.filter(Q(question__in=questions) | Q(canonical__in=questions)).order_by("pk")
        list(links.select_for_update(no_key=True).values_list("pk", flat=True))

    # Call both with both questions locked, and nobody else arranging.

    @classmethod
    def link(cls, question: Question, canonical: Question, *, by) -> "Duplicate":
        """Lead `question` to `canonical`, and with it what pointed to it; its promise is over."""
        before = question.duplicate_of
        if before is not None:
            cls.objects.get(question=question)._take_followers_back()
        link, _made = cls.objects.update_or_create(
            question=question,
            defaults={
                "canonical": canonical,
                "marked_by": by,
                "marked_at": timezone.now(),
                "via": None,
                "helped_at": None,
            },
        )
        cls.objects.filter(canonical=question, via=None).update(via=link)
        cls.objects.filter(canonical=question).update(canonical=canonical)
        question.duplicates.update(duplicate_of=canonical)
        question.duplicate_of = canonical
        question.save(update_fields=["duplicate_of"])
        Clock.settle(question)
        for row in filter(None, (question, canonical, before)):
            row.recount()
            transaction.on_commit(partial(versions.bump, *row.page_keys()))
        link._bring_followers()
        return link

    def unlink(self) -> None:
        """Both stand on their own again; the question's promise runs again, if nobody else has answered."""
        question = self.question
        self._take_followers_back()
        self._lead_back()
        question.duplicate_of = None
        question.save(update_fields=["duplicate_of"])
        self.delete()
        for row in (question, self.canonical):
            row.recount()
            transaction.on_commit(partial(versions.bump, *row.page_keys()))
        question.promise_again()

    # -- Who follows, and what was led on

    def _bring_followers(self) -> None:
        """The asker and who follows the question follow the canonical one too, but for who muted it."""
        there = Subscription.objects.filter(
            subject_type=ContentType.objects.get_for_model(Question), subject_id=self.canonical_id
        )
        here = set(Subscription.objects.to(self.question).values_list("member_id", flat=True))
        new = {*here, self.question.author_id} - set(there.values_list("member_id", flat=True))
        Subscription.objects.bulk_create(
            (Subscription(member_id=pk, subject=self.canonical, created_at=timezone.now()) for pk in sorted(new)),
            ignore_conflicts=True,
        )
        self.brought.set(new)

    def _take_followers_back(self) -> None:
        """Who came by this link follows the canonical question no more, unless something else keeps them there.

        They took part there, or came by another link as well: then that one has brought them.
        """
        brought = set(self.brought.values_list("pk", flat=True))
        for rows in (Answer.objects, Comment.objects):
            brought -= set(rows.filter(question=self.canonical).values_list("author_id", flat=True))
        brought -= set(MeToo.objects.filter(question=self.canonical).values_list("member_id", flat=True))
        brought -= {self.canonical.author_id}
        for other in Duplicate.objects.filter(canonical=self.canonical).exclude(pk=self.pk).select_related("question"):
            follows = Subscription.objects.to(other.question).filter(member__in=brought)
            kept = set(follows.values_list("member_id", flat=True)) | (brought & {other.question.author_id})
            other.brought.add(*kept)
            brought -= kept
        Subscription.objects.to(self.canonical).filter(member__in=brought).delete()
        self.brought.clear()

    def _lead_back(self) -> None:
        """What pointed to the question before this link led it on points to it again."""
        first = list(self.moved.values_list("pk", flat=True))
        found, last = set(first), first
        while last:
            last = list(Duplicate.objects.filter(via__in=last).exclude(pk__in=found).values_list("pk", flat=True))
            found.update(last)
        links = Duplicate.objects.filter(pk__in=found)
        Question.objects.filter(duplicate_link__in=links).update(duplicate_of=self.question)
        links.update(canonical=self.question)
        self.moved.update(via=None)
