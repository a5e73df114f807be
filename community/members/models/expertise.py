"""Expertise: how likely a member is right about a topic, and how present they are there."""

from dataclasses import dataclass
from math import sqrt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.catalogue.models import Topic

PRIOR_WORTH = 10.0  # outcomes: how many of a member's own weigh as much as what is usual in the topic
ENOUGH = 3.0  # outcomes, faded: with fewer, nothing is said of a member
_Z = 1.2816  # of a normal distribution: 80 % lie within


@dataclass(frozen=True)
class Likelihood:
    """A Beta distribution of "right when they answer": its mean, and the interval in which it lies with 80 %.

    The interval is the normal approximation: with ten outcomes of prior it is within three points of the exact one.
    """

    share: float
    low: float
    high: float

    @classmethod
    def of(cls, right: float, wrong: float, *, usual: float) -> Self:
        """The posterior after so many outcomes; `usual` is the share that is right in the topic, as the prior."""
        a, b = PRIOR_WORTH * usual + right, PRIOR_WORTH * (1 - usual) + wrong
        share = a / (a + b)
        spread = _Z * sqrt(share * (1 - share) / (a + b + 1))
        return cls(share, max(0.0, share - spread), min(1.0, share + spread))


class ExpertiseQuerySet(models.QuerySet):
    # "Right more often than is usual here, beyond doubt."
    def proven(self):
        return self.filter(low__gt=models.F("usual"), weight__gte=ENOUGH)

    def best_first(self):
        return self.order_by("-low", "-weight", "member_id", "topic_id")


class Expertise(models.Model):
    """A row per member and topic, written from the outcomes of their answers (`advocates.expertise`), and anew each night.

    `right` and `wrong` are outcomes that have faded with a half-life of 180 days, `presence` answers with one of 60 days.
    Never one figure over all topics: nobody is an expert in general.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="expertises")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="expertises")
    right = models.FloatField(default=0)
    wrong = models.FloatField(default=0)
    weight = models.FloatField(default=0, help_text="Right and wrong together.")
    presence = models.FloatField(default=0)
    usual = models.FloatField(help_text="The share of answers that are right in the topic.")
    share = models.FloatField(help_text="How likely an answer of theirs is right.")
    low = models.FloatField()
    high = models.FloatField()
    counted_at = models.DateTimeField(default=timezone.now)

    objects = ExpertiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("expertise")
        verbose_name_plural = _("expertise")
        constraints = [
            models.UniqueConstraint(fields=["member", "topic"], name="expertise_once"),
            models.CheckConstraint(
                condition=models.Q(low__gte=0, low__lte=models.F("share"), share__lte=models.F("high"), high__lte=1),
                name="expertise_is_a_share_with_its_interval",
            ),
        ]
        indexes = [models.Index(fields=["topic", "-low"], name="expertise_topic_best")]

    def __str__(self):
        return f"{self.member} · {self.topic}: {self.share:.0%}"

    @property
    def is_proven(self) -> bool:
        """Right more often than is usual here, beyond doubt."""
        return self.low > self.usual and self.weight >= ENOUGH

    @property
    def in_words(self) -> str:
        """A phrase for beside the name of the topic."""
        if self.weight < ENOUGH:
            return str(_("few outcomes yet"))
        if self.is_proven:
            return str(_("right more often than most"))
        return str(_("about as often right as most")) if self.high >= self.usual else str(_("still learning"))
