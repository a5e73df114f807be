"""What members are told about what was asked before."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from community.notifications.models import Kind, Notification
from community.notifications.notices import Notice, notice
from forum.models import Duplicate, Question
from forum.notices.common import ASKED, about


@notice("forum.question.marked-duplicate")
def duplicate_marked(event) -> Iterator[Notice]:
    """The asker is sent on to where the answers are, and asked whether they solved theirs."""
    question: Question = event.subject
    link = Duplicate.objects.filter(question=question).select_related("canonical__topic").first()
    if link is None or link.canonical.is_hidden:
        return
    canonical = link.canonical
    common = about(question, canonical, actor=event.actor) | {"words": "", "state": canonical.lamp}
    # Solved later, the acceptance asks.
    if canonical.is_solved and canonical.solved_at <= event.at:
        common |= {"url": link.get_absolute_url(), "action": _("See the solution, and say whether it helped")}
        sentence = _("The solution stands under “{title}”. Did this solve yours? If not, one click opens yours again.")
    else:
        common |= {"action": _("See the answers")}
        sentence = _("What is said stands under “{title}”, and you are told when it is solved. Is it another problem?")
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=_("Your question was asked before: here are its answers"),
        next_step=format_lazy(sentence, title=canonical.title),
        because=ASKED,
        **common,
    )


@notice("forum.question.unmarked-duplicate")
def duplicate_unmarked(event) -> Iterator[Notice]:
    """The asker; and who had linked the two, when the asker says that it is another problem."""
    question: Question = event.subject
    if question.duplicate_of_id is not None:
        return
    common = about(question, question, actor=event.actor)
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=_("Your question stands on its own again"),
        next_step=_("It is not the same as the one that it was linked to. A person answers."),
        action=_("See your question"),
        because=ASKED,
        **common,
    )
    if event.actor_id == question.author_id:
        yield Notice(
            to=Member.objects.filter(pk=event.data.get("marked_by")),
            kind=Kind.MINE,
            title=format_lazy(_("{name} says that it is another problem"), name=question.author.name),
            next_step=event.data.get("reason") or _("You linked it to another question. It stands on its own again."),
            action=_("Read the question"),
            because=_("You get this because you linked this question to another one."),
            **common,
        )


def did_it_solve_yours(canonical: Question, event) -> Iterator[Notice]:
    """Whoever asked the same, once for each link: where one has asked them before, it does not ask again."""
    links = Duplicate.objects.filter(
        canonical=canonical, helped_at=None, marked_at__lte=event.at, question__merged_at=None
    )
    addresses = {link.get_absolute_url(): link for link in links.select_related("question__author")}
    asked = Notification.objects.filter(url__in=addresses).exclude(event=event).values_list("url", flat=True)
    for address in addresses.keys() - set(asked):
        question = addresses[address].question
        yield Notice(
            to=[question.author],
            kind=Kind.MINE,
            title=_("The question that yours was linked to is solved: did this solve yours?"),
            next_step=format_lazy(
                _("The solution stands under “{title}”. If it did not help, one click opens yours again."),
                title=canonical.title,
            ),
            action=_("See the solution, and say whether it helped"),
            because=ASKED,
            **about(question, canonical, actor=None) | {"words": "", "url": address, "state": canonical.lamp},
        )
