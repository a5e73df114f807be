"""Whether an article still holds: opened for a check, verified, in need of an edit, obsolete."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Release
from knowledgebase.models.recheck import Freshness, Recheck


class Freshening(models.Model):
    """The verbs of checking an article again. `freshness` is what the open check says, for lists and pages."""

    class Meta:
        abstract = True

    freshness: Any
    is_published: Any
    lock: Any
    rechecks: Any
    save: Any
    topic: Any
    verified_at: Any

    def ask_for_check(self, why: str, *, by=None, release: Release | None = None) -> Recheck | None:
        """Somebody is to read it again; the check that is open already, if there is one. Locks the article.

        None for what readers do not see. For a release it is asked once.
        """
        with transaction.atomic():
            self.lock()
            if not self.is_published:
                return None
            before = self.rechecks.open().first()
            if before is None and release is not None:
                before = self.rechecks.filter(release=release).first()
            if before is not None:
                return before
            made = Recheck.objects.create(article_id=self.pk, why=why, release=release)
            self._stands(Freshness.VERIFY)
            Event.record("kb.article.check-due", actor=by, subject=self, topic=self.topic, check=made.pk, why=str(why))
        return made

    def verify(self, *, by) -> None:
        """It still holds, as of today. Locks the article. Raises ValidationError for what readers do not see."""
        with transaction.atomic():
            self.lock()
            self._require_published()
            self.verified_at = timezone.now()
            self.save(update_fields=["verified_at"])
            self.close_recheck(by=by)
            Event.record("kb.article.verified", actor=by, subject=self, topic=self.topic)

    def find_wanting(self, state: str, *, by, reason: str) -> None:
        """It needs an edit, or is obsolete, and why; readers are told. The next publication or `verify` ends it.

        Locks the article. Raises ValidationError without a reason, and for what readers do not see.
        """
        if not reason.strip():
            raise ValidationError(_("Say what does not hold any more, so that whoever edits it knows."))
        with transaction.atomic():
            self.lock()
            self._require_published()
            found = {
                "state": Recheck.State(state),
                "reason": reason.strip()[:300],
                "decided_by": by,
                "decided_at": timezone.now(),
            }
            if not self.rechecks.open().update(**found):
                Recheck.objects.create(article_id=self.pk, why=Recheck.Why.ASKED, **found)
            self._stands(Freshness(state))
            Event.record("kb.article.found-wanting", actor=by, subject=self, topic=self.topic, state=str(state))

    def close_recheck(self, *, by) -> None:
        """Nothing is to be checked. Call with the article locked."""
        self.rechecks.open().update(closed_at=timezone.now(), closed_by=by)
        self._stands(Freshness.FRESH)

    def _stands(self, freshness: str) -> None:
        if self.freshness != freshness:
            self.freshness = freshness
            self.save(update_fields=["freshness"])

    def _require_published(self) -> None:
        if not self.is_published:
            raise ValidationError(_("Readers do not see this article, so there is nothing to check."))
