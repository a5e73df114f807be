"""Questions and answers for programs: the same scopes, rights, verbs and limits as the pages."""

from datetime import datetime
from typing import Literal

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from community.catalogue.models import Topic
from community.content.public_words import settled
from community.lib.pagination import paginate
from community.members.limits import Rate, count, limited, who
from community.members.permissions import require
from forum import permissions
from forum.limits import ANSWERS, COMMENTS, VOTES, questions_of
from forum.models import Answer, Comment, Question

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
    is_solution: bool
    url: str = Field(alias="get_absolute_url")


class QuestionOut(QuestionRow):
    body: str
    body_html: str
    edited_at: datetime | None
    duplicate_of: int | None = Field(alias="duplicate_of_id")
    outcome_reason: str
    all_answers: list[AnswerOut]

    @staticmethod
    def resolve_all_answers(question, context):
        """Best first, as far as the reader may see them. One query."""
        reader = context["request"].user
        answers = Answer.objects.visible_to(reader).filter(question=question).select_related("author").best_first()
        return [_of(question, answer) for answer in answers]


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
        questions = questions.unanswered()
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
    words = new.public("title", "body")
    count("question", who(request), [Rate.parse(rate) for rate in questions_of(request.user)])
    question = Question.ask(by=request.user, topic=topic, tags=new.tags, **words)
    return Status(201, question)


@router.post("/questions/{question_id}/answers", response={201: AnswerOut}, summary="Answer")
@limited("answer", *ANSWERS)
def answer(request, question_id: int, new: AnswerIn):
    """Answer a question. 409 when it is locked."""
    question = _question(request, question_id)
    require(permissions.can_answer(request.user, question))
    return Status(201, question.answer(by=request.user, **new.public("body")))


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
@limited("comment", *COMMENTS)
def comment(request, question_id: int, new: CommentIn):
    """Ask for detail, or add it. One that asks for detail stops the clock until the asker speaks."""
    question = _question(request, question_id)
    require(permissions.can_comment(request.user, question))
    if new.asks_for_detail:
        require(permissions.can_ask_for_detail(request.user, question))
    return Status(
        201,
        Comment.post(
            by=request.user, question=question, body=new.public("body")["body"], asks_for_detail=new.asks_for_detail
        ),
    )


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


def _answer(request, answer_id: int) -> Answer:
    answers = Answer.objects.visible_to(request.user).select_related("author", "question__topic")
    return get_object_or_404(answers, pk=answer_id)


def _question(request, question_id: int) -> Question:
    return get_object_or_404(Question.objects.visible_to(request.user).with_people(), pk=question_id)


def _of(question: Question, answer: Answer) -> Answer:
    """The answer, knowing its question without a query."""
    answer.question = question
    return answer
