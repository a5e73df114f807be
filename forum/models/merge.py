"""Merge: all that was said to one question stands under another, with who brought it there and why."""

from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.clocks.models import Clock
from community.content.models import Draft
from community.lib import versions
from forum.models.answer import Answer
from forum.models.comment import Comment
from forum.models.confirmation import Confirmation
from forum.models.duplicate import Duplicate
from forum.models.locks import lock_threads, one_at_a_time
from forum.models.question import MeToo, Question

_SOLUTION = ["solution", "solved_at", "accepted_by"]


class MergeQuerySet(models.QuerySet):
    def standing(self):
        """Merges that nobody has undone."""
        return self.filter(undone_at=None)

    def of(self, question: Question):
        """What came to the question, and where it went itself."""
        return self.filter(Q(question=question) | Q(canonical=question))


class Merge(models.Model):
    """The answers and comments of `question` became part of `canonical`, to which readers are led. Kept when undone."""

    LONGEST_REASON = 200

    question = models.ForeignKey(Question, models.CASCADE, related_name="merges")
    canonical = models.ForeignKey(Question, models.CASCADE, related_name="merged")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("why"), max_length=LONGEST_REASON)
    at = models.DateTimeField(default=timezone.now)
    # What came along: to say so in each history, and to send it back.
    answers = models.ManyToManyField(Answer, blank=True, editable=False, related_name="merges")
    comments = models.ManyToManyField(
        Comment, blank=True, editable=False, related_name="merges", help_text="Those on the question itself."
    )
    me_toos = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, editable=False, related_name="+", help_text="Who counts there by this."
    )
    # How the question was solved before.
    solution = models.ForeignKey(Answer, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    solved_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    was_carried = models.BooleanField(default=False, editable=False, help_text="The solution became that of the other.")
    confirmation = models.ForeignKey(
        Confirmation,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="What is left of the acceptance, where the solution was not carried.",
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    undone_reason = models.CharField(_("why it was undone"), max_length=LONGEST_REASON, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [
            models.UniqueConstraint(fields=["question"], condition=Q(undone_at=None), name="merge_stands_once"),
            models.CheckConstraint(condition=~Q(question=models.F("canonical")), name="merge_into_another_question"),
        ]

    def __str__(self):
        return f"{self.question_id} ⇒ {self.canonical_id}"

    # -- Verbs

    @classmethod
    def make(cls, question: Question, *, into: Question, by, reason: str) -> "Merge":
        """Bring all that was said to `question` under `into` (under its canonical, if that is a duplicate).

        Votes, confirmations and points stay with who earned them; the solution there stays. Merging twice merges once.
        Raises ValidationError where the two do not fit together. Locks both threads.
        """
        with transaction.atomic():
            one_at_a_time()
            canonical = Question.objects.get(pk=into.pk).leads_to
            done = cls.objects.standing().filter(question=question).first()
            if done is not None and done.canonical_id == canonical.pk:
                return done
            Duplicate.hold(question, canonical)
            lock_threads(question, canonical)
            may_merge(question, canonical, reason=reason)
            merge = cls.objects.create(
                question=question, canonical=canonical, by=by, reason=reason[: cls.LONGEST_REASON]
            )
            had_hope = not canonical.nothing_helped
            merge._take_posts()
            merge._take_solution()
            merge._take_me_toos()
            question.merged_at = question.rearranged_at = canonical.rearranged_at = timezone.now()
            question.save(update_fields=["merged_at", "rearranged_at"])
            canonical.save(update_fields=["rearranged_at"])
            question.claims.all().delete()
            _move_drafts(question, canonical)
            Duplicate.link(question, canonical, by=by)
            merge._settle(had_hope, by=by)
            merge._record("merged", by=by)
        return merge

    def undo(self, *, by, reason: str) -> None:
        """Send back what came along and is still there; what was said since stays where it was said.

        Undoing twice changes nothing. Raises ValidationError while something stands in the way. Locks both threads.
        """
        with transaction.atomic():
            one_at_a_time()
            self.refresh_from_db()
            if self.undone_at is not None:
                return
            question, canonical = self.question, self.canonical
            Duplicate.hold(question, canonical)
            lock_threads(question, canonical)
            self._may_be_undone(question, canonical, reason)
            had_hope = not canonical.nothing_helped
            self._give_solution_back()
            self._give_posts_back()
            MeToo.objects.filter(question=canonical, member__in=self.me_toos.all()).delete()
            question.merged_at, question.rearranged_at = None, timezone.now()
            canonical.rearranged_at = question.rearranged_at
            question.save(update_fields=["merged_at", "rearranged_at"])
            canonical.save(update_fields=["rearranged_at"])
            self.undone_at, self.undone_by, self.undone_reason = timezone.now(), by, reason[: self.LONGEST_REASON]
            self.save(update_fields=["undone_at", "undone_by", "undone_reason"])
            link = Duplicate.objects.get(question=question)
            link.question, link.canonical = question, canonical
            link.unlink()
            self._settle(had_hope, by=by)
            self._record("unmerged", by=by)

    # -- What comes along

    def _take_posts(self) -> None:
        question, canonical = self.question, self.canonical
        self.answers.set(question.answers.all())
        self.comments.set(question.comments.filter(answer=None))
        question.answers.update(question=canonical)
        question.comments.update(question=canonical)

    def _take_solution(self) -> None:
        """The solution of the question is one answer among others there, unless the same asker has none there yet.

        That the asker accepted it is not lost: they say now that it worked for them, which is who was helped by it.
        """
        question, canonical, solution = self.question, self.canonical, self.question.solution
        if solution is None:
            return
        self.solution, self.solved_at, self.accepted_by = solution, question.solved_at, question.accepted_by
        question.solution = question.solved_at = question.accepted_by = None
        question.save(update_fields=_SOLUTION)
        if not canonical.is_solved and not canonical.outcome and question.author_id == canonical.author_id:
            self.was_carried = True
            canonical.solution, canonical.solved_at, canonical.accepted_by = solution, self.solved_at, self.accepted_by
            canonical.save(update_fields=_SOLUTION)
        elif solution.author_id != question.author_id:
            said, is_new = Confirmation.objects.get_or_create(
                answer=solution,
                member_id=question.author_id,
                defaults={"worked": True, "at": self.solved_at or self.at},
            )
            self.confirmation = said if is_new else None
            Answer.objects.filter(pk=solution.pk).recount()
        self.save(update_fields=[*_SOLUTION, "was_carried", "confirmation"])

    def _take_me_toos(self) -> None:
        canonical = self.canonical
        there = {*canonical.me_toos.values_list("member_id", flat=True), canonical.author_id}
        new = [said for said in self.question.me_toos.all() if said.member_id not in there]
        MeToo.objects.bulk_create(
            [MeToo(question=canonical, member_id=said.member_id, created_at=said.created_at) for said in new],
            ignore_conflicts=True,
        )
        self.me_toos.set([said.member_id for said in new])

    # -- What goes back

    def _may_be_undone(self, question: Question, canonical: Question, reason: str) -> None:
        if not reason.strip():
            raise ValidationError(_("Say why: everybody whose words move reads it."))
        if question.duplicate_of_id != canonical.pk:
            raise ValidationError(
                _("“%(title)s” itself leads to another question by now. Undo that first.") % {"title": canonical.title}
            )
        was_carried = self.was_carried and canonical.solution_id == self.solution_id
        if canonical.is_solved and not was_carried and self._going().filter(pk=canonical.solution_id).exists():
            raise ValidationError(
                _("An answer that would go back has become the solution here. Take that mark away first.")
            )

    def _going(self):
        """The answers that are still where they were brought."""
        return self.answers.filter(question=self.canonical)

    def _give_posts_back(self) -> None:
        going = list(self._going().values_list("pk", flat=True))
        Answer.objects.filter(pk__in=going).update(question=self.question)
        Comment.objects.filter(answer__in=going).update(question=self.question)
        said = self.comments.filter(question=self.canonical, answer=None).values_list("pk", flat=True)
        Comment.objects.filter(pk__in=list(said)).update(question=self.question)

    def _give_solution_back(self) -> None:
        """Call before the posts go back, and after it is clear that they may."""
        question, canonical, solution = self.question, self.canonical, self.solution
        said, self.confirmation = self.confirmation, None
        if said is not None:
            said.delete()
        if solution is None:
            return
        if self.was_carried and canonical.solution_id == solution.pk:
            canonical.solution = canonical.solved_at = canonical.accepted_by = None
            canonical.save(update_fields=_SOLUTION)
        Answer.objects.filter(pk=solution.pk).recount()
        if not solution.is_hidden and self._going().filter(pk=solution.pk).exists():
            question.solution, question.solved_at, question.accepted_by = solution, self.solved_at, self.accepted_by
            question.save(update_fields=_SOLUTION)

    # -- What both share

    def _settle(self, had_hope: bool, *, by) -> None:
        """Count anew, and bring the promises in line with what is said where now."""
        question, canonical = self.question, self.canonical
        for row in (question, canonical):
            row.recount()
            transaction.on_commit(partial(versions.bump, *row.page_keys()))
        if canonical.is_solved:
            Clock.settle(canonical)
        elif canonical.is_answered:
            Clock.keep(canonical, Clock.Promise.FIRST_ANSWER)
        canonical.look_for_help_again(had_hope, by=by)
        for row in (question, canonical):
            row.promise_again()

    def _record(self, what: str, *, by) -> None:
        Event.record(
            f"forum.question.{what}",
            actor=by,
            subject=self.question,
            topic=self.canonical.topic,
            other=self.canonical_id,
            merge=self.pk,
        )


def may_merge(question: Question, canonical: Question, *, reason: str) -> None:
    """Raise ValidationError with what keeps the two apart. Costs no query."""
    if canonical.pk == question.pk:
        raise ValidationError(_("This is the same question, or one that leads here. Choose another one."))
    if question.is_merged:
        raise ValidationError(_("This question was merged into another one already. Undo that first."))
    if question.is_hidden or canonical.is_hidden:
        raise ValidationError(_("One of the two is hidden. Show it again first."))
    if (question.audience, question.organisation_id) != (canonical.audience, canonical.organisation_id):
        raise ValidationError(_("The two are for different people: what some may not read would be read by them."))
    if question.is_talk != canonical.is_talk:
        raise ValidationError(_("One is a question and the other is a discussion. They stay apart."))
    if canonical.is_locked:
        raise ValidationError(_("“%(title)s” is locked: nothing can be added to it.") % {"title": canonical.title})
    if not reason.strip():
        raise ValidationError(_("Say why: everybody whose words move reads it."))


def _move_drafts(question: Question, canonical: Question) -> None:
    """What people are just writing to the question, they are writing to the other one."""
    for place in ("answer:{}", "comment:question:{}"):
        Draft.move(place=place.format(question.pk), to=place.format(canonical.pk))
