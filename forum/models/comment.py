"""Comment: asks for detail or adds it, on a question or on an answer. It is never an answer."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.clocks.models import Clock
from community.content.audiences import audience_scope
from community.content.models import AttachmentUse, PostRevision, Written, WrittenQuerySet
from community.members.standing import standing_of
from community.moderation.models import Review
from community.notifications.models import Subscription
from forum import screening
from forum.models.answer import Answer
from forum.models.question import Question


class CommentQuerySet(WrittenQuerySet):
    def visible_to(self, person):
        """Comments on questions and answers in sight, not hidden (but for author and moderators)."""
        standing = standing_of(person)
        in_audience = audience_scope(person, "question__")
        if standing.holds("moderate"):
            return self.filter(in_audience)
        shown = Q(hidden_at=None, question__hidden_at=None, answer__hidden_at=None) & in_audience
        if person is not None and person.is_authenticated:
            shown |= Q(author=person) & in_audience
        return self.filter(shown)

    def in_thread_for(self, person):
        """Comments that `person` may know of, when they may know of the question: not hidden, or their own."""
        if standing_of(person).holds("moderate"):
            return self
        own = Q(author=person) if person is not None and person.is_authenticated else Q()
        return self.filter(Q(hidden_at=None) | own)

    def oldest_first(self):
        return self.order_by("created_at", "id")


class Comment(Written):
    """One level of comments under a question (`answer` is empty) or under one of its answers."""

    noun: ClassVar[str] = "forum.comment"
    LONGEST: ClassVar[int] = 2_000

    question = models.ForeignKey(Question, models.CASCADE, related_name="comments")
    answer = models.ForeignKey(Answer, models.CASCADE, null=True, blank=True, related_name="comments")
    asks_for_detail = models.BooleanField(default=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = [models.Index(fields=["question", "created_at"], name="comment_question")]

    def __str__(self):
        return self.excerpt(80)

    def get_absolute_url(self):
        return f"{self.question.get_absolute_url()}#comment-{self.pk}"

    @classmethod
    def post(
        cls,
        *,
        by,
        question: Question,
        body: str,
        answer: Answer | None = None,
        asks_for_detail=False,
        typed_in: timedelta | None = None,
        **fields,
    ):
        """A new comment. One that asks for detail stops the clock; one by the asker starts it again.

        Some first posts are kept out of sight until a moderator has looked (`forum.screening`). Raises ValidationError when
        the question is locked, ValueError for an answer to another one. Locks the question.
        """
        if answer is not None and answer.question_id != question.pk:
            raise ValueError("The answer belongs to another question.")
        with transaction.atomic():
            question.lock()
            if question.is_locked:
                raise ValidationError(_("This question is locked: nobody can add a comment."))
            comment = cls(
                author=by, question=question, answer=answer, body=body, asks_for_detail=asks_for_detail, **fields
            )
            comment.render_body()
            why = screening.keep_back(comment, typed_in=typed_in)
            comment.save()
            comment.note_pictures(by=by)
            Subscription.follow(by, question)
            if not screening.hold(comment, why):
                comment.appear()
        return comment

    def appear(self) -> None:
        """It is there for others to see: it counts, and asks the asker for detail or gives it."""
        question = self.question
        question.lock()
        question.recount()
        Event.record(
            "forum.comment.posted", actor=self.author, subject=self, topic=question.topic, question=question.pk
        )
        if self.author_id == question.author_id:
            question.detail_given(by=self.author)
        elif self.asks_for_detail:
            question.ask_for_detail(by=self.author)

    def become_answer(self, *, by, reason: str = "") -> Answer:
        """Make an answer of it, by the same author and as old as it is; the comment is gone, its address leads there.

        Doing it twice returns the same answer. Raises ValidationError for a hidden comment, DoesNotExist for one that is
        gone. Locks the comment, then its question.
        """
        number = self.pk
        with transaction.atomic():
            try:
                self.lock()
            except Comment.DoesNotExist:
                made = Answer.objects.filter(was_comment=number).first()
                if made is None:
                    raise
                return made
            if self.is_hidden:
                raise ValidationError(_("This comment is hidden. Show it again first."))
            question = self.question
            question.lock()
            PostRevision.current(self)
            answer = self._copied_as_answer()
            self._hand_over_to(answer)
            answer.note_pictures(by=self.author)
            said = gettext("From a comment")
            PostRevision.add(answer, by=by, reason=f"{said}: {reason}"[:200] if reason else said)
            # Before the row goes: an event knows its subject by number.
            Event.record("forum.comment.became-answer", actor=by, subject=self, topic=question.topic, answer=answer.pk)
            self.delete()
            question.recount()
            self._answers(question, answer, by=by)
            Event.record(
                "forum.answer.posted",
                actor=by,
                subject=answer,
                topic=question.topic,
                question=question.pk,
                comment=number,
                reason=reason[:200],
            )
        return answer

    def _copied_as_answer(self) -> Answer:
        return Answer.objects.create(
            question=self.question,
            author=self.author,
            body=self.body,
            body_html=self.body_html,
            body_format=self.body_format,
            language=self.language,
            created_at=self.created_at,
            edited_at=timezone.now(),
            origin=self.origin,
            was_comment=self.pk,
        )

    def _hand_over_to(self, answer: Answer) -> None:
        """What is kept about the comment is kept about the answer: earlier words, pictures, what was reported."""
        kinds = ContentType.objects.get_for_models(Comment, Answer)
        for rows, about in (
            (PostRevision.objects.all(), "post"),
            (AttachmentUse.objects.all(), "post"),
            (Review.objects.all(), "subject"),
        ):
            rows.filter(**{f"{about}_type": kinds[Comment], f"{about}_id": self.pk}).update(
                **{f"{about}_type": kinds[Answer], f"{about}_id": answer.pk}
            )

    def _answers(self, question: Question, answer: Answer, *, by) -> None:
        """The clocks: somebody else's first answer keeps the promise, and what waited for this comment waits no more."""
        was_asked = question.needs_info_since is not None
        if was_asked and not question.comments.shown().filter(asks_for_detail=True).exists():
            question.detail_given(by=by)
        if answer.author_id != question.author_id:
            Clock.keep(question, Clock.Promise.FIRST_ANSWER)

    # -- What other rooms ask

    def event_topic(self):
        return self.question.topic

    def page_keys(self) -> tuple[str, ...]:
        return self.question.page_keys()

    def search_document(self) -> None:
        """A comment is not found by itself."""

    def after_edit(self) -> None:
        self.question.lock()
        self.question.recount()

    def after_hiding(self) -> None:
        self.question.lock()
        self.question.recount()
