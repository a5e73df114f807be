"""Questions for programs: to list, to read, to ask, and "I have this too"."""

from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from community.catalogue.models import IntakeField, Topic
from community.content.audiences import Audience
from community.content.public_words import settled
from community.content.sending import once_by_program
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.models import Organisation
from community.members.permissions import require
from forum import permissions
from forum.api.finding import find_question
from forum.api.schemas import PublicIn, QuestionOut, QuestionPage, QuestionRow
from forum.asking.privately import ask_privately, stays_private
from forum.asking.suggestions import Seen
from forum.limits import SOLUTIONS, VOTES, count_question
from forum.models import Question
from forum.models.intake import product_of
from knowledgebase.models import Article

router = Router()


class QuestionIn(PublicIn):
    title: str = Field(min_length=Question.SHORTEST_TITLE, max_length=200)
    body: str = Field(min_length=1, max_length=Question.LONGEST)
    topic: str = Field(description="The slug of a topic that is open for questions.")
    tags: list[str] = Field(default_factory=list, max_length=5)
    intake: dict[str, str] = Field(
        default_factory=dict, description="What the topic asks as well, by label: see `intake` of the topics."
    )
    kind: Literal["question", "discussion", "announcement"] = "question"
    audience: Literal["public", "advocates", "staff"] = Field("public", description="Of an announcement.")
    organisation: str = Field("", description="The slug of the one organisation that an announcement is for.")
    article: str = Field("", max_length=100, description="The address of an article that was read and did not help.")
    seen: str = Field("", description="The `seen` of the suggestions that were shown for it: none of them helped.")

    def for_whom(self) -> dict[str, Any]:
        """The columns of the audience; 404 for an organisation that there is not."""
        if not self.organisation:
            return {"audience": self.audience}
        found = get_object_or_404(Organisation, slug=self.organisation)
        return {"audience": Audience.ORGANISATION, "organisation": found}


_TABS = Literal["newest", "unanswered", "solved", "discussions"]


@router.get("/questions", response=QuestionPage, summary="Questions, newest first")
def list_questions(request, tab: _TABS = "newest", topic: str = "", tag: str = "", cursor: str = ""):
    """Twenty questions a page; `next_cursor` is empty on the last one."""
    questions = Question.objects.visible_to(request.user).with_people().prefetch_related("tags")
    if tab == "unanswered":
        questions = questions.waiting_for_help()
    elif tab == "solved":
        questions = questions.solved()
    elif tab == "discussions":
        questions = questions.talk()
    if topic:
        questions = questions.filter(topic__slug=topic)
    if tag:
        questions = questions.filter(tags__slug=tag)
    page = paginate(questions, cursor, order=["-created_at", "-id"], may_be_empty=True)
    return {"questions": page.rows, "next_cursor": page.next_cursor}


@router.get("/questions/{question_id}", response=QuestionOut, summary="One question with its answers")
def get_question(request, question_id: int):
    """The question and all answers in sight, best first."""
    return find_question(request, question_id)


class PrivateOut(Schema):
    url: str = Field(alias="get_absolute_url", description="Where its asker and support read it, and nobody else.")
    ref: str


@router.post("/questions", response={201: QuestionOut, 202: PrivateOut}, summary="Ask")
def ask(request, new: QuestionIn):
    """Ask a question, live at once. Needs a key that may write. 202 in a private topic: a case, for support alone."""
    require(permissions.can_post(request.user, new.kind))
    if new.kind != Question.Kind.ANNOUNCEMENT:
        require(new.audience == Audience.PUBLIC and not new.organisation)
    topic = get_object_or_404(Topic.objects.open_for_questions(), slug=new.topic)
    form = _intake(topic, new)
    if stays_private(topic, new.kind):
        return Status(202, once_by_program(request, new, lambda: _ask_privately(request, new, topic, form)))
    lines = {f"intake {field.pk}": value for field, value in form.items()}
    words = settled({"title": new.title, "body": new.body} | lines, new.private_facts)
    form = {field: words.pop(f"intake {field.pk}") for field in form}

    def make() -> Question:
        count_question(request)
        columns: dict[str, Any] = {"kind": new.kind, "intake": form, "after_article": _read(request.user, new.article)}
        columns |= new.for_whom() | product_of(form)
        question = Question.ask(
            by=request.user, title=words["title"], body=words["body"], topic=topic, tags=new.tags, **columns
        )
        if seen := Seen.read(new.seen):
            seen.note(by=request.user, question=question)
        return question

    return Status(201, once_by_program(request, new.model_copy(update={"seen": ""}), make))


def _ask_privately(request, new: QuestionIn, topic: Topic, form: dict[IntakeField, str]):
    count_question(request)
    about = ", ".join([*(f"{field.label}: {value}" for field, value in form.items() if value), *new.tags])
    return ask_privately(by=request.user, title=new.title, body=new.body, topic=topic, about=about)


@router.post("/questions/{question_id}/revival", response=QuestionOut, summary="Asker: it still waits for help")
@limited("solution", *SOLUTIONS)
def revive(request, question_id: int):
    """Opens a question of one's own again that was archived after half a year of silence."""
    question = find_question(request, question_id)
    require(permissions.is_asker(request.user, question))
    question.revive(by=request.user)
    return question


@router.post("/questions/{question_id}/me-too", response=QuestionRow, summary="I have this problem too")
@limited("me-too", *VOTES)
def say_me_too(request, question_id: int):
    """Counted once; you follow the question from then on."""
    question = find_question(request, question_id)
    require(permissions.can_say_me_too(request.user, question))
    question.say_me_too(by=request.user)
    return question


@router.post("/questions/{question_id}/me-too/remove", response=QuestionRow, summary="I no longer have this problem")
@limited("me-too", *VOTES)
def take_back_me_too(request, question_id: int):
    """Not counted any more."""
    question = find_question(request, question_id)
    question.take_back_me_too(by=request.user)
    return question


def _read(person, slug: str) -> Article | None:
    return Article.objects.visible_to(person).published().filter(slug=slug).first() if slug else None


def _intake(topic: Topic, new: QuestionIn) -> dict[IntakeField, str]:
    """What a program says to the form of a topic; 422 for what does not fit. Talk is asked nothing. One query."""
    is_asked = new.kind == Question.Kind.QUESTION
    asked = {field.label: field for field in IntakeField.objects.asked_in(topic)} if is_asked else {}
    if unknown := sorted(new.intake.keys() - asked.keys()):
        raise HttpError(422, f"{topic} does not ask for {', '.join(unknown)}.")
    form = {}
    for label, field in asked.items():
        try:
            form[field] = field.read(new.intake.get(label, ""))
        except ValidationError as error:
            raise HttpError(422, f"{label}: {' '.join(error.messages)}") from error
    return form
