"""Deflection: what somebody was shown before they posted a question, and how that ended."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Topic

WORDS_KEPT_FOR = timedelta(days=90)


class DeflectionQuerySet(models.QuerySet):
    # "They found it, and did not have to ask."
    def answered(self):
        return self.filter(outcome=Deflection.Outcome.ANSWERED)

    # "Nothing that was shown helped, and they asked."
    def asked(self):
        return self.exclude(question=None)

    def forget_words(self, now=None) -> int:
        """Remove the words that were typed more than 90 days ago. Returns how many rows lost theirs."""
        return self.filter(at__lt=(now or timezone.now()) - WORDS_KEPT_FOR).exclude(typed="").update(typed="")


class Deflection(models.Model):
    """One way through the form. It exists once somebody pressed a button; looking alone leaves nothing behind."""

    class Outcome(models.TextChoices):
        ANSWERED = "answered", _("this answered it")
        NONE = "none", _("none of these")

    # Drawn when the suggestions are shown: whatever is pressed, and however often, it is one row.
    flow = models.UUIDField(unique=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    typed = models.CharField(_("typed"), max_length=200, blank=True, help_text=_("Without private facts; for 90 days."))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    question = models.ForeignKey(
        "forum.Question",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deflections",
        verbose_name=_("question that it became"),
    )
    at = models.DateTimeField(default=timezone.now)

    objects = DeflectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("look before asking")
        verbose_name_plural = _("looks before asking")
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="answered") | Q(question=None), name="deflection_answered_became_no_question"
            )
        ]
        indexes = [models.Index(fields=["-at", "outcome"], name="deflection_when")]

    def __str__(self):
        return f"{self.at:%Y-%m-%d} {self.get_outcome_display()}"

    @classmethod
    def note(
        cls, flow, *, by, typed: str, topic_id: int | None, shown: Sequence[tuple[str, int]], helped=None, question=None
    ) -> "Deflection":
        """Write how it ended: something of what was `shown` helped, or it became a `question`, or nothing helped.

        `shown` are names and numbers of subjects in the order of the page, `helped` is one of them. Saying more later
        changes the same row; it is locked.
        """
        with transaction.atomic():
            topic = Topic.objects.filter(pk=topic_id).first() if topic_id is not None else None
            first = {"typed": typed[:200], "topic": topic, "outcome": cls.Outcome.NONE}
            row, made = cls.objects.get_or_create(flow=flow, defaults=first)
            row = cls.objects.select_for_update(of=("self",)).get(pk=row.pk)
            if made:
                row._keep(shown)
            before = (None if made else row.outcome, row.question_id)
            row.outcome = cls.Outcome.ANSWERED if helped else cls.Outcome.NONE
            row.question = question or (None if helped else row.question)
            row.member = by if by is not None else row.member
            row.save(update_fields=["outcome", "question", "member"])
            row.suggestions.filter(helped=True).update(helped=False)
            if helped:
                row.suggestions.filter(subject_type__model=helped[0], subject_id=helped[1]).update(helped=True)
            if before != (row.outcome, row.question_id):
                Event.record(
                    f"forum.deflection.{row.outcome}", actor=by, subject=row, topic=row.topic, question=row.question_id
                )
        return row

    def _keep(self, shown: Sequence[tuple[str, int]]) -> None:
        kinds = {name: ContentType.objects.get_by_natural_key(*_MODELS[name]) for name, _pk in shown}
        Suggestion.objects.bulk_create(
            Suggestion(deflection=self, place=place, subject_type=kinds[name], subject_id=pk)
            for place, (name, pk) in enumerate(shown, start=1)
        )


class Suggestion(models.Model):
    """One thing that was shown to somebody who was about to ask, and whether they said that it answers it."""

    deflection = models.ForeignKey(Deflection, models.CASCADE, related_name="suggestions")
    place = models.PositiveSmallIntegerField(_("place"))
    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    helped = models.BooleanField(_("answered it"), default=False)

    class Meta:
        ordering = ["deflection", "place"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [
            models.UniqueConstraint(fields=["deflection", "place"], name="suggestion_place_once"),
            models.UniqueConstraint(fields=["deflection"], condition=Q(helped=True), name="suggestion_helped_once"),
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="suggestion_subject")]

    def __str__(self):
        return f"{self.subject_type.model} {self.subject_id}"


# What can be suggested, by its name in addresses.
_MODELS = {"question": ("forum", "question"), "article": ("knowledgebase", "article")}
