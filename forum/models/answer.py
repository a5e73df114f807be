"""Answer: what somebody says to help, and the votes on it."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.clocks.models import Clock
from community.content.audiences import Audience, audience_scope
from community.content.models import Written, WrittenQuerySet
from community.members.standing import standing_of
from forum.models.question import Question

# The order of a thread; `best_first` annotates `place`.
BEST_FIRST = ("place", "-score", "created_at", "id")


class AnswerQuerySet(WrittenQuerySet):
    def visible_to(self, person):
        """Answers that `person` may know of: to questions in sight, not hidden (but for author and moderators)."""
        standing = standing_of(person)
        in_audience = audience_scope(person, "question__")
        if standing.holds("moderate"):
            return self.filter(in_audience)
        shown = Q(hidden_at=None, question__hidden_at=None) & in_audience
        if person is not None and person.is_authenticated:
            shown |= Q(author=person) & in_audience
        return self.filter(shown)

    def in_thread_for(self, person):
        """Answers that `person` may know of, when they may know of the question: not hidden, or their own."""
        if standing_of(person).holds("moderate"):
            return self
        own = Q(author=person) if person is not None and person.is_authenticated else Q()
        return self.filter(Q(hidden_at=None) | own)

    # "Everybody could read it, until somebody hid it."
    def was_public(self):
        return self.filter(question__audience=Audience.PUBLIC).exclude(hidden_at=None)

    def best_first(self):
        """The solution (`place` 0), then what staff endorsed (1), then by votes, then the oldest."""
        place = Case(
            When(question__solution=F("pk"), then=Value(0)),
            When(endorsed_at__isnull=False, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return self.annotate(place=place).order_by(*BEST_FIRST)


class Answer(Written):
    """An answer to a question. At most one of them is its solution."""

    noun: ClassVar[str] = "forum.answer"

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    score = models.IntegerField(default=0, editable=False)
    imported_votes = models.IntegerField(default=0, editable=False)
    endorsed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    endorsed_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        indexes = [
            models.Index(fields=["question", "created_at"], name="answer_question"),
            models.Index(fields=["author", "-created_at"], name="answer_author"),
        ]

    def __str__(self):
        return self.excerpt(80)

    def get_absolute_url(self):
        return f"{self.question.get_absolute_url()}#answer-{self.pk}"

    @property
    def is_solution(self) -> bool:
        return self.question.solution_id == self.pk

    def vote(self, *, by) -> None:
        """`by` found it useful. Voting twice counts once. Raises ValidationError for one's own answer."""
        if by.pk == self.author_id:
            raise ValidationError(_("You cannot vote for your own answer."))
        with transaction.atomic():
            self.lock()
            _row, made = Vote.objects.get_or_create(answer=self, member=by)
            if made:
                self.recount()
                self._record("voted", by)

    def take_back_vote(self, *, by) -> None:
        """`by` takes their vote back."""
        with transaction.atomic():
            self.lock()
            deleted, _rows = self.votes.filter(member=by).delete()
            if deleted:
                self.recount()
                self._record("unvoted", by)

    def endorse(self, *, by) -> None:
        """Staff say that it is right."""
        with transaction.atomic():
            self.lock()
            if self.endorsed_at is not None:
                return
            self.endorsed_by, self.endorsed_at = by, timezone.now()
            self.save(update_fields=["endorsed_by", "endorsed_at"])
            self._record("endorsed", by)

    def take_back_endorsement(self, *, by) -> None:
        """Staff no longer say that it is right."""
        with transaction.atomic():
            self.lock()
            if self.endorsed_at is None:
                return
            self.endorsed_by = self.endorsed_at = None
            self.save(update_fields=["endorsed_by", "endorsed_at"])
            self._record("unendorsed", by)

    def recount(self) -> None:
        """Write the score anew from votes, and the counters of the question. Call with the answer locked.

        Answer first, then question: every verb locks in this order, so that two of them never wait for each other.
        """
        self.score = self.votes.count() + self.imported_votes
        self.save(update_fields=["score"])
        self.question.lock()
        self.question.recount()

    # -- What other rooms ask

    def event_topic(self):
        return self.question.topic

    def page_keys(self) -> tuple[str, ...]:
        return self.question.page_keys()

    @property
    def search_subject(self):
        """What is found when somebody looks for what this says."""
        return self.question

    def search_document(self) -> None:
        """An answer is found through its question."""

    def after_edit(self) -> None:
        self.question.lock()
        self.question.recount()

    def after_hiding(self) -> None:
        """A hidden answer is no solution, and is not counted; what it had promised away is promised again."""
        question = self.question
        question.lock()
        if self.is_hidden and question.solution_id == self.pk:
            question.solution = question.solved_at = question.accepted_by = None
            question.save(update_fields=["solution", "solved_at", "accepted_by"])
        question.recount()
        if not self.is_hidden and self.author_id != question.author_id:
            Clock.keep(question, Clock.Promise.FIRST_ANSWER)
        question.promise_again()

    def _record(self, what: str, by) -> None:
        Event.record(f"{self.noun}.{what}", actor=by, subject=self, topic=self.event_topic(), question=self.question_id)


class Vote(models.Model):
    """ "This is useful"."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="votes")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="votes")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "member"], name="vote_once")]

    def __str__(self):
        return f"{self.member} · {self.answer_id}"
