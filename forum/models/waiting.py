"""Verbs of a question about whose turn it is: the asker's, who was asked for detail or has an answer, or everybody else's."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.activity.models import Event
from community.clocks.models import Clock
from community.lib import versions

REMINDED_AFTER = timedelta(days=3)
ASKED_BACK_AFTER = timedelta(days=7)
TURNED_WITHIN = timedelta(hours=1)  # several times as long as the task waits that looks for them


class WaitingVerbs:
    """Mixed into Question, whose columns these are."""

    needs_info_since: Any
    reminded_at: Any
    revived_at: Any

    def ask_for_detail(self, *, by) -> None:
        """The question waits for its asker: the clock stops until they speak."""
        with transaction.atomic():
            self.lock()
            if self.needs_info_since is not None or not self.is_open:
                return
            self.needs_info_since, self.reminded_at = timezone.now(), None
            self.save(update_fields=["needs_info_since", "reminded_at"])
            Clock.pause(self, Clock.Stop.NEEDS_INFO)
            Event.record("forum.question.needs-info", actor=by, subject=self, topic=self.topic)

    def detail_given(self, *, by) -> None:
        """The asker spoke: the clock goes on. Call with the question locked."""
        if self.needs_info_since is None:
            return
        self.needs_info_since = None
        self.save(update_fields=["needs_info_since"])
        Clock.resume(self, Clock.Stop.NEEDS_INFO)
        Event.record("forum.question.info-given", actor=by, subject=self, topic=self.topic)

    def say_nothing_helped(self, *, by) -> None:
        """The asker tried all that others answered, and none of it worked. Locks each answer, then the question."""
        with transaction.atomic():
            for answer in self.answers.shown().exclude(author=self.author_id).order_by("pk"):
                answer.confirm(by=by, worked=False)

    @classmethod
    def remind_askers(cls, now: datetime | None = None, *, limit: int = 100) -> int:
        """Remind, once each, the askers who were asked for detail three days ago; returns how many."""
        return cls._speak_to_askers(cls.objects.to_remind(now or timezone.now()), "reminded_at", "reminded", limit)

    @classmethod
    def ask_back(cls, now: datetime | None = None, *, limit: int = 100) -> int:
        """Ask, once each, the askers who have not said for a week whether an answer helped; returns how many."""
        return cls._speak_to_askers(
            cls.objects.to_ask_back(now or timezone.now()), "asked_back_at", "asked-back", limit
        )

    @classmethod
    def _speak_to_askers(cls, questions, column: str, verb: str, limit: int) -> int:
        """Note in `column` that it was said, with an event for each. Two processes at once say it once."""
        with transaction.atomic():
            found = list(
                questions.select_for_update(skip_locked=True, of=("self",), no_key=True)
                .select_related("topic")
                .order_by("pk")[:limit]
            )
            for question in found:
                setattr(question, column, timezone.now())
                question.save(update_fields=[column])
                Event.record(f"forum.question.{verb}", actor=None, subject=question, topic=question.topic)
        return len(found)

    def revive(self, *, by) -> None:
        """The asker still needs help after half a year of silence: it waits again, with a new promise. Locks the question.

        Does nothing for a question that is not archived, or that has ended.
        """
        with transaction.atomic():
            self.lock()
            if not self.is_archived or not self.is_open:
                return
            self.revived_at = timezone.now()
            self.save(update_fields=["revived_at"])
            self.recount()
            if self.is_waiting_for_help:
                Clock.start(self, Clock.Promise.FIRST_ANSWER, topic=self.topic)
            Event.record("forum.question.revived", actor=by, subject=self, topic=self.topic)

    @classmethod
    def freshen_turned(cls, now: datetime | None = None) -> None:
        """Freshen the pages of questions that say something else only because time went by. One query."""
        turned = cls.objects.just_turned(now or timezone.now(), within=TURNED_WITHIN)
        versions.bump(*(f"question:{pk}" for pk in turned.values_list("pk", flat=True)))

    def promise_again(self) -> None:
        """What had ended the promise of a first answer is gone: it runs again, due when it was. Call with the question locked.

        Does nothing while somebody else's answer stands, or while the question has ended in another way.
        """
        if self.is_open and not self.is_answered:
            Clock.reopen(self, Clock.Promise.FIRST_ANSWER)

    def look_for_help_again(self, helped_before: bool, *, by) -> None:
        """When nothing that was said helps any more, another answer is promised. Call with the question locked and counted.

        `helped_before` is whether there was hope before what has just been counted.
        """
        if self.nothing_helped and helped_before and self.is_open:
            Clock.start(self, Clock.Promise.FIRST_ANSWER, topic=self.topic)
            Event.record("forum.question.not-helped", actor=by, subject=self, topic=self.topic)
        elif not self.nothing_helped and not helped_before and self.is_answered:
            Clock.keep(self, Clock.Promise.FIRST_ANSWER)
