"""Verbs of a question about how it ends: an outcome in public, an incident, a case, a lock."""

from datetime import date, timedelta
from typing import Any, Self

from django.db import transaction
from django.utils import timezone

from community.activity.models import Event
from community.clocks.models import Clock
from community.incidents.models import Incident

# After how many days an outcome is usually looked at again; one that is not here is for good.
_LOOKED_AT_AFTER = {"workaround": 90, "known-issue": 30, "planned": 90, "declined": 365, "no-answer": 90}
# The columns of an outcome.
OUTCOME = ["outcome", "outcome_reason", "outcome_by", "outcome_at", "outcome_review_on"]


class EndingVerbs:
    """Mixed into Question, whose columns these are."""

    incident: Any
    locked_at: Any
    outcome_at: Any
    outcome_by: Any
    outcome_review_on: Any

    def set_outcome(self, outcome: str, *, by, reason: str, review_on: date | None = None) -> None:
        """Say in public how the question ended, why, and when somebody looks at it again. The same again changes nothing."""
        with transaction.atomic():
            self.lock()
            if (self.outcome, self.outcome_reason, self.outcome_review_on) == (outcome, reason, review_on):
                return
            is_news = (self.outcome, self.outcome_reason) != (outcome, reason)
            self.outcome, self.outcome_reason = self.Outcome(outcome), reason
            self.outcome_by, self.outcome_at, self.outcome_review_on = by, timezone.now(), review_on
            self.save(update_fields=OUTCOME)
            self.recount()
            Clock.settle(self)
            verb = "forum.question.ended" if is_news else "forum.question.review-set"
            Event.record(verb, actor=by, subject=self, topic=self.topic, outcome=str(outcome))

    def remove_outcome(self, *, by) -> None:
        """The question is open again."""
        with transaction.atomic():
            self.lock()
            if not self.outcome:
                return
            self.clear_outcome()
            self.save(update_fields=OUTCOME)
            self.promise_again()
            Event.record("forum.question.reopened", actor=by, subject=self, topic=self.topic)

    @staticmethod
    def usual_review(outcome: str) -> date | None:
        """The day on which such an outcome, said today, is usually looked at again; None for one that is for good."""
        days = _LOOKED_AT_AFTER.get(str(outcome))
        return timezone.localdate() + timedelta(days=days) if days else None

    def clear_outcome(self) -> None:
        """Nobody says any more how it ended. The caller saves the columns of `OUTCOME`."""
        self.outcome, self.outcome_reason = "", ""
        self.outcome_by = self.outcome_at = self.outcome_review_on = None

    @classmethod
    def note_reviews(cls, today: date | None = None, *, limit: int = 100) -> int:
        """Remind, once each, whoever said how a question ended and wanted to look at it again; returns how many.

        The day is taken off the row: who looks at it says the next one.
        """
        with transaction.atomic():
            due = list(
                cls.objects.to_review(today or timezone.localdate())
                .select_for_update(skip_locked=True, of=("self",), no_key=True)
                .select_related("topic")
                .order_by("pk")[:limit]
            )
            for question in due:
                question.outcome_review_on = None
                question.save(update_fields=["outcome_review_on"])
                Event.record("forum.question.review-due", actor=None, subject=question, topic=question.topic)
        return len(due)

    def attach_to(self, incident: Incident, *, by) -> None:
        """The question is about something that is broken for many; its clock stands while that lasts."""
        with transaction.atomic():
            self.lock()
            if self.incident_id == incident.pk:
                return
            self.incident = incident
            self.save(update_fields=["incident"])
            if incident.is_open:
                Clock.pause(self, Clock.Stop.INCIDENT)
            Event.record("forum.question.attached", actor=by, subject=self, topic=self.topic, incident=incident.pk)

    def detach(self, *, by) -> None:
        """The question has nothing to do with the incident; its clock runs on."""
        with transaction.atomic():
            self.lock()
            if self.incident_id is None:
                return
            before, self.incident = self.incident_id, None
            self.save(update_fields=["incident"])
            Clock.resume(self, Clock.Stop.INCIDENT)
            Event.record("forum.question.detached", actor=by, subject=self, topic=self.topic, incident=before)

    def escalate(self, *, by, reason: str, why: str = "asked") -> Self:
        """Ask staff to step in; returns the question. The second tier opens one case for it, however often this is said."""
        with transaction.atomic():
            self.lock()
            Event.record(
                "forum.question.escalated", actor=by, subject=self, topic=self.topic, reason=reason[:500], why=why
            )
        return self

    def set_locked(self, locked: bool, *, by) -> None:
        """Close the question for new answers and comments, or open it again."""
        with transaction.atomic():
            self.lock()
            if locked == self.is_locked:
                return
            self.locked_at = timezone.now() if locked else None
            self.save(update_fields=["locked_at"])
            verb = "forum.question.locked" if locked else "forum.question.unlocked"
            Event.record(verb, actor=by, subject=self, topic=self.topic)
