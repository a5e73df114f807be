"""What members are told about questions, answers and comments."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.incidents.notices import news
from community.lib import markdown
from community.members.models import Member
from community.notifications.models import Kind, Notification, Subscription
from community.notifications.notices import Notice, followers_of, notice, redacted_by, withdrawn_by
from forum.models import Answer, Comment, Duplicate, Question

withdrawn_by("forum.question.hidden", "forum.answer.hidden", "forum.comment.hidden")
# What was told about the comment is told about the answer.
withdrawn_by("forum.comment.became-answer")
redacted_by("forum.question.redacted", "forum.answer.redacted", "forum.comment.redacted")

_ASKED = _("You get this because you asked this question.")
_FOLLOWS = _("You get this because you follow this question.")
_WROTE = _("You get this because you answered this question.")


@notice("forum.answer.posted")
def answer_posted(event) -> Iterator[Notice]:
    """Who wrote it, when somebody made it of their comment; the asker, then whoever follows the question."""
    answer: Answer = event.subject
    question = answer.question
    common = _about(question, answer, actor=answer.author) | {"action": _("Read the answer")}
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
        because=_ASKED,
        **common,
    )
    yield Notice(
        to=followers_of(question),
        kind=Kind.FOLLOWED,
        title=format_lazy(_("{name} answered a question that you follow"), name=answer.author.name),
        because=_FOLLOWS,
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
    common = _about(question, answer, actor=event.actor) | {"action": _("See the solution"), "once": True}
    yield Notice(
        to=[answer.author],
        kind=Kind.RECOGNITION,
        title=format_lazy(_("{name} accepted your answer"), name=name),
        next_step=_("It is the solution now: everybody who has this problem sees it first. Thank you."),
        because=_WROTE,
        **common,
    )
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("{name} marked a solution to your question"), name=name),
        next_step=_("Is it not the right one? You can accept another answer, or take the mark away."),
        because=_ASKED,
        **common,
    )
    yield from _did_it_solve_yours(question, event)
    yield Notice(
        to=_waiting_for(question),
        kind=Kind.FOLLOWED,
        title=_("A question that you follow is solved"),
        next_step=_("Does it not work for you? Say so in a comment."),
        because=_FOLLOWS,
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
        because=_WROTE,
        once=True,
        **_about(answer.question, answer, actor=event.actor),
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
        because=_WROTE,
        once=True,
        **_about(answer.question, answer, actor=event.actor),
    )


@notice("forum.comment.posted")
def comment_posted(event) -> Iterator[Notice]:
    """The author of the answer that was commented on, the asker, then whoever follows the question."""
    comment: Comment = event.subject
    question, name = comment.question, comment.author.name
    common = _about(question, comment, actor=comment.author)
    if comment.answer is not None:
        yield Notice(
            to=[comment.answer.author],
            kind=Kind.MINE,
            title=format_lazy(_("{name} commented on your answer"), name=name),
            action=_("Read the comment"),
            because=_WROTE,
            **common,
        )
    if comment.asks_for_detail:
        yield _asks_for_detail(question, name, common)
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("{name} commented on your question"), name=name),
        action=_("Read the comment"),
        because=_ASKED,
        **common,
    )
    yield Notice(
        to=followers_of(question),
        kind=Kind.FOLLOWED,
        title=format_lazy(_("{name} commented on a question that you follow"), name=name),
        action=_("Read the comment"),
        because=_FOLLOWS,
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
    yield _asks_for_detail(question, name, _about(question, question, actor=event.actor))


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
        because=_ASKED,
        once=True,
        **_about(question, asked or question, actor=asked.author if asked else None),
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
        because=_ASKED,
        once=True,
        extra={
            "choices": [
                (_("This answer solved it"), f"{page}?said=solved&answer={best.pk}"),
                (_("It is still broken"), f"{page}?said=broken"),
                (_("It is solved, in another way"), f"{page}?said=otherwise"),
            ]
        },
        action=_("Read all answers"),
        **_about(question, best, actor=None),
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
        **_about(question, question, actor=None)
        | {"words": markdown.render(question.outcome_reason), "url": f"/questions/{question.pk}/outcome/"},
    )


@notice("forum.question.reopened")
def question_reopened(event) -> Iterator[Notice]:
    """Everybody who was told how it ended hears that it is open again."""
    question: Question = event.subject
    if question.outcome or not question.is_open:
        return
    yield Notice(
        to=_waiting_for(question, and_asker=True),
        kind=Kind.FOLLOWED,
        title=_("A question that you follow is open again"),
        next_step=_("What was said about its end no longer holds. You hear how it goes on."),
        action=_("See where it stands"),
        because=_FOLLOWS,
        **_about(question, question, actor=event.actor) | {"words": ""},
    )


@notice("forum.question.ended")
def question_ended(event) -> Iterator[Notice]:
    """The asker, then everybody who waits for an end."""
    question: Question = event.subject
    if not question.outcome or question.outcome != event.data.get("outcome"):
        return
    outcome = Question.Outcome(question.outcome).label
    common = _about(question, question, actor=event.actor) | {
        "words": markdown.render(question.outcome_reason),
        "state_word": outcome,
        "action": _("See the whole story"),
    }
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("How your question ended: {outcome}"), outcome=outcome),
        next_step=_("If this does not settle it for you, write a comment and say what is open."),
        because=_ASKED,
        **common,
    )
    yield Notice(
        to=_waiting_for(question),
        kind=Kind.FOLLOWED,
        title=format_lazy(_("How a question that you follow ended: {outcome}"), outcome=outcome),
        because=_FOLLOWS,
        **common,
    )


@notice("forum.question.marked-duplicate")
def duplicate_marked(event) -> Iterator[Notice]:
    """The asker is sent on to where the answers are, and asked whether they solved theirs."""
    question: Question = event.subject
    link = Duplicate.objects.filter(question=question).select_related("canonical__topic").first()
    if link is None or link.canonical.is_hidden:
        return
    canonical = link.canonical
    common = _about(question, canonical, actor=event.actor) | {"words": "", "state": canonical.lamp}
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
        because=_ASKED,
        **common,
    )


@notice("forum.question.unmarked-duplicate")
def duplicate_unmarked(event) -> Iterator[Notice]:
    """The asker; and who had linked the two, when the asker says that it is another problem."""
    question: Question = event.subject
    if question.duplicate_of_id is not None:
        return
    common = _about(question, question, actor=event.actor)
    yield Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=_("Your question stands on its own again"),
        next_step=_("It is not the same as the one that it was linked to. A person answers."),
        action=_("See your question"),
        because=_ASKED,
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


@notice("forum.question.attached")
def attached_to_incident(event) -> Iterator[Notice]:
    """The asker and whoever follows hear that it is broken for many, and where the news is."""
    question: Question = event.subject
    incident = question.incident
    if incident is None or not incident.is_open:
        return
    yield Notice(
        to=_waiting_for(question, and_asker=True),
        kind=Kind.MINE,
        title=_("It is not only you: this is broken for many"),
        next_step=format_lazy(_("We work on “{title}” and tell you each time there is news."), title=incident.title),
        action=_("See where it stands"),
        because=_FOLLOWS,
        **_about(question, question, actor=None) | {"url": incident.get_absolute_url(), "words": ""},
    )


@notice("incidents.incident.updated", "incidents.incident.resolved")
def incident_of_a_question_updated(event) -> Iterator[Notice]:
    """Whoever asked or follows a question that is about the incident."""
    attached = Question.objects.shown().filter(incident=event.subject)
    questions = Subscription.objects.filter(
        subject_type=ContentType.objects.get_for_model(Question), subject_id__in=attached.values("pk"), muted_at=None
    )
    yield from news(
        event,
        to=Member.objects.filter(pk__in=questions.values("member")),
        because=_("You get this because you follow a question about it."),
    )


def _did_it_solve_yours(canonical: Question, event) -> Iterator[Notice]:
    """Whoever asked the same, once for each link: where one has asked them before, it does not ask again."""
    links = Duplicate.objects.filter(canonical=canonical, helped_at=None, marked_at__lte=event.at)
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
            because=_ASKED,
            **_about(question, canonical, actor=None) | {"words": "", "url": address, "state": canonical.lamp},
        )


def _asks_for_detail(question: Question, name: Any, common: dict) -> Notice:
    return Notice(
        to=[question.author],
        kind=Kind.MINE,
        title=format_lazy(_("{name} needs to know more to help you"), name=name),
        next_step=_("Your question waits for you: the promised time stands still until you have said more."),
        action=_("Answer"),
        because=_ASKED,
        **common,
    )


def _about(question: Question, said: Question | Answer | Comment, *, actor: Member | None) -> dict[str, Any]:
    """What all notices about something said in a thread have in common."""
    return {
        "thread": question,
        "thread_title": question.title,
        "url": said.get_absolute_url(),
        "in_sight": said,
        "actor": actor,
        "words": said.body_html,
        "state": question.lamp,
        "is_private": not question.is_public,
    }


def _waiting_for(question: Question, *, and_asker: bool = False) -> Iterable[Member]:
    """Followers and whoever has the problem too; who muted the question is left out by the reader."""
    members = followers_of(question) | Member.objects.filter(me_toos__question=question)
    if and_asker:
        members = members | Member.objects.filter(pk=question.author_id)
    return members.distinct()
