"""What members are told when a question is moved, or threads are merged or split: what became of their words, and why."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from community.notifications.models import Kind
from community.notifications.notices import Notice, notice
from forum.models import Merge, Question, Split
from forum.notices.common import ASKED, WROTE, about

_WROTE_THERE = _("You get this because you wrote there.")


@notice("forum.question.moved")
def question_moved(event) -> Iterator[Notice]:
    """The asker, then who answered."""
    question: Question = event.subject
    common = _about(question, event) | {
        "next_step": event.data.get("reason") or _("It is found there now. Its address stays."),
        "action": _("See the question"),
    }
    topic = question.topic.name
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("Your question stands in the topic “{topic}” now"), topic=topic),
        because=ASKED,
        **common,
    )
    yield Notice(
        to=_authors(question.answers.all()),
        kind=Kind.MINE,
        title=format_lazy(_("A question that you answered stands in the topic “{topic}” now"), topic=topic),
        because=WROTE,
        **common,
    )


@notice("forum.question.retagged")
def question_retagged(event) -> Iterator[Notice]:
    """The asker."""
    question: Question = event.subject
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=_("Your question has other tags now"),
        next_step=event.data.get("reason") or _("More people who can help find it by them."),
        action=_("See the question"),
        because=ASKED,
        **_about(question, event),
    )


@notice("forum.question.merged")
def questions_merged(event) -> Iterator[Notice]:
    """Who asked the one that is gone, who asked the other, then everybody whose words went there."""
    merge = Merge.objects.standing().filter(pk=event.data.get("merge")).select_related("question", "canonical").first()
    if merge is None:
        return
    canonical = merge.canonical
    common = _about(canonical, event) | {"next_step": merge.reason, "action": _("See all answers")}
    yield Notice(
        to=[merge.question.author],
        kind=Kind.MINE,
        title=_("Your question is part of another one now"),
        because=ASKED,
        **common,
    )
    yield Notice(
        to=[canonical.author],
        kind=Kind.MINE,
        title=_("More answers came to your question: it was asked twice"),
        because=ASKED,
        **common,
    )
    yield Notice(
        to=_authors(merge.answers.all()) | _authors(merge.comments.all()),
        kind=Kind.MINE,
        title=_("What you wrote stands under another question now"),
        because=_WROTE_THERE,
        **common,
    )


@notice("forum.question.unmerged")
def questions_unmerged(event) -> Iterator[Notice]:
    """The same people: the two are two again."""
    question: Question = event.subject
    merge = Merge.objects.filter(pk=event.data.get("merge")).select_related("canonical").first()
    if merge is None or merge.undone_at is None or question.is_merged:
        return
    yield Notice(
        to=Member.objects.filter(pk__in=[question.author_id, merge.canonical.author_id])
        | _authors(merge.answers.all())
        | _authors(merge.comments.all()),
        kind=Kind.MINE,
        title=_("Two questions that were one are two again"),
        next_step=merge.undone_reason,
        action=_("See the question"),
        because=_WROTE_THERE,
        **_about(question, event),
    )


@notice("forum.question.split")
def question_split(event) -> Iterator[Notice]:
    """Who asks now, whose answers went there, and who asked where it was split off."""
    split = Split.objects.filter(pk=event.data.get("split")).select_related("question", "made").first()
    if split is None:
        return
    common = _about(split.made, event) | {"next_step": split.reason, "action": _("See the new question")}
    yield Notice(
        to=[split.made.author],
        kind=Kind.MINE,
        title=_("What you wrote is a question of its own now, and people can answer it"),
        because=_WROTE_THERE,
        **common,
    )
    yield Notice(
        to=_authors(split.answers.all()),
        kind=Kind.MINE,
        title=_("Your answer stands under a question of its own now"),
        because=WROTE,
        **common,
    )
    yield Notice(
        to=[split.question.author],
        kind=Kind.MINE,
        title=_("Something else that was asked under your question is a question of its own now"),
        because=ASKED,
        **common,
    )


def _about(question: Question, event) -> dict:
    return about(question, question, actor=event.actor) | {"words": ""}


def _authors(posts):
    """The authors of these posts."""
    return Member.objects.filter(pk__in=posts.order_by().values("author"))
