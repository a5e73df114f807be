"""What programs read of questions and answers."""

from datetime import date, datetime

from ninja import Field, Schema

from community.content.schemas import PublicIn
from community.members.schemas import PersonOut
from forum.models import Answer, Question

__all__ = ["AnswerOut", "PersonOut", "PublicIn", "QuestionOut", "QuestionPage", "QuestionRow"]

_HIDDEN = "Out of sight for others: a moderator looks at it first, or has hidden it."


class QuestionRow(Schema):
    id: int
    kind: str
    title: str
    url: str = Field(alias="get_absolute_url")
    topic: str = Field(alias="topic.slug")
    tags: list[str]
    author: PersonOut
    language: str
    asked_at: datetime = Field(alias="created_at")
    answers: int = Field(alias="answer_count")
    me_toos: int = Field(alias="me_too_count")
    is_solved: bool
    outcome: str

    @staticmethod
    def resolve_tags(question):
        return sorted(tag.name for tag in question.tags.all())


class AnswerOut(Schema):
    id: int
    body: str
    body_html: str
    author: PersonOut
    answered_at: datetime = Field(alias="created_at")
    edited_at: datetime | None
    votes: int = Field(alias="score")
    worked_for: int = Field(alias="confirmed_count")
    failed_for: int = Field(alias="failed_count")
    works_on: str | None = Field(description="The newest version on which it worked for somebody.")
    fails_on: str | None = Field(description="The newest version on which it did not work.")
    is_endorsed: bool
    is_solution: bool
    is_hidden: bool = Field(description=_HIDDEN)
    url: str = Field(alias="get_absolute_url")

    @staticmethod
    def resolve_works_on(answer):
        return answer.works_on and answer.works_on.version

    @staticmethod
    def resolve_fails_on(answer):
        return answer.fails_on and answer.fails_on.version

    @staticmethod
    def resolve_is_endorsed(answer):
        return answer.endorsed_at is not None


class IntakeOut(Schema):
    label: str = Field(alias="field.label")
    kind: str = Field(alias="field.kind")
    value: str


class QuestionOut(QuestionRow):
    body: str
    body_html: str
    edited_at: datetime | None
    is_hidden: bool = Field(description=_HIDDEN)
    is_locked: bool = Field(description="Nobody can add to it.")
    incident: str | None = Field(description="The slug of what is broken for many, where it belongs to that.")
    duplicate_of: int | None = Field(alias="duplicate_of_id")
    outcome_reason: str
    outcome_review_on: date | None
    intake: list[IntakeOut] = Field(description="What its form says, in the order of the form.")
    all_answers: list[AnswerOut]

    @staticmethod
    def resolve_incident(question):
        return question.incident and question.incident.slug

    @staticmethod
    def resolve_intake(question):
        """One query."""
        return list(question.intake_values.in_order())

    @staticmethod
    def resolve_all_answers(question, context):
        """Best first, as far as the reader may see them. One query."""
        reader = context["request"].user
        answers = Answer.objects.visible_to(reader).filter(question=question).best_first()
        return [_of(question, answer) for answer in answers.select_related("author", "works_on", "fails_on")]


class QuestionPage(Schema):
    questions: list[QuestionRow]
    next_cursor: str


def _of(question: Question, answer: Answer) -> Answer:
    """The answer, knowing its question without a query."""
    answer.question = question
    return answer
