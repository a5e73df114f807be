"""What members are told about answers."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.notifications.models import Kind
from community.notifications.notices import Notice, followers_of, notice
from forum.models import Answer, Question
from forum.notices.common import ASKED, FOLLOWS, WROTE, about, waiting_for
from forum.notices.duplicates import did_it_solve_yours


@notice("forum.answer.posted")
def answer_posted(event) -> Iterator[Notice]:
    """Who wrote it, when somebody made it of their comment; the asker, then whoever follows the question."""
    answer: Answer = event.subject
    question = answer.question
    common = about(question, answer, actor=answer.author) | {"action": _("Read the answer"), "gathers": True}
    if "comment" in event.data:
        yield Notice(
            to=[answer.author],
            kind=Kind.MINE,
            title=_("Your comment is an answer now"),
            next_step=event.data.get("reason") or _("It helps more there: people can vote for it, and accept it."),
            because=_("You get this because you wrote the comment."),
            **common | {"actor": event.actor},
        )
    if question.is_talk:
        yield from _replied(question, answer, common)
        return
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("{name} answered your question"), name=answer.author.name),
        next_step=_(
            "Did it help? Accept it, so that others with this problem find it first. If not, say what is missing."
        ),
        because=ASKED,
        **common,
    )
    yield Notice(
        to=followers_of(question),
        kind=Kind.FOLLOWED,
        title=format_lazy(_("{name} answered a question that you follow"), name=answer.author.name),
        because=FOLLOWS,
        for_guests=True,
        **common,
    )


def _replied(question: Question, answer: Answer, common: dict) -> Iterator[Notice]:
    """To a discussion or an announcement: whoever began it, then whoever follows."""
    common |= {"action": _("Read the reply")}
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("{name} replied to you"), name=answer.author.name),
        because=_("You get this because you began this discussion."),
        **common,
    )
    yield Notice(
        to=followers_of(question),
        kind=Kind.FOLLOWED,
        title=format_lazy(_("{name} replied in a discussion that you follow"), name=answer.author.name),
        because=_("You get this because you follow this discussion."),
        for_guests=True,
        **common,
    )


@notice("forum.answer.accepted")
def answer_accepted(event) -> Iterator[Notice]:
    """Who wrote the solution, the asker if somebody else marked it, and everybody who waited for one."""
    answer: Answer = event.subject
    question = answer.question
    if question.solution_id != answer.pk:
        return
    name = event.actor.name if event.actor else question.author.name
    common = about(question, answer, actor=event.actor) | {"action": _("See the solution"), "once": True}
    yield Notice(
        to=[answer.author],
        kind=Kind.RECOGNITION,
        title=format_lazy(_("{name} accepted your answer"), name=name),
        next_step=_("It is the solution now: everybody who has this problem sees it first. Thank you."),
        because=WROTE,
        **common,
    )
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("{name} marked a solution to your question"), name=name),
        next_step=_("Is it not the right one? You can accept another answer, or take the mark away."),
        because=ASKED,
        **common,
    )
    yield from did_it_solve_yours(question, event)
    yield Notice(
        to=waiting_for(question),
        kind=Kind.FOLLOWED,
        title=_("A question that you follow is solved"),
        next_step=_("Does it not work for you? Say so in a comment."),
        because=FOLLOWS,
        for_guests=True,
        **common,
    )


@notice("forum.answer.confirmed")
def answer_confirmed(event) -> Iterator[Notice]:
    """Who wrote it hears that it worked for somebody."""
    answer: Answer = event.subject
    if event.actor is None or not answer.confirmations.worked().filter(member=event.actor).exists():
        return
    yield Notice(
        to=[answer.author],
        kind=Kind.RECOGNITION,
        title=format_lazy(_("Your answer worked for {name}"), name=event.actor.name),
        next_step=_("Readers see for how many people it worked. Thank you."),
        action=_("See the answer"),
        because=WROTE,
        once=True,
        gathers=True,
        **about(answer.question, answer, actor=event.actor),
    )


@notice("forum.answer.failed")
def answer_failed(event) -> Iterator[Notice]:
    """Who wrote it hears that it did not work, and where."""
    answer: Answer = event.subject
    said = answer.confirmations.failed().filter(member=event.actor).select_related("release__product").first()
    if event.actor is None or said is None:
        return
    name = event.actor.name
    sentence = (
        _("Your answer did not work for {name} on {release}") if said.release else _("Your answer did not help {name}")
    )
    yield Notice(
        to=[answer.author],
        kind=Kind.MINE,
        title=format_lazy(sentence, name=name, release=said.release),
        next_step=_("Ask in a comment what happened, or edit the answer when you know more."),
        action=_("See the answer"),
        because=WROTE,
        once=True,
        gathers=True,
        **about(answer.question, answer, actor=event.actor),
    )
