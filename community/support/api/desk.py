"""The agents' desk, for their programs. Whoever cannot work on a case gets the 404 of one that does not exist."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from community.content.schemas import PublicIn
from community.content.sending import once_by_program
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import require_staff
from community.members.schemas import PersonOut
from community.support.api.schemas import CaseOut, CaseRow, MessageOut, private
from community.support.limits import DESK
from community.support.models import Case, CaseMessage
from community.support.models.queue import QUEUE_ORDER
from community.support.staff import handlers_of

router = Router()
_often = limited("desk", *DESK)
_PRIORITIES = Literal["low", "normal", "high", "urgent"]


class QueueRow(CaseRow):
    url: str = Field(alias="get_desk_url")
    customer: PersonOut
    owner: PersonOut | None
    priority: str
    is_late: bool = Field(description="A promise about it is broken.")
    waits_since: datetime

    @staticmethod
    def resolve_priority(case):
        return Case.Priority(case.priority).name.lower()


class NoteOut(Schema):
    id: int
    body: str
    body_html: str
    author: PersonOut
    written_at: datetime = Field(alias="created_at")


class HandoffOut(Schema):
    giver: PersonOut
    receiver: PersonOut
    note: str = Field(alias="note.body")


class DeskOut(QueueRow, CaseOut):
    url: str = Field(alias="get_desk_url")
    opened_why: str
    opened_reason: str = Field(description="What whoever asked for support said of it.")
    notes: list[NoteOut] = Field(description="Words among staff, oldest first.")
    handoff: HandoffOut | None = Field(description="Given to somebody who has not said yet that they have it.")

    @staticmethod
    def resolve_notes(case):
        """One query."""
        return list(case.notes.shown().oldest_first().select_related("author"))

    @staticmethod
    def resolve_handoff(case):
        """One query."""
        return case.handoffs.waiting().select_related("giver", "receiver", "note").first()


class Queue(Schema):
    cases: list[QueueRow]
    next_cursor: str


@router.get("/support/cases", response=Queue, summary="Agents: what waits for you, most urgent first")
def queue(request, response: HttpResponse, owner: Literal["", "me", "nobody"] = "", cursor: str = ""):
    """Open cases on which it is support's turn: broken promises first, then by priority, then who waits longest."""
    private(response)
    require_staff(request.user, "handle-cases")
    cases = Case.objects.handled_by(request.user).with_people()
    if owner == "me":
        cases = cases.open().owned_by(request.user)
    else:
        cases = cases.waiting_for_staff().unowned() if owner else cases.waiting_for_staff()
    page = paginate(cases, cursor, order=QUEUE_ORDER, may_be_empty=True)
    return {"cases": page.rows, "next_cursor": page.next_cursor}


@router.get("/support/cases/{ref}", response=DeskOut, summary="Agents: one case, with its private thread and notes")
def read_case(request, response: HttpResponse, ref: str):
    """What customer and support wrote to each other, and what only staff read."""
    return _find(request, response, ref)


class OwnerIn(Schema):
    to: str = Field("", max_length=60, description="The username of an agent; you, if it is empty.")


@router.post("/support/cases/{ref}/owner", response=DeskOut, summary="Agents: take a case, or give it to somebody")
@_often
def set_owner(request, response: HttpResponse, ref: str, said: OwnerIn):
    """409 when somebody else has taken it already."""
    if not said.to:
        return _do(request, response, ref, lambda case: case.take(by=request.user))
    return _do(request, response, ref, lambda case: case.assign(_agent(case, said.to), by=request.user))


@router.post("/support/cases/{ref}/acknowledgement", response=DeskOut, summary="Agents: seen, we look into it")
@_often
def acknowledge(request, response: HttpResponse, ref: str):
    """The customer can see it; the case is yours if it was nobody's."""
    return _do(request, response, ref, lambda case: case.acknowledge(by=request.user))


class PriorityIn(Schema):
    priority: _PRIORITIES


@router.post("/support/cases/{ref}/priority", response=DeskOut, summary="Agents: move a case in the queue")
@_often
def set_priority(request, response: HttpResponse, ref: str, said: PriorityIn):
    """409 when it has ended."""
    priority = Case.Priority[said.priority.upper()]
    return _do(request, response, ref, lambda case: case.set_priority(priority, by=request.user))


class ReplyIn(Schema):
    body: str = Field(min_length=1, max_length=CaseMessage.LONGEST)
    seen: int | None = Field(
        None, description="The id of the newest message that you read: 409 if the customer wrote since."
    )


@router.post("/support/cases/{ref}/messages", response={201: MessageOut}, summary="Agents: write to the customer")
@_often
def reply(request, response: HttpResponse, ref: str, new: ReplyIn):
    """Then it is the customer's turn. They get a mail."""
    case = _find(request, response, ref)
    return Status(201, once_by_program(request, new, lambda: case.reply(by=request.user, **new.model_dump())))


class NoteIn(Schema):
    body: str = Field(min_length=1, max_length=CaseMessage.LONGEST)


@router.post("/support/cases/{ref}/notes", response={201: NoteOut}, summary="Agents: a note for staff")
@_often
def add_note(request, response: HttpResponse, ref: str, new: NoteIn):
    """The customer never sees it."""
    case = _find(request, response, ref)
    return Status(201, once_by_program(request, new, lambda: case.add_note(by=request.user, body=new.body)))


class HandoffIn(Schema):
    to: str = Field(max_length=60, description="The username of another agent.")
    note: str = Field(
        min_length=1, max_length=CaseMessage.LONGEST, description="What they have to know. Only staff read it."
    )


@router.post("/support/cases/{ref}/handoff", response=DeskOut, summary="Agents: hand a case to somebody")
@_often
def hand_off(request, response: HttpResponse, ref: str, said: HandoffIn):
    """It is theirs, and they say when they have it."""

    def give(case: Case) -> None:
        case.hand_off(_agent(case, said.to), note=said.note, by=request.user)

    return _do(request, response, ref, give)


@router.post("/support/cases/{ref}/handoff/acceptance", response=DeskOut, summary="Agents: I have it")
@_often
def accept_handoff(request, response: HttpResponse, ref: str):
    """Changes nothing where nobody handed it to you."""
    return _do(request, response, ref, lambda case: case.accept_handoff(by=request.user))


class EndIn(PublicIn):
    outcome: Literal["solved", "workaround", "known-issue", "planned", "declined", "not-ours", "no-answer"]
    public_words: str = Field(
        "", max_length=4_000, description="Stands on the question, for everybody; of a private case, for its customer."
    )
    seen: int | None = Field(
        None, description="The id of the newest message that you read: 409 if the customer wrote since."
    )


@router.post("/support/cases/{ref}/outcome", response=DeskOut, summary="Agents: how it ended")
@_often
def end(request, response: HttpResponse, ref: str, said: EndIn):
    """Without `public_words`, 422 where a question is behind it: others have the same one."""

    def end_it(case: Case) -> None:
        if not case.is_private and not said.public_words.strip():
            raise HttpError(422, _("Say in public how it ended: others have the same question."))
        words = {"public_words": said.public_words} if case.is_private else said.public("public_words")
        case.end(by=request.user, outcome=said.outcome, seen=said.seen, **words)

    return _do(request, response, ref, end_it)


@router.post("/support/cases/{ref}/outcome/remove", response=DeskOut, summary="Agents: it is open again")
@_often
def reopen(request, response: HttpResponse, ref: str):
    """What was said in public about its end is taken back."""
    return _do(request, response, ref, lambda case: case.reopen(by=request.user))


def _do(request: HttpRequest, response: HttpResponse, ref: str, verb: Callable[[Case], Any]) -> Case:
    """The case after `verb` was done to it."""
    case = _find(request, response, ref)
    verb(case)
    return case


def _find(request: HttpRequest, response: HttpResponse, ref: str) -> Case:
    private(response)
    case = get_object_or_404(Case.objects.handled_by(request.user).with_people(), ref=ref.upper())
    require_staff(request.user, "handle-cases")
    return case


def _agent(case: Case, username: str):
    agent = handlers_of(case.topic_id).filter(username__iexact=username).first()
    if agent is None:
        raise HttpError(422, _("Nobody of that name can work on this case."))
    return agent
