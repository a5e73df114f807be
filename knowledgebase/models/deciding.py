"""The verbs of a common request: who takes it, by when, what answers it, and what is not for us."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event

# Asked so often since an article was published, it may be said that its readers still ask.
TELLING_COUNT = 5
# Still asked at such a share of its former rate, the article is stale.
STILL_ASKED = 0.5
_ANSWER = ["article", "article_likeness", "article_quotes"]


class Deciding(models.Model):
    """Gap → being written → covered → stale, decided from rows; "not for us" by staff, with a reason."""

    class Meta:
        abstract = True

    def assign(self, *, owner, by, due_on: date | None = None) -> None:
        """Give it to somebody, with a day by which it should be done or none. Doing it twice changes nothing. Locks the row.

        Raises ValidationError for one that was merged, and for a day that is over.
        """
        if due_on is not None and due_on != self.due_on and due_on < timezone.localdate():
            raise ValidationError(_("That day is over. Choose today or a later one."))
        with transaction.atomic():
            self.lock_standing()
            if (self.owner_id, self.due_on) == (owner.pk, due_on):
                return
            self.owner, self.due_on = owner, due_on
            self.save(update_fields=["owner", "due_on"])
            self._record("assigned", by, member=owner.pk, due=due_on.isoformat() if due_on else "")

    def unassign(self, *, by) -> None:
        """Give it back: nobody's, with no day. Doing it twice changes nothing. Locks the row."""
        with transaction.atomic():
            self.lock_standing()
            if self.owner_id is None and self.due_on is None:
                return
            self.owner = self.due_on = None
            self.save(update_fields=["owner", "due_on"])
            self._record("unassigned", by)

    def decline(self, *, reason: str, by) -> None:
        """Say that it is not for us, and why. Locks the row. Raises ValidationError without a reason."""
        reason = " ".join(reason.split())[: self.LONGEST_REASON]
        if not reason:
            raise ValidationError(_("Say why it is not for us: who finds it next wants to know."))
        with transaction.atomic():
            self.lock_standing()
            if self.state == self.State.NOT_FOR_US and self.reason == reason:
                return
            self.state, self.reason, self.savings = self.State.NOT_FOR_US, reason, 0.0
            self.save(update_fields=["state", "reason", "savings"])
            self._record("declined", by)

    def take_up(self, *, by) -> None:
        """It is for us after all. Doing it twice changes nothing. Locks the row."""
        with transaction.atomic():
            self.lock_standing()
            if self.state != self.State.NOT_FOR_US:
                return
            self.state, self.reason = self.State.GAP, ""
            self.decide()
            self.save(update_fields=["state", "reason", "savings"])
            self._record("taken-up", by)

    def link(self, article, *, by) -> None:
        """Say which article answers it, or will. Doing it twice changes nothing. Locks the row."""
        with transaction.atomic():
            self.lock_standing()
            if self.article_id == article.pk and self.article_likeness is None:
                return
            self.article, self.article_likeness, self.article_quotes = article, None, 0
            self.not_articles = [pk for pk in self.not_articles if pk != article.pk]
            if self.state == self.State.NOT_FOR_US:
                self.state, self.reason = self.State.GAP, ""
            self.decide()
            self.save(update_fields=[*_ANSWER, "not_articles", "state", "reason", "savings"])
            self._record("linked", by, article=article.pk)

    def unlink(self, *, by) -> None:
        """Its article does not answer it, and is not found for it again. Doing it twice changes nothing. Locks the row."""
        with transaction.atomic():
            self.lock_standing()
            if self.article_id is None:
                return
            former = self.article_id
            self.not_articles = sorted({*self.not_articles, former})
            self.article, self.article_likeness, self.article_quotes = None, None, 0
            self.asked_since = self.asked_anyway = 0
            self.decide()
            self.save(update_fields=[*_ANSWER, "not_articles", "asked_since", "asked_anyway", "state", "savings"])
            self._record("unlinked", by, article=former)

    def entitle(self, title: str, *, by) -> None:
        """Give it a title of the staff's; without words it gets the most central public wording again. Locks the row."""
        title = " ".join(title.split())[:200]
        with transaction.atomic():
            self.lock_standing()
            if title == self.title:
                return
            self.title, self.titled_by = title, by if title else None
            self.title_from_type, self.title_from_id = None, None
            self.save(update_fields=["title", "titled_by", "title_from_type", "title_from_id"])
            self._record("entitled", by)

    def decide(self) -> None:
        """Set the state and what documenting it would save, from what is known. The caller saves.

        Covered is what a published article answers; stale, where its readers still ask. Searches that find nothing keep it a
        gap. What staff declined stays so.
        """
        if self.state != self.State.NOT_FOR_US:
            self.state = self._state_by_rows()
        self.savings = 0.0 if self.state in (self.State.NOT_FOR_US, self.State.COVERED) else self.cost

    def close_if_found(self, was_quiet_since) -> None:
        """Nothing is missing any more where people searched and find something now: it is quiet until they do not.

        Records it once; `was_quiet_since` is when it fell quiet before, if it did. The caller has saved, with the row locked.
        """
        if not self.is_found_now:
            return
        self.quiet_since, self.savings = was_quiet_since or timezone.now(), 0.0
        self.save(update_fields=["quiet_since", "savings"])
        if was_quiet_since is None:
            self._record("met", None)

    def lock(self) -> None:
        """Lock the row and read it anew, into this object. Only inside a transaction."""
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update(of=("self",)))

    def lock_standing(self) -> None:
        """The same; raises ValidationError for a request that another one has taken in."""
        self.lock()
        if self.merged_into_id is not None:
            raise ValidationError(_("This request is a part of another one now. Open that one."))

    def _state_by_rows(self) -> str:
        article = self.article
        if article is None or article.status == article.Status.ARCHIVED or article.is_hidden:
            if not self.is_linked_by_staff:
                self.article, self.article_likeness, self.article_quotes = None, None, 0
            return self.State.GAP
        if not article.is_published:
            return self.State.DRAFTED
        if self.open_searches:
            return self.State.GAP
        return self.State.STALE if self._readers_still_ask(article) else self.State.COVERED

    def _readers_still_ask(self, article) -> bool:
        """Whether the article did not end it: asked at half the rate of before or more, or it does not help its readers.

        Who says "no" is offered the form for asking, so both are mostly the same people: the larger number counts.
        """
        unhelped = max(article.unhelpful_count, self.asked_anyway)
        if article.helpful_count + unhelped >= TELLING_COUNT and unhelped >= article.helpful_count:
            return True
        if self.asked_since < TELLING_COUNT:
            return False
        weeks_since = max((timezone.now() - article.published_at).days / 7, 1)
        weeks_before = len(self.weeks) - weeks_since
        if weeks_before < 1:  # the window begins after it was published: nothing to compare with
            return True
        before = max(self.volume - self.asked_since, 0)
        return self.asked_since / weeks_since >= STILL_ASKED * before / weeks_before

    def _record(self, verb: str, by, **data) -> None:
        Event.record(f"{self.noun}.{verb}", actor=by, subject=self, topic=self.topic, **data)
