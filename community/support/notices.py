"""What customers and agents are told about cases. The words of a case stand in the customer's own mail, and in no other."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from community.notifications.models import Kind
from community.notifications.notices import Notice, notice
from community.support.models import Case

_YOURS = _("You get this because it is your case.")
_OWNED = _("You get this because the case is yours to work on.")


@notice("support.case.opened")
def case_opened(event) -> Iterator[Notice]:
    """The customer, where it was not they who asked for it."""
    case: Case = event.subject
    if case.opened_why == Case.Why.PROMISE:
        title: Any = _("We are late: our support team has your question now")
    else:
        title = _("Our support team has your question now")
    yield Notice(
        to=[case.customer],
        title=title,
        next_step=_("Somebody looks into it. What does not belong in public, you can say in your private thread."),
        action=_("Open your private thread"),
        **_to_customer(case),
    )


@notice("support.case.acknowledged")
def case_acknowledged(event) -> Iterator[Notice]:
    """The customer: somebody with a name looks into it."""
    case: Case = event.subject
    yield Notice(
        to=[case.customer],
        title=format_lazy(_("{name} has seen your case and looks into it"), name=_name(event)),
        actor=event.actor,
        action=_("Open your case"),
        **_to_customer(case),
    )


@notice("support.case.replied")
def staff_replied(event) -> Iterator[Notice]:
    """The customer, with what was said."""
    case: Case = event.subject
    message = case.messages.shown().filter(pk=event.data.get("message")).first()
    if message is None:
        return
    yield Notice(
        to=[case.customer],
        title=format_lazy(_("{name} replied to your case"), name=_name(event)),
        actor=event.actor,
        words=message.body_html,
        next_step="" if not case.is_open else _("We wait for your reply."),
        action=_("Reply"),
        **_to_customer(case),
    )


@notice("support.case.ended")
def case_ended(event) -> Iterator[Notice]:
    """The customer of a private case. What became of a question is told to everybody who waits for it."""
    case: Case = event.subject
    if case.is_open or not case.is_private:
        return
    yield Notice(
        to=[case.customer],
        title=format_lazy(_("How your case ended: {outcome}"), outcome=Case.Outcome(case.outcome).label),
        actor=event.actor,
        next_step=_("If this does not settle it for you, write: within two weeks the case is opened again."),
        action=_("Open your case"),
        **_to_customer(case),
    )


@notice("support.case.customer-replied")
def customer_replied(event) -> Iterator[Notice]:
    """The agent who owns the case."""
    case: Case = event.subject
    yield Notice(
        to=_owner(case),
        title=format_lazy(_("{name} replied in case {ref}"), name=case.customer.name, ref=case.ref),
        action=_("Read it"),
        **_to_owner(case),
    )


@notice("support.case.reopened")
def case_reopened(event) -> Iterator[Notice]:
    """The agent who owned it. That the customer wrote is told already."""
    case: Case = event.subject
    if not case.is_open or event.data.get("by_reply"):
        return
    yield Notice(
        to=_owner(case),
        title=format_lazy(_("Case {ref} is open again"), ref=case.ref),
        action=_("Open the case"),
        **_to_owner(case),
    )


@notice("support.case.assigned", "support.case.handed-off")
def case_given(event) -> Iterator[Notice]:
    """The agent who has it now."""
    case: Case = event.subject
    if case.owner_id != event.data.get("to"):
        return
    yield Notice(
        to=_owner(case),
        title=format_lazy(_("{name} gave you case {ref}"), name=_name(event), ref=case.ref),
        actor=event.actor,
        next_step=_("What you have to know stands in the note. Say that you have it.")
        if event.verb == "support.case.handed-off"
        else "",
        action=_("Open the case"),
        **_to_owner(case),
    )


def _to_customer(case: Case) -> dict[str, Any]:
    return _about(case) | {"kind": Kind.CASES, "url": case.get_absolute_url(), "because": _YOURS}


def _to_owner(case: Case) -> dict[str, Any]:
    return _about(case) | {"kind": Kind.MINE, "url": case.get_desk_url(), "because": _OWNED}


def _about(case: Case) -> dict[str, Any]:
    """What all notices about a case have in common: they are private."""
    return {
        "thread": case,
        "thread_title": str(case),
        "in_sight": case,
        "state": "dim" if case.is_open else "lit",
        "state_word": case.get_outcome_display() if case.outcome else case.get_state_display(),
        "is_private": True,
        "subject": format_lazy(_("Re: case {ref}"), ref=case.ref),
    }


def _owner(case: Case) -> list[Member]:
    return [case.owner] if case.owner else []


def _name(event) -> Any:
    return event.actor.name if event.actor else _("Our support team")
