"""What a reader says about an article: it helped, or it did not."""

import hashlib
import hmac
from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class HelpfulVote(models.Model):
    """A reader said once whether the article helped. Saying it again changes the answer and counts no second time.

    `reader` is who said it without saying who they are: a member's id, or for visitors a hash of network, browser and
    day, made with the secret key, from which neither can be found again.
    """

    article = models.ForeignKey("knowledgebase.Article", models.CASCADE, related_name="helpful_votes")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    reader = models.CharField(max_length=64, editable=False)
    helped = models.BooleanField(_("it helped"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reader's word")
        verbose_name_plural = _("readers' words")
        constraints = [models.UniqueConstraint(fields=["article", "reader"], name="helpful_vote_once")]
        indexes = [models.Index(fields=["at"], name="helpful_vote_at")]

    def __str__(self):
        return f"{self.article_id}: {'+' if self.helped else '-'}"


def reader_key(member, network: str, browser: str, day: date) -> str:
    """Who reads: a member by account; a visitor by a keyed hash of network, browser and day."""
    if member is not None and member.is_authenticated:
        return f"member:{member.pk}"
    said = f"{day.isoformat()} {network} {browser}"
    return hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256).hexdigest()
