"""Answer: what somebody says to help, and the votes on it."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, F, FloatField, IntegerField, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Floor, Greatest, NullIf, Sqrt
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Release
from community.clocks.models import Clock
from community.content.audiences import Audience, audience_scope
from community.content.models import Written, WrittenQuerySet
from community.lib.prepared import PreparedUpdate
from community.members.standing import standing_of
from forum.models.question import Question

# The order of a thread; `best_first` annotates `place`.
BEST_FIRST = ("place", "-helpful", "created_at", "id")
# Columns that `recount` writes.
COUNTERS = ("score", "confirmed_count", "failed_count", "confirmed_at", "works_on", "fails_on", "helpful")
HELPFUL_OF = 10_000  # `helpful` is a share of this
_Z = 1.96  # of a normal distribution: 95 % lie within


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
        """The solution (`place` 0), then what staff endorsed (1), then how helpful it is at least, then the oldest."""
        place = Case(
            When(question__solution=F("pk"), then=Value(0)),
            When(endorsed_at__isnull=False, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        return self.annotate(place=place).order_by(*BEST_FIRST)

    def recount(self) -> int:
        """Write the counters of these answers anew from rows, in one statement. Returns how many were written."""
        return self.update(**self.counters())

    def counters(self) -> dict[str, Any]:
        """What `recount` writes: for each of `COUNTERS` the figure over the rows of an answer."""
        said = self._of("confirmations")
        votes = Coalesce(_one(self._of("votes"), Count("*")), 0)
        worked, failed = (Coalesce(_one(said.filter(worked=worked), Count("*")), 0) for worked in (True, False))
        tried = self.model._meta.get_field("confirmations").related_model.objects.filter(answer=OuterRef("answer"))
        # Who votes and says that it worked counts once; who says that it failed counts against it, whatever they voted.
        only_voted = Coalesce(
            _one(self._of("votes").exclude(member__in=tried.values("member").order_by()), Count("*")), 0
        )
        return {
            "score": F("imported_votes") + votes,
            "confirmed_count": worked,
            "failed_count": failed,
            "confirmed_at": _one(said.filter(worked=True), Max("at")),
            "works_on": self._newest_release(worked=True),
            "fails_on": self._newest_release(worked=False),
            "helpful": helpful_at_least(
                only_voted + worked + Greatest(F("imported_votes"), 0), failed + Greatest(-F("imported_votes"), 0)
            ),
        }

    def _of(self, relation: str):
        """Rows of a reverse relation that belong to the answer of the outer query."""
        rows = self.model._meta.get_field(relation).related_model._base_manager
        return rows.filter(answer=OuterRef("pk")).order_by().values("answer")

    def _newest_release(self, *, worked: bool) -> Subquery:
        rows = self.model._meta.get_field("confirmations").related_model.objects
        return Subquery(rows.filter(answer=OuterRef("pk"), worked=worked).by_release().values("release")[:1])


class Answer(Written):
    """An answer to a question. At most one of them is its solution."""

    noun: ClassVar[str] = "forum.answer"

    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    score = models.IntegerField(default=0, editable=False)
    helpful = models.PositiveSmallIntegerField(
        default=0,
        editable=False,
        help_text="Of ten thousand who try it, so many at least find it helpful (lower bound of 95 %).",
    )
    confirmed_count = models.PositiveIntegerField(default=0, editable=False)
    failed_count = models.PositiveIntegerField(default=0, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    works_on = models.ForeignKey(Release, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    fails_on = models.ForeignKey(Release, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    imported_votes = models.IntegerField(default=0, editable=False)
    was_comment = models.PositiveBigIntegerField(
        null=True, blank=True, unique=True, editable=False, help_text="The comment that it was: its address leads here."
    )
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

    def confirm(self, *, by, worked: bool = True, release: Release | None = None) -> None:
        """`by` tried it: it worked for them, or it did not, on that release. The last thing they say counts.

        Raises ValidationError for one's own answer.
        """
        if by.pk == self.author_id:
            raise ValidationError(_("You cannot confirm your own answer."))
        with transaction.atomic():
            self.lock()
            before = self.confirmations.filter(member=by).first()
            if before is not None and (before.worked, before.release) == (worked, release):
                return
            self.confirmations.update_or_create(
                member=by, defaults={"worked": worked, "release": release, "at": timezone.now()}
            )
            self.recount(by=by)
            self._record("confirmed" if worked else "failed", by)

    def take_back_confirmation(self, *, by) -> None:
        """`by` says nothing about it any more."""
        with transaction.atomic():
            self.lock()
            deleted, _rows = self.confirmations.filter(member=by).delete()
            if deleted:
                self.recount(by=by)
                self._record("unconfirmed", by)

    def recount(self, *, by=None) -> None:
        """Write the counters anew from rows, then those of the question. Call with the answer locked.

        Answer first, then question: every verb locks in this order, so that two of them never wait for each other.
        """
        _RECOUNT.run(self.pk)
        self.refresh_from_db(fields=COUNTERS)
        self.question.lock()
        helped_before = not self.question.nothing_helped
        self.question.recount()
        self.question.look_for_help_again(helped_before, by=by)

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

    def appear(self) -> None:
        """It is there for others to see: it counts, and keeps the promise or gives what the asker was asked for."""
        question = self.question
        question.lock()
        question.recount()
        if self.author_id == question.author_id:
            question.detail_given(by=self.author)
        else:
            Clock.keep(question, Clock.Promise.FIRST_ANSWER)
        self._record("posted", self.author)

    def after_hiding(self) -> None:
        """A hidden answer is no solution, and is not counted; what it had promised away is promised again."""
        question = self.question
        question.lock()
        if self.is_hidden and question.solution_id == self.pk:
            question.solution = question.solved_at = question.accepted_by = None
            question.save(update_fields=["solution", "solved_at", "accepted_by"])
        helped_before = not question.nothing_helped
        question.recount()
        question.look_for_help_again(helped_before, by=None)
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


def helpful_at_least(positive, negative):
    """The lower bound of Wilson's 95 % interval of `positive / (positive + negative)`, as a share of `HELPFUL_OF`.

    Both are expressions. Nothing said is 0; one who found it helpful is worth a fifth, ten are worth seven tenths.
    (E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.)
    """
    said = Cast(positive + negative, FloatField())
    doubt = _Z * Sqrt(Coalesce(positive * negative / NullIf(said, 0.0), 0.0) + _Z**2 / 4)
    return Cast(Floor(HELPFUL_OF * (positive + _Z**2 / 2 - doubt) / (said + _Z**2) + 1e-6), IntegerField())


def _one(rows, figure) -> Subquery:
    """One figure over the rows of an answer."""
    return Subquery(rows.annotate(_figure=figure).values("_figure"))


def _counters_of(number: int) -> tuple[AnswerQuerySet, dict]:
    row = Answer.objects.filter(pk=number)
    return row, row.counters()


# Every vote counts anew, and making the SQL of it takes longer than running it.
_RECOUNT = PreparedUpdate(_counters_of)
