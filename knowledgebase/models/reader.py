"""What a reader says about an article: it helped, or it did not."""

import hashlib
import hmac
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.content.private_facts import find, masked

LONGEST_COMMENT = 1000


class HelpfulVoteQuerySet(models.QuerySet):
    # "They said why it did not help."
    def explained(self):
        return self.filter(helped=False).exclude(reason="", comment="")

    # "Nobody has done anything about it yet."
    def open(self):
        return self.filter(settled_at=None)

    def newest_first(self):
        return self.order_by("-at", "-id")


class HelpfulVote(models.Model):
    """A reader said once whether the article helped. Saying it again changes the answer and counts no second time.

    `reader` is who said it without saying who they are: a member's id, or for visitors a hash of network, browser and
    day, made with the secret key, from which neither can be found again.
    """

    class Reason(models.TextChoices):
        OTHER_PROBLEM = "other-problem", _("It is not about my problem")
        DID_NOT_WORK = "did-not-work", _("The steps did not work")
        HARD = "hard", _("It is hard to understand")
        OUTDATED = "outdated", _("It is out of date")
        MISSING = "missing", _("Something is missing")

    class Outcome(models.TextChoices):
        EDITED = "edited", _("an edit was made for this")
        NOTHING = "nothing", _("nothing to change")

    BY_VISITORS = ~Q(reader__startswith="member:")  # the rows of `is_by_visitor`

    article = models.ForeignKey("knowledgebase.Article", models.CASCADE, related_name="helpful_votes")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    reader = models.CharField(max_length=64, editable=False)
    helped = models.BooleanField(_("it helped"))
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("why not"), max_length=20, choices=Reason, blank=True)
    comment = models.CharField(_("in their words"), max_length=LONGEST_COMMENT, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = HelpfulVoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader's word")
        verbose_name_plural = _("readers' words")
        constraints = [
            models.UniqueConstraint(fields=["article", "reader"], name="helpful_vote_once"),
            models.CheckConstraint(
                condition=Q(helped=False) | Q(reason="", comment="", settled_at=None),
                name="helpful_vote_reasons_of_no_alone",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None) | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="helpful_vote_settled_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="helpful_vote_at"),
            models.Index(
                fields=["article", "-at", "-id"],
                name="helpful_vote_explained",
                condition=Q(helped=False) & (~Q(reason="") | ~Q(comment="")),
            ),
        ]

    def __str__(self):
        return f"{self.article_id}: {'+' if self.helped else '-'}"

    @property
    def is_by_visitor(self) -> bool:
        """Whether nobody signed in said it: such a reader counts once a day for a network and a browser."""
        return not self.reader.startswith("member:")

    @property
    def is_open(self) -> bool:
        return self.settled_at is None

    def settle(self, outcome: str, *, by) -> None:
        """Say what became of it: an edit was made, or there is nothing to change. Once; the first word counts.

        Locks the row. Raises ValidationError for what says no reason, and for an outcome that there is not.
        """
        if self.helped or outcome not in self.Outcome.values:
            raise ValidationError(_("There is nothing to settle here."))
        with transaction.atomic():
            self.refresh_from_db(from_queryset=HelpfulVote.objects.select_for_update(of=("self",)))
            if not self.is_open:
                return
            self.outcome, self.settled_by, self.settled_at = outcome, by, timezone.now()
            self.save(update_fields=["outcome", "settled_by", "settled_at"])
            Event.record(
                "kb.article.word-settled",
                actor=by,
                subject=self.article,
                topic=self.article.topic,
                word=self.pk,
                outcome=str(outcome),
            )


def without_private_facts(words: str) -> str:
    """What a reader wrote, as it may be kept: nobody who just wants to say something fills in a second form."""
    words = words.strip()[:LONGEST_COMMENT]
    return masked(words, find(words)).replace("\0", "")[:LONGEST_COMMENT].strip()


def reader_key(member, network: str, browser: str, day: date) -> str:
    """Who reads: a member by account; a visitor by a keyed hash of network, browser and day."""
    if member is not None and member.is_authenticated:
        return f"member:{member.pk}"
    said = f"{day.isoformat()} {network} {browser}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()
