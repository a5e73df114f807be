"""What programs read of cases."""

from datetime import datetime

from django.http import HttpResponse
from ninja import Field, Schema

from community.clocks.models import Clock
from community.members.schemas import PersonOut


def private(response: HttpResponse) -> None:
    """No proxy and no cache keeps a copy."""
    response["Cache-Control"] = "no-store, private"


class MessageOut(Schema):
    id: int
    body: str
    body_html: str
    author: PersonOut
    is_from_customer: bool
    written_at: datetime = Field(alias="created_at")


class CaseRow(Schema):
    ref: str
    title: str
    url: str = Field(alias="get_absolute_url")
    topic: str | None
    question: int | None = Field(alias="question_id", description="The id of the question behind it, if there is one.")
    state: str
    opened_at: datetime
    ended_at: datetime | None

    @staticmethod
    def resolve_title(case):
        return str(case)

    @staticmethod
    def resolve_topic(case):
        return case.topic and case.topic.slug


class CaseOut(CaseRow):
    outcome: str
    ended_with: str = Field(alias="public_words", description="How it ended, in words.")
    takes_replies: bool
    promise: str = Field(description="By when you hear from us, in words.")
    messages: list[MessageOut]

    @staticmethod
    def resolve_promise(case):
        """One query."""
        clock = Clock.objects.of(case).open().order_by("due_at").first()
        return clock.in_words() if clock else ""

    @staticmethod
    def resolve_messages(case):
        """What you and support wrote to each other, oldest first. One query."""
        return list(case.messages.shown().oldest_first().select_related("author", "case"))
