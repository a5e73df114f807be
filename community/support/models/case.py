"""Case: second-tier work, and its verbs."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Topic
from community.clocks.models import Clock
from community.members.models import Member, Team
from community.support.models.queue import new_ref
from community.support.models.record import CaseRecord
from forum.models import Question

if TYPE_CHECKING:
    from community.support.models.message import CaseMessage
    from community.support.models.note import Handoff, Note

SAME_WITHIN = timedelta(minutes=10)  # the same words again by the same person are the same click twice
REOPENS_WITHIN = timedelta(days=14)


class Case(CaseRecord):
    """An escalated question, or a private request. One agent owns it; customer and staff talk in its private thread.

    A question has at most one case, ever: asked for again after it ended, the same case is opened again.
    Verbs lock the question before the case.
    """

    class Meta(CaseRecord.Meta):
        abstract = False

    # -- Opening

    @classmethod
    def open_for(cls, question: Question, *, by, why: str, reason: str = "", said_at: datetime | None = None) -> "Case":
        """The case of a question: opened if there is none, opened again if it ended before `said_at` (now, if not given).

        Safe to say twice, by two at once, and late: the question is locked, and the database knows one case a question.
        """
        with transaction.atomic():
            question.lock()
            case = cls.objects.filter(question=question).first()
            if case is not None:
                if case.ended_at is not None and case.ended_at < (said_at or timezone.now()):
                    case.reopen(by=by)
                return case
            now = timezone.now()
            case = cls(question=question, customer=question.author, topic=question.topic, opened_by=by, opened_at=now)
            case.opened_why, case.opened_reason = cls.Why(why), reason[:500]
            case.waits_since = now if question.is_answered else question.created_at
            case._open()
        return case

    @classmethod
    def open_privately(
        cls, *, by, title: str, body: str, topic: Topic | None = None, why: str = CaseRecord.Why.CUSTOMER
    ) -> "Case":
        """A request that is nobody else's business. Sent twice within ten minutes it is opened once. Locks `by`."""
        title = " ".join(title.split())
        with transaction.atomic():
            Member.objects.select_for_update().get(pk=by.pk)
            now = timezone.now()
            same = cls.objects.of_customer(by).filter(title=title, opened_at__gt=now - SAME_WITHIN, messages__body=body)
            if (sent := same.first()) is not None:
                return sent
            case = cls(customer=by, topic=topic, title=title, opened_by=by, opened_why=cls.Why(why))
            case.opened_at = case.waits_since = now
            case._open()
            case._write(case.messages.model, by=by, body=body)
        return case

    def _open(self) -> None:
        """Save a new case with its team and its clocks, and tell."""
        while Case.objects.filter(ref=self.ref).exists():
            self.ref = new_ref()
        self.team = Team.objects.filter(topics=self.topic).first() if self.topic_id else None
        self.is_late = self.has_overdue_clock
        self.save()
        Clock.start(self, Clock.Promise.ACKNOWLEDGEMENT, topic=self.topic)
        Clock.start(self, Clock.Promise.FIRST_ANSWER, topic=self.topic)
        self._record("opened", by=self.opened_by, ref=self.ref, why=str(self.opened_why))

    # -- Who works on it

    def take(self, *, by) -> None:
        """`by` owns the case from now on. Taking it twice changes nothing.

        Raises ValidationError when somebody else has it: of five who take it at once, one gets it.
        """
        with transaction.atomic():
            self.lock()
            self._must_be_open()
            if self.owner_id == by.pk:
                return
            if self.owner is not None:
                raise ValidationError(_("%(name)s has taken this case already.") % {"name": self.owner.name})
            self._give_to(by)
            self._record("taken", by=by)

    def assign(self, to, *, by) -> None:
        """Give the case to an agent. Raises ValidationError for somebody who cannot work on it."""
        with transaction.atomic():
            self.lock()
            self._must_be_open()
            self._must_handle(to)
            if self.owner_id == to.pk:
                return
            self.handoffs.waiting().update(acknowledged_at=timezone.now())
            self._give_to(to)
            self._record("assigned", by=by, to=to.pk)

    def hand_off(self, to, *, note: str, by) -> "Handoff":
        """Give the case to another agent with what they have to know. It waits until they say that they have it.

        Raises ValidationError for somebody who cannot work on it, or for oneself.
        """
        with transaction.atomic():
            self.lock()
            self._must_be_open()
            self._must_handle(to)
            if to.pk == by.pk:
                raise ValidationError(_("Choose somebody else: this is you."))
            waiting = self.handoffs.waiting().select_related("note").first()
            if waiting is not None and (waiting.giver_id, waiting.receiver_id, waiting.note.body) == (
                by.pk,
                to.pk,
                note,
            ):
                return waiting
            self.handoffs.waiting().update(acknowledged_at=timezone.now())
            written = self._write(self.notes.model, by=by, body=note)
            handoff = self.handoffs.create(giver=by, receiver=to, note=written)
            self._give_to(to)
            self._record("handed-off", by=by, to=to.pk, handoff=handoff.pk)
        return handoff

    def accept_handoff(self, *, by) -> None:
        """The receiver says "I have it". Saying it twice changes nothing."""
        with transaction.atomic():
            self.lock()
            if self.handoffs.waiting().filter(receiver=by).update(acknowledged_at=timezone.now()):
                self._record("handoff-accepted", by=by)

    def set_priority(self, priority: int, *, by) -> None:
        """Move the case in the queue."""
        with transaction.atomic():
            self.lock()
            self._must_be_open()
            if self.priority == self.Priority(priority):
                return
            self.priority = self.Priority(priority)
            self.save(update_fields=["priority"])
            self._record("prioritised", by=by, priority=self.priority)

    # -- What is said

    def acknowledge(self, *, by) -> None:
        """Say "seen, we are looking into it", with a name; who says it owns the case if nobody does."""
        with transaction.atomic():
            self.lock()
            self._must_be_open()
            if self.acknowledged_at is not None:
                return
            self.acknowledged_at = timezone.now()
            if self.state == self.State.NEW:
                self.state = self.State.ACKNOWLEDGED
            if self.owner_id is None:
                self.owner, self.taken_at = by, self.acknowledged_at
            self.save(update_fields=["acknowledged_at", "state", "owner", "taken_at"])
            self._keep(Clock.Promise.ACKNOWLEDGEMENT)
            self._record("acknowledged", by=by)

    def reply(self, *, by, body: str, seen: int | None = None) -> "CaseMessage":
        """Write to the customer; then it is their turn. The same words twice are sent once.

        `seen` is the id of the newest message that the writer has read: ValidationError when the customer wrote since.
        """
        with transaction.atomic():
            self.lock()
            if (sent := self._sent_already(by, body)) is not None:
                return sent
            self._must_have_seen(seen)
            message = self._write(self.messages.model, by=by, body=body)
            if self.is_open:
                if self.owner_id is None:
                    self._give_to(by)
                self.note_staff_spoke(message.created_at)
            self._record("replied", by=by, message=message.pk)
        return message

    def customer_replies(self, *, body: str) -> "CaseMessage":
        """The customer writes; then it is our turn. A case that has ended is opened again.

        Raises ValidationError when it is closed for good. The same words twice are taken once.
        """
        with transaction.atomic():
            self.lock()
            if (sent := self._sent_already(self.customer, body)) is not None:
                return sent
            if not self.takes_replies:
                raise ValidationError(_("This case is closed. Open a new one and mention %(ref)s.") % {"ref": self.ref})
            message = self._write(self.messages.model, by=self.customer, body=body)
            self._record("customer-replied", by=self.customer, message=message.pk)
            if not self.is_open:
                self._reopen(by=self.customer, by_reply=True)
            elif self.state == self.State.WAITING:
                self.note_customer_spoke(message.created_at)
        return message

    def add_note(self, *, by, body: str) -> "Note":
        """Write down what only staff may read. The same words twice are kept once."""
        with transaction.atomic():
            self.lock()
            kept = self.notes.filter(author=by, body=body, created_at__gt=timezone.now() - SAME_WITHIN).first()
            if kept is not None:
                return kept
            note = self._write(self.notes.model, by=by, body=body)
            self._record("noted", by=by, note=note.pk)
        return note

    # -- How it ends

    def end(self, *, by, outcome: str, public_words: str, seen: int | None = None) -> None:
        """End the case; on a question, outcome and words are shown to everybody. Ending it twice ends it once.

        Raises ValidationError without words for the public, or when the customer wrote since the message `seen`.
        """
        with transaction.atomic():
            self.lock_with_question()
            if not self.is_open:
                return
            self._must_have_seen(seen)
            if self.question is not None and not public_words.strip():
                raise ValidationError(_("Say in public how it ended: others have the same question."))
            self.note_ended(by=by, outcome=self.Outcome(outcome), public_words=public_words)
            if self.question is not None:
                review_on = self.question.usual_review(outcome)
                self.question.set_outcome(outcome, by=by, reason=public_words, review_on=review_on)

    def reopen(self, *, by) -> None:
        """Work on it again; what was said in public about its end is taken back."""
        with transaction.atomic():
            self.lock_with_question()
            if self.is_open:
                return
            if self.question is not None and self.outcome:
                self.question.remove_outcome(by=by)
            self._reopen(by=by)

    @classmethod
    def close_ended(cls, now: datetime | None = None) -> int:
        """Close for good what ended two weeks ago; returns how many. One statement, safe to run twice at once."""
        ended_before = (now or timezone.now()) - REOPENS_WITHIN
        return cls.objects.filter(state=cls.State.RESOLVED, ended_at__lt=ended_before).update(state=cls.State.CLOSED)

    # -- Facts that follow from elsewhere. Call with the case locked.

    def note_staff_spoke(self, at: datetime) -> None:
        """Staff said something to the customer, here or in public: now they wait for the customer."""
        self.first_reply_at, self.acknowledged_at = self.first_reply_at or at, self.acknowledged_at or at
        self.state, self.waits_since = self.State.WAITING, at
        self._keep(Clock.Promise.ACKNOWLEDGEMENT)
        self._keep(Clock.Promise.FIRST_ANSWER)
        Clock.pause(self, Clock.Stop.CUSTOMER)
        self.is_late = self.has_overdue_clock
        self.save(update_fields=["first_reply_at", "acknowledged_at", "state", "waits_since", "is_late"])

    def note_customer_spoke(self, at: datetime) -> None:
        """The customer came back: it is our turn, since then."""
        self.state, self.waits_since = self.State.IN_PROGRESS, at
        self.save(update_fields=["state", "waits_since"])
        Clock.resume(self, Clock.Stop.CUSTOMER)

    def note_lateness(self) -> None:
        """Write down anew whether a promise about it is broken."""
        self.is_late = self.is_open and self.has_overdue_clock
        self.save(update_fields=["is_late"])

    def note_ended(self, *, by, outcome: str, public_words: str) -> None:
        """Write down that it ended. `by` is None where nobody had to do anything: the community had solved it."""
        self.state, self.ended_at, self.ended_by = self.State.RESOLVED, timezone.now(), by
        self.outcome, self.public_words, self.is_late = outcome, public_words, False
        self.save(update_fields=["state", "ended_at", "ended_by", "outcome", "public_words", "is_late"])
        self.handoffs.waiting().update(acknowledged_at=self.ended_at)
        Clock.settle(self)
        self._record("ended", by=by, outcome=str(outcome))

    def follow_topic(self, topic: Topic) -> None:
        """The case of a question that was moved is with the team of its topic; who cannot work on it there owns it no more."""
        if self.topic_id == topic.pk:
            return
        self.topic, self.team = topic, Team.objects.filter(topics=topic).first()
        if self.owner is not None and not self.is_handled_by(self.owner):
            self.owner = self.taken_at = None
            self.handoffs.waiting().update(acknowledged_at=timezone.now())
        self.save(update_fields=["topic", "team", "owner", "taken_at"])
        Clock.follow_topic(self, topic)

    # -- Beneath the verbs

    def lock(self) -> None:
        """Lock the row and read it anew, into this object. Only inside a transaction."""
        self.refresh_from_db(from_queryset=Case.objects.select_for_update(of=("self",)))

    def lock_with_question(self) -> None:
        """Lock the question, then the case: the order in which everybody locks them. Only inside a transaction."""
        if self.question is not None:
            self.question.lock()
        self.lock()

    def _reopen(self, *, by, by_reply: bool = False) -> None:
        self.state = self.State.IN_PROGRESS if self.owner_id else self.State.NEW
        self.reopened_at = self.waits_since = timezone.now()
        self.ended_at, self.ended_by, self.outcome, self.public_words = None, None, "", ""
        self.is_late = self.has_overdue_clock
        self.save(
            update_fields=[
                "state",
                "reopened_at",
                "waits_since",
                "ended_at",
                "ended_by",
                "outcome",
                "public_words",
                "is_late",
            ]
        )
        self._record("reopened", by=by, by_reply=by_reply)

    def _give_to(self, agent) -> None:
        self.owner, self.taken_at = agent, timezone.now()
        if self.state in (self.State.NEW, self.State.ACKNOWLEDGED):
            self.state = self.State.IN_PROGRESS
        self.save(update_fields=["owner", "taken_at", "state"])

    def _write(self, model, *, by, body: str):
        """Save a message or a note."""
        written = model(case=self, author=by, body=body)
        written.render_body()
        written.save()
        written.note_pictures(by=by)
        return written

    def _sent_already(self, author, body: str) -> "CaseMessage | None":
        newest = self.messages.order_by("-created_at", "-id").first()
        if newest is None or (newest.author_id, newest.body) != (author.pk, body):
            return None
        return newest if newest.created_at > timezone.now() - SAME_WITHIN else None

    def _keep(self, promise: str) -> None:
        Clock.keep(self, promise)
        if self.question is not None:
            Clock.keep(self.question, promise)

    def _must_be_open(self) -> None:
        if not self.is_open:
            raise ValidationError(_("This case has ended. Open it again first."))

    def _must_handle(self, agent) -> None:
        if not self.is_handled_by(agent):
            raise ValidationError(_("%(name)s cannot work on this case.") % {"name": agent.name})

    def _must_have_seen(self, seen: int | None) -> None:
        if seen is not None and self.messages.filter(author=self.customer_id, id__gt=seen).exists():
            raise ValidationError(_("The customer has written meanwhile. Read it, then send this again."), code="newer")

    def _record(self, verb: str, *, by, **data) -> None:
        Event.record(f"{self.noun}.{verb}", actor=by, subject=self, topic=self.topic, **data)
