"""Claim and Pass: what helpers say about a question before they answer it, or instead."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.models.question import Question

LASTS = timedelta(minutes=10)


class ClaimQuerySet(models.QuerySet):
    def in_force(self, now=None):
        """Claims of the last ten minutes."""
        return self.filter(until__gt=now or timezone.now())

    def writers_beside(self, member):
        """The names of others who are writing an answer to the question of the outer query, for an ArraySubquery."""
        others = self.in_force().filter(question=OuterRef("pk")).exclude(member=member).order_by("until")
        return others.values_list(Coalesce(NullIf("member__full_name", Value("")), "member__username"))


class Claim(models.Model):
    """Somebody is writing an answer. It keeps nobody from writing too; it saves two people the same work."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="claims")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    until = models.DateTimeField(_("until"))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="claim_once")]

    def __str__(self):
        return f"{self.member} · {self.question_id}"

    @classmethod
    def make(cls, question: Question, *, by) -> None:
        """`by` is writing, for ten minutes from now, and takes up an invitation if they have one.

        Two queries; safe when said twice at once. Nobody is told by mail.
        """
        claim = cls(question=question, member=by, until=timezone.now() + LASTS)
        cls.objects.bulk_create(
            [claim],  # type: ignore[list-item]
            update_conflicts=True,
            unique_fields=["question", "member"],
            update_fields=["until"],
        )
        question.invitations.taken_up_by(by)

    @classmethod
    def drop(cls, question: Question, *, by) -> None:
        """`by` is not writing any more."""
        cls.objects.filter(question=question, member=by).delete()


class Pass(models.Model):
    """A helper leaves a question to others: it is not offered to them again."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="passes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="passes")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pass")
        verbose_name_plural = _("passes")
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="pass_once")]

    def __str__(self):
        return f"{self.member} · {self.question_id}"

    @classmethod
    def make(cls, question: Question, *, by) -> None:
        """Leave it to others, also when one had begun or was asked. Three queries; safe when said twice at once."""
        cls.objects.bulk_create([cls(question=question, member=by)], ignore_conflicts=True)  # type: ignore[list-item]
        Claim.drop(question, by=by)
        question.invitations.left_by(by)

    @classmethod
    def take_back(cls, question: Question, *, by) -> None:
        """It may be offered again."""
        cls.objects.filter(question=question, member=by).delete()
