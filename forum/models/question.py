"""Question: what a customer asks in public, its states and its verbs."""

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from community.activity.models import Event
from community.catalogue.models import Platform, Product, Release, Topic
from community.clocks.models import Clock
from community.content.audiences import Audienced
from community.content.models import Written
from community.incidents.models import Incident
from community.lib.prepared import PreparedUpdate
from community.notifications.models import Subscription
from forum import screening
from forum.models.address import slug_of
from forum.models.arranging import ArrangingVerbs, may_stand_in
from forum.models.being_found import BeingFound
from forum.models.ending import OUTCOME, EndingVerbs
from forum.models.intake import IntakeValue, tags_of
from forum.models.queries import COUNTERS, QuestionQuerySet
from forum.models.state import QuestionState
from forum.models.waiting import WaitingVerbs
from knowledgebase.models import Article

if TYPE_CHECKING:
    from forum.models.answer import Answer


class Question(QuestionState, BeingFound, WaitingVerbs, EndingVerbs, ArrangingVerbs, Audienced, Written):
    """What somebody asks. Its state is computed from facts; counters and the outcome stand on the row."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("question")
        DISCUSSION = "discussion", _("discussion")
        ANNOUNCEMENT = "announcement", _("announcement")

    class Outcome(models.TextChoices):
        """How it ended, in public. Solved by an accepted answer needs none of these."""

        SOLVED = "solved", _("solved")
        WORKAROUND = "workaround", _("workaround")
        KNOWN_ISSUE = "known-issue", _("known issue")
        PLANNED = "planned", _("planned")
        DECLINED = "declined", _("declined")
        NOT_OURS = "not-ours", _("not ours")
        NO_ANSWER = "no-answer", _("no answer found")

    noun: ClassVar[str] = "forum.question"
    SHORTEST_TITLE: ClassVar[int] = 8

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.QUESTION)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=80, editable=False)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions", verbose_name=_("topic"))
    product = models.ForeignKey(Product, models.SET_NULL, null=True, blank=True, related_name="+")
    release = models.ForeignKey(Release, models.SET_NULL, null=True, blank=True, related_name="+")
    platform = models.ForeignKey(Platform, models.SET_NULL, null=True, blank=True, related_name="+")
    tags = TaggableManager(blank=True)

    solution = models.OneToOneField("forum.Answer", models.SET_NULL, null=True, blank=True, related_name="solves")
    solved_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    outcome_reason = models.TextField(_("why"), blank=True)
    outcome_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_review_on = models.DateField(
        _("looked at again on"), null=True, blank=True, help_text=_("Whoever said it is reminded on this day.")
    )
    needs_info_since = models.DateTimeField(_("waits for the asker since"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("asker reminded"), null=True, blank=True, editable=False)
    asked_back_at = models.DateTimeField(_("asked whether it helped"), null=True, blank=True, editable=False)
    revived_at = models.DateTimeField(_("still wanted"), null=True, blank=True, editable=False)
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="duplicates")
    merged_at = models.DateTimeField(_("merged into another one"), null=True, blank=True, editable=False)
    rearranged_at = models.DateTimeField(_("moved, merged or split"), null=True, blank=True, editable=False)
    after_article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="questions_after", verbose_name=_("asked after")
    )
    incident = models.ForeignKey(Incident, models.SET_NULL, null=True, blank=True, related_name="questions")
    locked_at = models.DateTimeField(_("locked"), null=True, blank=True)

    answer_count = models.PositiveIntegerField(default=0, editable=False)
    me_too_count = models.PositiveIntegerField(default=0, editable=False)
    duplicate_count = models.PositiveIntegerField(default=0, editable=False)
    best_score = models.IntegerField(default=0, editable=False)
    vote_count = models.IntegerField(
        default=0, editable=False, help_text="Useful votes on its answers, me-toos, and votes counted at its source."
    )
    imported_votes = models.IntegerField(default=0, editable=False)
    imported_views = models.PositiveIntegerField(default=0, editable=False)
    first_answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_activity_at = models.DateTimeField(default=timezone.now, editable=False)
    modified_at = models.DateTimeField(default=timezone.now, editable=False, help_text="Also by edits and outcomes.")
    asker_spoke_last = models.BooleanField(default=True, editable=False)
    nothing_helped = models.BooleanField(
        default=False, editable=False, help_text="The asker said of each answer that it did not work."
    )

    objects = QuestionQuerySet.as_manager()

    class Meta(Audienced.Meta):
        abstract = False
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            *Audienced.Meta.constraints,
            models.CheckConstraint(
                condition=Q(solution=None, solved_at=None) | Q(solution__isnull=False, solved_at__isnull=False),
                name="question_solved_when_it_has_a_solution",
            ),
            models.CheckConstraint(condition=~Q(duplicate_of=F("id")), name="question_no_duplicate_of_itself"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome_at__isnull=False), name="question_outcome_has_a_date"
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="question_newest"),
            models.Index(fields=["topic", "-created_at", "-id"], name="question_topic_newest"),
            models.Index(fields=["-vote_count", "-id"], name="question_most_useful"),
            models.Index(
                fields=["-created_at", "-id"],
                name="question_unanswered",
                condition=Q(first_answered_at=None, solution=None, outcome="", duplicate_of=None),
            ),
            models.Index(fields=["-solved_at", "-id"], name="question_solved", condition=Q(solution__isnull=False)),
            models.Index(fields=["author", "-created_at"], name="question_author"),
            models.Index(
                fields=["last_activity_at"],
                name="question_silent",
                condition=Q(solution=None, outcome="", duplicate_of=None, asked_back_at=None),
            ),
            models.Index(
                fields=["outcome_review_on"], name="question_to_review", condition=Q(outcome_review_on__isnull=False)
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        # Written out: a page asks for dozens of these, and looking the pattern up takes longer than all else in it.
        return f"/questions/{self.pk}/{self.slug}/"

    # -- Verbs

    @classmethod
    def ask(
        cls,
        *,
        by,
        title: str,
        body: str,
        topic: Topic,
        tags=(),
        intake=None,
        typed_in: timedelta | None = None,
        **fields,
    ) -> "Question":
        """A new question, live at once: followed by its asker, with a promise running. `fields` are further columns.

        `intake` is what the form of the topic says, by its fields; some of it may become tags. Some first posts are kept
        out of sight until a moderator has looked (`forum.screening`). Raises ValidationError in a topic that is private by
        default, but for what is announced there.
        """
        if topic.is_private_by_default and fields.get("kind") != cls.Kind.ANNOUNCEMENT:
            raise ValidationError(_("What is asked in “%(topic)s” stays private.") % {"topic": topic.name})
        intake = intake or {}
        with transaction.atomic():
            question = cls(author=by, title=" ".join(title.split()), body=body, topic=topic, **fields)
            question.slug = slug_of(question.title)
            question.created_at = question.last_activity_at = question.modified_at = timezone.now()
            question.render_body()
            question.lines = tuple(intake.values())
            why = screening.keep_back(question, typed_in=typed_in)
            question.save()
            question.note_pictures(by=by)
            question.note_mentions()
            if intake:
                IntakeValue.write(question, intake)
            if tags := {*tags, *tags_of(intake)}:
                question.tags.set(sorted(tags))
            Subscription.follow(by, question)
            if not screening.hold(question, why):
                question.appear()
        return question

    def appear(self) -> None:
        """It is there for others to see: an answer is promised, and readers of the log hear of it."""
        if not self.is_talk:
            Clock.start(self, Clock.Promise.FIRST_ANSWER, topic=self.topic)
        Event.record("forum.question.asked", actor=self.author, subject=self, topic=self.topic)

    def answer(self, *, by, body: str, typed_in: timedelta | None = None, **fields) -> "Answer":
        """A new answer. Raises ValidationError when the question is locked. Locks the question.

        Some first posts are kept out of sight until a moderator has looked (`forum.screening`).
        """
        with transaction.atomic():
            self.lock()
            if self.is_locked:
                raise ValidationError(_("This question is locked: nobody can add an answer."))
            self.must_stand_alone()
            answer = self.answers.model(question=self, author=by, body=body, **fields)
            answer.render_body()
            why = screening.keep_back(answer, typed_in=typed_in)
            answer.save()
            answer.note_pictures(by=by)
            answer.note_mentions()
            Subscription.follow(by, self)
            self.claims.filter(member=by).delete()
            self.invitations.taken_up_by(by)
            if not screening.hold(answer, why):
                answer.appear()
        return answer

    def accept(self, answer: "Answer", *, by) -> None:
        """Mark `answer` as the solution; accepting another one moves the mark. Locks the question.

        Raises ValueError for an answer to another question, ValidationError for one that is hidden or gone.
        """
        if answer.question_id != self.pk:
            raise ValueError("The answer belongs to another question.")
        if self.is_talk:
            raise ValidationError(_("There is nothing to solve in a discussion."))
        with transaction.atomic():
            self.lock()
            if self.solution_id == answer.pk:
                return
            if not self.answers.shown().filter(pk=answer.pk).exists():
                raise ValidationError(_("This answer is no longer there."))
            before = self.solution
            self.solution, self.solved_at, self.accepted_by = answer, timezone.now(), by
            self.needs_info_since = None
            changed = ["solution", "solved_at", "accepted_by", "needs_info_since"]
            if self.outcome == self.Outcome.NO_ANSWER:  # it has one now
                self.clear_outcome()
                changed += OUTCOME
            self.save(update_fields=changed)
            self.recount()
            Clock.settle(self)
            if before is not None:
                Event.record("forum.answer.unaccepted", actor=by, subject=before, topic=self.topic, question=self.pk)
            Event.record("forum.answer.accepted", actor=by, subject=answer, topic=self.topic, question=self.pk)

    def unaccept(self, *, by) -> None:
        """Take the mark of the solution away. Doing it twice changes nothing."""
        with transaction.atomic():
            self.lock()
            before = self.solution
            if before is None:
                return
            self.solution = self.solved_at = self.accepted_by = None
            self.save(update_fields=["solution", "solved_at", "accepted_by"])
            self.recount()
            self.promise_again()
            Event.record("forum.answer.unaccepted", actor=by, subject=before, topic=self.topic, question=self.pk)

    def say_me_too(self, *, by) -> None:
        """`by` has this problem too. Saying it twice counts once; the asker's own does not count."""
        if by.pk == self.author_id:
            return
        with transaction.atomic():
            self.lock()
            _row, made = MeToo.objects.get_or_create(question=self, member=by)
            if made:
                Subscription.follow(by, self)
                self.recount()
                Event.record("forum.question.shared", actor=by, subject=self, topic=self.topic)

    def take_back_me_too(self, *, by) -> None:
        """`by` no longer has this problem."""
        with transaction.atomic():
            self.lock()
            deleted, _rows = self.me_toos.filter(member=by).delete()
            if deleted:
                self.recount()
                Event.record("forum.question.unshared", actor=by, subject=self, topic=self.topic)

    def recount(self) -> None:
        """Write the counters anew from rows. Two queries; call with the question locked."""
        _RECOUNT.run(self.pk)
        self.refresh_from_db(fields=COUNTERS)

    # -- What other rooms ask

    def event_topic(self):
        return self.topic

    def page_keys(self) -> tuple[str, ...]:
        """Versions of the pages that show this question."""
        return (f"question:{self.pk}", "lists")

    def revised_fields(self) -> dict:
        kept = {"topic": self.topic.slug, "tags": sorted(self.tags.names())}
        lines = [str(value) for value in self.intake_values.in_order()]
        return kept | {"intake": lines} if lines else kept

    def edit(self, *, by, reason: str = "", **changes) -> None:
        """As every post is edited; `intake` is what the form says now, by its fields, and becomes tags as when asking."""
        if "intake" in changes and "tags" in changes:
            changes["tags"] = sorted({*changes["tags"], *tags_of(changes["intake"])})
        super().edit(by=by, reason=reason, **changes)

    def differs(self, name: str, value) -> bool:
        if name == "tags":
            return sorted(self.tags.names()) != sorted(value)
        if name == "intake":
            before = dict(self.intake_values.values_list("field_id", "value"))
            return before != {field.pk: text for field, text in value.items() if text}
        return super().differs(name, value)

    def apply(self, changes: dict) -> list[str]:
        """A new title brings a new address; the old one leads there. Tags and the form are rows of their own."""
        if "topic" in changes:
            may_stand_in(changes["topic"])
        columns = super().apply({name: value for name, value in changes.items() if name not in ("tags", "intake")})
        if "intake" in changes:
            IntakeValue.write(self, changes["intake"])
        if "tags" in changes:
            self.tags.set(changes["tags"])
        if "title" in changes:
            self.slug = slug_of(self.title)
            columns.append("slug")
        return columns

    def after_edit(self) -> None:
        self.follow_topic()
        self.recount()

    def _words(self) -> tuple[str, ...]:
        return (*super()._words(), *self.intake_values.values_list("value", flat=True))

    def after_hiding(self) -> None:
        if self.is_hidden:
            Clock.settle(self)
        else:
            self.promise_again()


class MeToo(models.Model):
    """ "I have this problem too"."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="me_toos")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="me_toos")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "member"], name="me_too_once")]

    def __str__(self):
        return f"{self.member} · {self.question_id}"


def _counters_of(number: int) -> tuple[QuestionQuerySet, dict]:
    row = Question.objects.filter(pk=number)
    return row, row.counters()


# Nearly every verb counts, and making the SQL of it takes far longer than running it.
_RECOUNT = PreparedUpdate(_counters_of)
