"""What members are told about questions, their comments, and how they end."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.lib import markdown
from community.notifications.models import Kind
from community.notifications.notices import Notice, followers_of, notice
from forum.models import Comment, Question
from forum.notices.common import ASKED, FOLLOWS, WROTE, about, waiting_for


@notice("forum.comment.posted")
def comment_posted(event) -> Iterator[Notice]:
    """The author of the answer that was commented on, the asker, then whoever follows the question."""
    comment: Comment = event.subject
    question, name = comment.question, comment.author.name
    common = about(question, comment, actor=comment.author) | {"gathers": True}
    if comment.answer is not None:
        yield Notice(
            to=[comment.answer.author],
            kind=Kind.MINE,
            title=format_lazy(_("{name} commented on your answer"), name=name),
            action=_("Read the comment"),
            because=WROTE,
            **common,
        )
    if comment.asks_for_detail:
        yield _asks_for_detail(question, name, common | {"gathers": False})
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("{name} commented on your question"), name=name),
        action=_("Read the comment"),
        because=ASKED,
        **common,
    )
    yield Notice(
        to=followers_of(question),
        kind=Kind.FOLLOWED,
        title=format_lazy(_("{name} commented on a question that you follow"), name=name),
        action=_("Read the comment"),
        because=FOLLOWS,
        **common,
    )


@notice("forum.question.needs-info")
def detail_needed(event) -> Iterator[Notice]:
    """The asker, unless the comment that asks has told them."""
    question: Question = event.subject
    just_asked = question.comments.filter(
        asks_for_detail=True, author=event.actor, created_at__gte=event.at - timedelta(minutes=1)
    )
    if question.needs_info_since is None or just_asked.exists():
        return
    name = event.actor.name if event.actor else _("Somebody")
    yield _asks_for_detail(question, name, about(question, question, actor=event.actor))


@notice("forum.question.reminded")
def asker_reminded(event) -> Iterator[Notice]:
    """The asker has not said what was asked for."""
    question: Question = event.subject
    if question.needs_info_since is None or not question.is_open:
        return
    asked = question.comments.shown().filter(asks_for_detail=True).order_by("-created_at").first()
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=_("Your question still waits for your detail"),
        next_step=_("Nobody can help before you have said it. Is it settled meanwhile? Then say so, please."),
        action=_("Answer"),
        because=ASKED,
        once=True,
        **about(question, asked or question, actor=asked.author if asked else None),
    )


@notice("forum.question.asked-back")
def asker_asked_back(event) -> Iterator[Notice]:
    """The asker has not said whether an answer helped: one mail, three buttons."""
    question: Question = event.subject
    best = question.answers.shown().exclude(author=question.author).select_related("author").best_first().first()
    if best is None or not question.is_waiting_for_asker:
        return
    page = f"{settings.SITE_URL}/questions/{question.pk}/follow-up/"
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=_("How did it go with your question?"),
        because=ASKED,
        once=True,
        extra={
            "choices": [
                (_("This answer solved it"), f"{page}?said=solved&answer={best.pk}"),
                (_("It is still broken"), f"{page}?said=broken"),
                (_("It is solved, in another way"), f"{page}?said=otherwise"),
            ]
        },
        action=_("Read all answers"),
        **about(question, best, actor=None),
    )


@notice("forum.question.review-due")
def review_due(event) -> Iterator[Notice]:
    """Whoever said how it ended looks whether that still holds."""
    question: Question = event.subject
    if question.outcome_by is None or not question.outcome:
        return
    yield Notice(
        to=[question.outcome_by],
        kind=Kind.MINE,
        title=format_lazy(_("Does it still hold? You said: {outcome}"), outcome=question.get_outcome_display()),
        next_step=_("Say how it stands now, or the next day on which to look at it."),
        action=_("Look at it again"),
        because=_("You get this because you said how it ended, and wanted to look at it again today."),
        **about(question, question, actor=None)
        | {"words": markdown.render(question.outcome_reason), "url": f"/questions/{question.pk}/outcome/"},
    )


@notice("forum.question.reopened")
def question_reopened(event) -> Iterator[Notice]:
    """Everybody who was told how it ended hears that it is open again."""
    question: Question = event.subject
    if question.outcome or not question.is_open:
        return
    yield Notice(
        to=waiting_for(question, and_asker=True),
        kind=Kind.FOLLOWED,
        title=_("A question that you follow is open again"),
        next_step=_("What was said about its end no longer holds. You hear how it goes on."),
        action=_("See where it stands"),
        because=FOLLOWS,
        **about(question, question, actor=event.actor) | {"words": ""},
    )


@notice("forum.question.ended")
def question_ended(event) -> Iterator[Notice]:
    """The asker, then everybody who waits for an end."""
    question: Question = event.subject
    if not question.outcome or question.outcome != event.data.get("outcome"):
        return
    outcome = Question.Outcome(question.outcome).label
    common = about(question, question, actor=event.actor) | {
        "words": markdown.render(question.outcome_reason),
        "state_word": outcome,
        "action": _("See the whole story"),
    }
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("How your question ended: {outcome}"), outcome=outcome),
        next_step=_("If this does not settle it for you, write a comment and say what is open."),
        because=ASKED,
        **common,
    )
    yield Notice(
        to=waiting_for(question),
        kind=Kind.FOLLOWED,
        title=format_lazy(_("How a question that you follow ended: {outcome}"), outcome=outcome),
        because=FOLLOWS,
        for_guests=True,
        **common,
    )


def _asks_for_detail(question: Question, name: Any, common: dict) -> Notice:
    return Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("{name} needs to know more to help you"), name=name),
        next_step=_("Your question waits for you: the promised time stands still until you have said more."),
        action=_("Answer"),
        because=ASKED,
        **common,
    )
