"""Split: a part of a thread becomes a question of its own, with who made it so and why."""

from collections.abc import Sequence
from functools import partial

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.catalogue.models import Topic
from community.clocks.models import Clock
from community.content.models import AttachmentUse, Mention, PostRevision
from community.content.models.submission import REMEMBERED_FOR
from community.lib import versions
from community.moderation.models import Review
from community.notifications.models import Subscription
from forum.models.address import slug_of
from forum.models.answer import Answer
from forum.models.arranging import may_stand_in
from forum.models.comment import Comment
from forum.models.locks import lock_threads, one_at_a_time
from forum.models.question import Question


class SplitQuerySet(models.QuerySet):
    def of(self, question: Question):
        """What was made of parts of the question, and what it was a part of itself."""
        return self.filter(Q(question=question) | Q(made=question))

    # "The same form sent twice": what it named is no longer there the second time.
    def just_made(self, question: Question, *, by, title: str):
        since = timezone.now() - REMEMBERED_FOR
        return self.filter(question=question, by=by, made__title=" ".join(title.split()), at__gt=since)


class Split(models.Model):
    """Answers of `question` became part of `made`. What asked there was an answer or a comment, or nobody's before."""

    LONGEST_REASON = 200

    question = models.ForeignKey(Question, models.CASCADE, related_name="splits")
    made = models.OneToOneField(Question, models.CASCADE, related_name="split")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("why"), max_length=LONGEST_REASON)
    at = models.DateTimeField(default=timezone.now)
    answers = models.ManyToManyField(Answer, blank=True, editable=False, related_name="splits")
    was_answer = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="The answer that asks now: its address leads there.",
    )
    was_comment = models.PositiveBigIntegerField(
        null=True, blank=True, unique=True, editable=False, help_text="The comment that asks now."
    )

    objects = SplitQuerySet.as_manager()

    class Meta:
        verbose_name = _("split")
        verbose_name_plural = _("splits")
        constraints = [
            models.CheckConstraint(condition=~Q(question=models.F("made")), name="split_into_another_question")
        ]

    def __str__(self):
        return f"{self.question_id} ⇏ {self.made_id}"

    @classmethod
    def make(
        cls,
        question: Question,
        *,
        title: str,
        topic: Topic,
        by,
        reason: str,
        asks: Answer | Comment | None = None,
        words: str = "",
        answers: Sequence[Answer] = (),
    ) -> "Split":
        """Make a question of what `asks` (an answer or a comment of the thread), by its author, with `answers` to it.

        Where nothing asks, `by` asks in their own `words`. What asks is gone from the thread; answers take their comments
        along. Raises ValidationError for what cannot go, or is gone. Locks the thread.
        """
        may_stand_in(topic)
        _must_be_whole(title, words, asks, answers, reason)
        with transaction.atomic():
            one_at_a_time()
            lock_threads(question)
            asks, going = _still_there(question, asks, answers)
            had_hope = not question.nothing_helped
            made = _new_question(question, asks, title=title, topic=topic, by=by, words=words)
            split = cls.objects.create(
                question=question,
                made=made,
                by=by,
                reason=reason[: cls.LONGEST_REASON],
                was_answer=asks.pk if isinstance(asks, Answer) else None,
                was_comment=asks.pk if isinstance(asks, Comment) else None,
            )
            split.answers.set(going)
            Answer.objects.filter(pk__in=[answer.pk for answer in going]).update(question=made)
            Comment.objects.filter(answer__in=going).update(question=made)
            if asks is not None:
                _hand_over(asks, made, by=by, reason=reason)
            for member in {made.author, *(answer.author for answer in going)}:
                Subscription.follow(member, made)
            split._settle(had_hope, by=by)
            Event.record(
                "forum.question.split", actor=by, subject=question, topic=question.topic, other=made.pk, split=split.pk
            )
            Event.record("forum.question.asked", actor=by, subject=made, topic=topic, split=split.pk)
        return split

    def _settle(self, had_hope: bool, *, by) -> None:
        """Count both anew; the new one is promised an answer, and the old one again if it has none left."""
        question, made = self.question, self.made
        question.rearranged_at = made.rearranged_at = self.at
        for row in (question, made):
            row.save(update_fields=["rearranged_at"])
            row.recount()
            transaction.on_commit(partial(versions.bump, *row.page_keys()))
        if not made.is_answered and not made.is_talk:
            Clock.start(made, Clock.Promise.FIRST_ANSWER, topic=made.topic)
        if question.needs_info_since and not question.comments.shown().filter(asks_for_detail=True).exists():
            question.detail_given(by=by)
        question.look_for_help_again(had_hope, by=by)
        question.promise_again()


def may_ask(post: Answer | Comment) -> None:
    """Raise ValidationError for a post that is no question."""
    if isinstance(post, Answer) and (post.is_solution or post.endorsed_at is not None):
        raise ValidationError(_("This answer solves the question, or support says that it is right: it does not ask."))


def may_be_asked_by(question: Question, kind: type[Answer] | type[Comment]):
    """Answers or comments of the question that everybody in its audience reads: nothing that is hidden, nor below it."""
    posts = kind.objects.shown().filter(question=question)
    return posts.filter(answer__hidden_at=None) if kind is Comment else posts


def _must_be_whole(title: str, words: str, asks, answers, reason: str) -> None:
    if len(" ".join(title.split())) < Question.SHORTEST_TITLE:
        raise ValidationError(_("Say in one sentence what is asked there."))
    if asks is None and not words.strip():
        raise ValidationError(_("Choose who asks, or ask in your own words."))
    if asks is None and not answers:
        raise ValidationError(_("Choose what goes to the new question."))
    if not reason.strip():
        raise ValidationError(_("Say why: everybody whose words move reads it."))


def _still_there(question: Question, asks, answers) -> tuple[Answer | Comment | None, list[Answer]]:
    """What asks and the answers that go, as they are now. Raises ValidationError. Call with the thread locked."""
    if question.is_merged or question.is_hidden:
        raise ValidationError(_("This question is hidden, or was merged into another one: nothing can be split off."))
    wanted = {answer.pk for answer in answers}
    if isinstance(asks, Answer):
        wanted.discard(asks.pk)
    going = list(question.answers.shown().filter(pk__in=wanted).select_related("author").order_by("pk"))
    if asks is not None:
        asks = may_be_asked_by(question, type(asks)).filter(pk=asks.pk).select_related("author").first()
    gone = len(going) < len(wanted) or (asks is None and not going)
    if gone:
        raise ValidationError(_("Something that you chose is no longer there. Look at the thread again."))
    if asks is not None:
        asks.question = question
        may_ask(asks)
    if question.solution_id in wanted:
        raise ValidationError(_("The solution stays with the question that it solves. Take the mark away first."))
    return asks, going


def _new_question(question: Question, asks, *, title: str, topic: Topic, by, words: str) -> Question:
    """As old as what asks, so that no answer is older than its question; for whom the old one is for."""
    made = Question(
        author=by if asks is None else asks.author,
        title=" ".join(title.split()),
        body=words if asks is None else asks.body,
        body_format=Question.Format.MARKDOWN if asks is None else asks.body_format,
        topic=topic,
        language=question.language if asks is None else asks.language,
        kind=Question.Kind.DISCUSSION if question.kind == Question.Kind.DISCUSSION else Question.Kind.QUESTION,
        audience=question.audience,
        organisation=question.organisation,
        product=question.product,
        release=question.release,
        platform=question.platform,
        created_at=question.created_at if asks is None else asks.created_at,
    )
    made.slug = slug_of(made.title)
    made.last_activity_at = made.modified_at = made.created_at
    made.render_body()
    made.save()
    if asks is None:
        made.note_pictures(by=by)
    return made


def _hand_over(asks: Answer | Comment, made: Question, *, by, reason: str) -> None:
    """What is kept about the post that asks is kept about the question: earlier words, pictures, reports. The post goes."""
    PostRevision.current(asks)
    kinds = ContentType.objects.get_for_models(type(asks), Question)
    for rows, about in (
        (PostRevision.objects.all(), "post"),
        (AttachmentUse.objects.all(), "post"),
        (Mention.objects.all(), "post"),
        (Review.objects.all(), "subject"),
    ):
        rows.filter(**{f"{about}_type": kinds[type(asks)], f"{about}_id": asks.pk}).update(
            **{f"{about}_type": kinds[Question], f"{about}_id": made.pk}
        )
    made.note_pictures(by=made.author)
    said = gettext("From an answer") if isinstance(asks, Answer) else gettext("From a comment")
    PostRevision.add(made, by=by, reason=f"{said}: {reason}"[:200])
    origin = asks.origin
    if isinstance(asks, Answer):
        Comment.objects.filter(answer=asks).update(question=made, answer=None)
    asks.delete()
    if origin is not None:
        made.origin = origin
        made.save(update_fields=["origin"])
