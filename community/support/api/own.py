"""A customer's own cases, for their programs. What stands there is theirs and support's: no answer is kept by a cache."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from community.catalogue.models import Topic
from community.content.sending import once_by_program
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import require
from community.support import permissions
from community.support.api.schemas import CaseOut, CaseRow, MessageOut, private
from community.support.limits import CUSTOMER_REPLIES, OPENINGS
from community.support.models import Case, CaseMessage

router = Router()


class CasePage(Schema):
    cases: list[CaseRow]
    next_cursor: str


@router.get("/cases", response=CasePage, summary="Your cases, newest first")
def list_cases(request, response: HttpResponse, cursor: str = ""):
    """Twenty a page, yours alone; `next_cursor` is empty on the last one. One query."""
    private(response)
    own = Case.objects.of_customer(request.user).with_people()
    page = paginate(own, cursor, order=["-opened_at", "-id"], may_be_empty=True)
    return {"cases": page.rows, "next_cursor": page.next_cursor}


@router.get("/cases/{ref}", response=CaseOut, summary="One case of yours, with its private thread")
def get_case(request, response: HttpResponse, ref: str):
    """What you and support wrote to each other. 404 for a case of anybody else."""
    private(response)
    return _own(request, ref)


class CaseIn(Schema):
    title: str = Field(min_length=8, max_length=200)
    topic: str = Field(description="The slug of a topic that is open for questions.")
    body: str = Field(min_length=1, max_length=CaseMessage.LONGEST)


class MessageIn(Schema):
    body: str = Field(min_length=1, max_length=CaseMessage.LONGEST)


@router.post("/cases", response={201: CaseOut}, summary="Open a private case")
@limited("case", *OPENINGS)
def open_case(request, response: HttpResponse, new: CaseIn):
    """Only you and support can read it, so private facts may stand in it."""
    require(permissions.can_open_privately(request.user))
    private(response)
    topic = get_object_or_404(Topic.objects.open_for_questions(), slug=new.topic)

    def make() -> Case:
        return Case.open_privately(by=request.user, title=new.title, body=new.body, topic=topic)

    return Status(201, once_by_program(request, new, make))


@router.post("/cases/{ref}/messages", response={201: MessageOut}, summary="Write in a case of yours")
@limited("case-reply", *CUSTOMER_REPLIES)
def write(request, response: HttpResponse, ref: str, new: MessageIn):
    """It is support's turn then; one that has ended is open again. 409 when it is closed for good."""
    case = _own(request, ref)
    private(response)
    if not permissions.can_reply_as_customer(request.user, case):
        raise ValidationError(_("This case is closed. Open a new one and mention %(ref)s.") % {"ref": case.ref})
    return Status(201, once_by_program(request, new, lambda: case.customer_replies(body=new.body)))


def _own(request: HttpRequest, ref: str) -> Case:
    return get_object_or_404(Case.objects.of_customer(request.user).with_people(), ref=ref.upper())
