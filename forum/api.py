"""Questions and answers for programs: the same scopes, rights, verbs and limits as the pages."""

from datetime import datetime
from typing import Literal

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from community.catalogue.models import IntakeField, Release, Topic
from community.content.public_words import settled
from community.content.sending import once_by_program
from community.lib.pagination import paginate
from community.members.limits import Rate, count, limited, who
from community.members.permissions import require
from forum import permissions
from forum.limits import ANSWERS, COMMENTS, CONFIRMATIONS, VOTES, questions_of
from forum.models import Answer, Comment, Question
from forum.models.intake import product_of

router = Router()


class PersonOut(Schema):
    username: str
    name: str
    rank: str = Field(alias="rank_name")
    is_staff: bool

    @staticmethod
    def resolve_is_staff(member):
        return bool(member.staff_title)


class QuestionRow(Schema):
    id: int
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
    duplicate_of: int | None = Field(alias="duplicate_of_id")
    outcome_reason: str
    intake: list[IntakeOut] = Field(description="What its form says, in the order of the form.")
    all_answers: list[AnswerOut]

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


class PublicIn(Schema):
    """Words that everybody will read."""

    private_facts: Literal["", "remove", "keep"] = Field(
        "", description="What becomes of private facts in the words; without it, they are refused and named."
    )

    def public(self, *names: str) -> dict[str, str]:
        """The words of these fields as they may be published. Raises PrivateFactsFound."""
        return settled({name: getattr(self, name) for name in names}, self.private_facts)


class QuestionIn(PublicIn):
    title: str = Field(min_length=Question.SHORTEST_TITLE, max_length=200)
    body: str = Field(min_length=1, max_length=Question.LONGEST)
    topic: str = Field(description="The slug of a topic that is open for questions.")
    tags: list[str] = Field(default_factory=list, max_length=5)
    intake: dict[str, str] = Field(
        default_factory=dict, description="What the topic asks as well, by label: see `intake` of the topics."
    )


class AnswerIn(PublicIn):
    body: str = Field(min_length=1, max_length=Answer.LONGEST)


class SolutionIn(Schema):
    answer: int = Field(description="The id of an answer to this question.")


_TABS = Literal["newest", "unanswered", "solved"]


@router.get("/questions", response=QuestionPage, summary="Questions, newest first")
def list_questions(request, tab: _TABS = "newest", topic: str = "", tag: str = "", cursor: str = ""):
    """Twenty questions a page; `next_cursor` is empty on the last one."""
    questions = Question.objects.visible_to(request.user).with_people().prefetch_related("tags")
    if tab == "unanswered":
        questions = questions.waiting_for_help()
    elif tab == "solved":
        questions = questions.solved()
    if topic:
        questions = questions.filter(topic__slug=topic)
    if tag:
        questions = questions.filter(tags__slug=tag)
    page = paginate(questions, cursor, order=["-created_at", "-id"], may_be_empty=True)
    return {"questions": page.rows, "next_cursor": page.next_cursor}


@router.get("/questions/{question_id}", response=QuestionOut, summary="One question with its answers")
def get_question(request, question_id: int):
    """The question and all answers in sight, best first."""
    return _question(request, question_id)


@router.post("/questions", response={201: QuestionOut}, summary="Ask")
def ask(request, new: QuestionIn):
    """Ask a question, live at once. Needs a key that may write."""
    require(permissions.can_write(request.user))
    topic = get_object_or_404(Topic.objects.open_for_questions(), slug=new.topic)
    form = _intake(topic, new.intake)
    lines = {f"intake {field.pk}": value for field, value in form.items()}
    words = settled({"title": new.title, "body": new.body} | lines, new.private_facts)
    form = {field: words[f"intake {field.pk}"] for field in form}

    def make() -> Question:
        count("question", who(request), [Rate.parse(rate) for rate in questions_of(request.user)])
        return Question.ask(
            by=request.user,
            topic=topic,
            tags=new.tags,
            title=words["title"],
            body=words["body"],
            intake=form,
            **product_of(form),
        )

    return Status(201, once_by_program(request, new, make))


@router.post("/questions/{question_id}/answers", response={201: AnswerOut}, summary="Answer")
def answer(request, question_id: int, new: AnswerIn):
    """Answer a question. 409 when it is locked."""
    question = _question(request, question_id)
    require(permissions.can_answer(request.user, question))
    words = new.public("body")

    def make() -> Answer:
        count("answer", who(request), [Rate.parse(rate) for rate in ANSWERS])
        return question.answer(by=request.user, **words)

    return Status(201, once_by_program(request, new, make))


@router.post("/questions/{question_id}/solution", response=QuestionOut, summary="Accept an answer")
def accept(request, question_id: int, chosen: SolutionIn):
    """Mark an answer as the solution; accepting another one moves the mark."""
    question = _question(request, question_id)
    found = get_object_or_404(Answer.objects.visible_to(request.user), pk=chosen.answer, question=question)
    require(permissions.can_accept(request.user, question))
    question.accept(found, by=request.user)
    return question


@router.post("/questions/{question_id}/solution/remove", response=QuestionOut, summary="Take the solution mark away")
def unaccept(request, question_id: int):
    """The question is unsolved again."""
    question = _question(request, question_id)
    require(permissions.can_accept(request.user, question))
    question.unaccept(by=request.user)
    return question


class CommentIn(PublicIn):
    body: str = Field(min_length=1, max_length=Comment.LONGEST)
    asks_for_detail: bool = False


class CommentOut(Schema):
    id: int
    body: str
    body_html: str
    author: PersonOut
    written_at: datetime = Field(alias="created_at")


@router.post("/questions/{question_id}/comments", response={201: CommentOut}, summary="Comment on a question")
def comment(request, question_id: int, new: CommentIn):
    """Ask for detail, or add it. One that asks for detail stops the clock until the asker speaks."""
    question = _question(request, question_id)
    require(permissions.can_comment(request.user, question))
    if new.asks_for_detail:
        require(permissions.can_ask_for_detail(request.user, question))
    words = new.public("body")

    def make() -> Comment:
        count("comment", who(request), [Rate.parse(rate) for rate in COMMENTS])
        return Comment.post(by=request.user, question=question, body=words["body"], asks_for_detail=new.asks_for_detail)

    return Status(201, once_by_program(request, new, make))


@router.post("/questions/{question_id}/me-too", response=QuestionRow, summary="I have this problem too")
@limited("me-too", *VOTES)
def say_me_too(request, question_id: int):
    """Counted once; you follow the question from then on."""
    question = _question(request, question_id)
    require(permissions.can_say_me_too(request.user, question))
    question.say_me_too(by=request.user)
    return question


@router.post("/questions/{question_id}/me-too/remove", response=QuestionRow, summary="I no longer have this problem")
@limited("me-too", *VOTES)
def take_back_me_too(request, question_id: int):
    """Not counted any more."""
    question = _question(request, question_id)
    question.take_back_me_too(by=request.user)
    return question


@router.post("/answers/{answer_id}/vote", response=AnswerOut, summary="This answer is useful")
@limited("vote", *VOTES)
def vote(request, answer_id: int):
    """Counted once. 403 for one's own answer."""
    found = _answer(request, answer_id)
    require(permissions.can_vote(request.user, found))
    found.vote(by=request.user)
    return found


@router.post("/answers/{answer_id}/vote/remove", response=AnswerOut, summary="Take a vote back")
@limited("vote", *VOTES)
def take_back_vote(request, answer_id: int):
    """Not counted any more."""
    found = _answer(request, answer_id)
    found.take_back_vote(by=request.user)
    return found


class ConfirmationIn(Schema):
    worked: bool
    release: str = Field("", description="A version of the product that the question is about.")


@router.post("/answers/{answer_id}/confirmation", response=AnswerOut, summary="It worked for me, or it did not")
@limited("confirmation", *CONFIRMATIONS)
def confirm(request, answer_id: int, said: ConfirmationIn):
    """Counted once, the last thing you say. 403 for one's own answer, 404 for a version that the product does not have."""
    found = _answer(request, answer_id)
    require(permissions.can_confirm(request.user, found))
    releases = Release.objects.filter(product=found.question.product_id)
    release = get_object_or_404(releases, version=said.release) if said.release else None
    found.confirm(by=request.user, worked=said.worked, release=release)
    return found


@router.post("/answers/{answer_id}/confirmation/remove", response=AnswerOut, summary="Say nothing about it any more")
@limited("confirmation", *CONFIRMATIONS)
def take_back_confirmation(request, answer_id: int):
    """Not counted any more."""
    found = _answer(request, answer_id)
    found.take_back_confirmation(by=request.user)
    return found


@router.post("/answers/{answer_id}/endorsement", response=AnswerOut, summary="Staff: this is right")
@limited("endorsement", "20/m", "200/d")
def endorse(request, answer_id: int):
    """Shown as checked by staff. Needs the right to endorse."""
    found = _answer(request, answer_id)
    require(permissions.can_endorse(request.user, found.question))
    found.endorse(by=request.user)
    return found


@router.post("/answers/{answer_id}/endorsement/remove", response=AnswerOut, summary="Staff: no longer checked")
@limited("endorsement", "20/m", "200/d")
def take_back_endorsement(request, answer_id: int):
    """No longer shown as checked by staff."""
    found = _answer(request, answer_id)
    require(permissions.can_endorse(request.user, found.question))
    found.take_back_endorsement(by=request.user)
    return found


def _answer(request, answer_id: int) -> Answer:
    answers = Answer.objects.visible_to(request.user).select_related(
        "author", "question__topic", "works_on", "fails_on"
    )
    return get_object_or_404(answers, pk=answer_id)


def _intake(topic: Topic, said: dict[str, str]) -> dict[IntakeField, str]:
    """What a program says to the form of a topic; 422 for what does not fit. One query."""
    asked = {field.label: field for field in IntakeField.objects.asked_in(topic)}
    if unknown := sorted(said.keys() - asked.keys()):
        raise HttpError(422, f"{topic} does not ask for {', '.join(unknown)}.")
    form = {}
    for label, field in asked.items():
        try:
            form[field] = field.read(said.get(label, ""))
        except ValidationError as error:
            raise HttpError(422, f"{label}: {' '.join(error.messages)}") from error
    return form


def _question(request, question_id: int) -> Question:
    return get_object_or_404(Question.objects.visible_to(request.user).with_people(), pk=question_id)


def _of(question: Question, answer: Answer) -> Answer:
    """The answer, knowing its question without a query."""
    answer.question = question
    return answer
