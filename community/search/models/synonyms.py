"""Synonyms: words that mean the same to customers here, as editors know it."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Topic
from community.search.folding import joined


class SynonymsQuerySet(models.QuerySet):
    def in_order(self):
        """Those of everywhere first, then by topic and by their first word."""
        return self.select_related("topic", "said_by").order_by(
            models.F("topic__name").asc(nulls_first=True), "words", "id"
        )


class Synonyms(models.Model):
    """A group of words or short phrases, each of which finds what is written with another; in one topic, or everywhere.

    `terms` are the words as the index spells them.
    """

    MOST_TERMS = 12
    LONGEST_TERM = 60

    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="synonyms", verbose_name=_("topic")
    )
    words = models.CharField(_("words that mean the same"), max_length=500)
    terms = ArrayField(models.CharField(max_length=LONGEST_TERM), editable=False)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    said_at = models.DateTimeField(_("when"), default=timezone.now)

    objects = SynonymsQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        constraints = [
            models.UniqueConstraint(fields=["topic", "terms"], name="synonyms_once", nulls_distinct=False),
        ]

    def __str__(self):
        return self.words

    @classmethod
    def say(cls, *, by, words: Sequence[str], topic: Topic | None = None) -> "Synonyms":
        """A new group; saying the same twice is the same as once.

        Raises ValidationError for fewer than two different words, too many, or one that is too long.
        """
        plain = list(dict.fromkeys(" ".join(word.split()) for word in words if word.strip()))
        terms = sorted({" ".join(joined(word).split()) for word in plain} - {""})
        if len(terms) < 2:
            raise ValidationError(_("Name at least two different words, with commas between them."))
        if len(terms) > cls.MOST_TERMS or any(len(word) > cls.LONGEST_TERM for word in [*terms, *plain]):
            raise ValidationError(
                _("At most %(most)d words of at most %(longest)d characters each.")
                % {"most": cls.MOST_TERMS, "longest": cls.LONGEST_TERM}
            )
        with transaction.atomic():
            group, made = cls.objects.get_or_create(
                topic=topic, terms=terms, defaults={"words": ", ".join(plain), "said_by": by}
            )
            if made:
                Event.record("search.synonyms.said", actor=by, subject=group, topic=topic, words=group.words)
        return group

    def withdraw(self, *, by) -> None:
        """These words no longer mean the same. Twice is the same as once."""
        with transaction.atomic():
            if Synonyms.objects.select_for_update().filter(pk=self.pk).first() is None:
                return
            Event.record("search.synonyms.withdrawn", actor=by, subject=self, topic=self.topic, words=self.words)
            self.delete()
