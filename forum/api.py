"""Questions and answers for programs: the same scopes, rights, verbs and limits as the pages."""

from datetime import date, datetime
from typing import Any, Literal

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from community.catalogue.models import Release, Topic
from community.content.audiences import Audience
from community.content.public_words import settled
from community.content.sending import once_by_program
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.models import Organisation
from community.members.permissions import require
from forum import permissions
from forum.limits import CONFIRMATIONS, HELPING, UPKEEP, VOTES, count_answer, count_comment, count_question
from forum.models import Answer, Claim, Comment, Duplicate, Pass, Question

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


class QuestionOut(QuestionRow):
    body: str
    body_html: str
    edited_at: datetime | None
    duplicate_of: int | None = Field(alias="duplicate_of_id")
    outcome_reason: str
    outcome_review_on: date | None
    all_answers: list[AnswerOut]

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
    kind: Literal["question", "discussion", "announcement"] = "question"
    audience: Literal["public", "advocates", "staff"] = Field("public", description="Of an announcement.")
    organisation: str = Field("", description="The slug of the one organisation that an announcement is for.")

    def for_whom(self) -> dict[str, Any]:
        """The columns of the audience; 404 for an organisation that there is not."""
        if not self.organisation:
            return {"audience": self.audience}
        found = get_object_or_404(Organisation, slug=self.organisation)
        return {"audience": Audience.ORGANISATION, "organisation": found}


class AnswerIn(PublicIn):
    body: str = Field(min_length=1, max_length=Answer.LONGEST)


class SolutionIn(Schema):
    answer: int = Field(description="The id of an answer to this question.")


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
    return _question(request, question_id)


@router.post("/questions", response={201: QuestionOut}, summary="Ask")
def ask(request, new: QuestionIn):
    """Ask a question, live at once. Needs a key that may write."""
    require(permissions.can_post(request.user, new.kind))
    if new.kind != Question.Kind.ANNOUNCEMENT:
        require(new.audience == Audience.PUBLIC and not new.organisation)
    topic = get_object_or_404(Topic.objects.open_for_questions(), slug=new.topic)
    words = new.public("title", "body")

    def make() -> Question:
        count_question(request)
        return Question.ask(by=request.user, topic=topic, tags=new.tags, kind=new.kind, **new.for_whom(), **words)

    return Status(201, once_by_program(request, new, make))


@router.post("/questions/{question_id}/answers", response={201: AnswerOut}, summary="Answer")
def answer(request, question_id: int, new: AnswerIn):
    """Answer a question. 409 when it is locked."""
    question = _question(request, question_id)
    require(permissions.can_answer(request.user, question))
    words = new.public("body")

    def make() -> Answer:
        count_answer(request)
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
        count_comment(request)
        return Comment.post(by=request.user, question=question, body=words["body"], asks_for_detail=new.asks_for_detail)

    return Status(201, once_by_program(request, new, make))


class ReasonIn(PublicIn):
    reason: str = Field("", max_length=150, description="Shown in the history, and to who wrote it.")


@router.post("/comments/{comment_id}/answer", response=AnswerOut, summary="Make an answer of a comment")
@limited("upkeep", *UPKEEP)
def make_answer(request, comment_id: int, said: ReasonIn):
    """For its author, and who may edit what others wrote. The comment is gone; a second call returns the same answer."""
    made = Answer.objects.visible_to(request.user).filter(was_comment=comment_id).first()
    if made is None:
        comments = Comment.objects.visible_to(request.user).select_related("author", "question__topic")
        found = get_object_or_404(comments, pk=comment_id)
        require(permissions.can_make_answer(request.user, found))
        made = found.become_answer(by=request.user, **said.public("reason"))
    return made


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


@router.post("/questions/{question_id}/claim", response={204: None}, summary="I am writing an answer")
@limited("helping", *HELPING)
def claim(request, question_id: int):
    """Others see it for ten minutes. It keeps nobody from answering."""
    question = _question(request, question_id)
    require(permissions.can_claim(request.user, question))
    Claim.make(question, by=request.user)
    return Status(204, None)


@router.post("/questions/{question_id}/claim/remove", response={204: None}, summary="I am not writing any more")
@limited("helping", *HELPING)
def drop_claim(request, question_id: int):
    """Others no longer see it."""
    Claim.drop(_question(request, question_id), by=request.user)
    return Status(204, None)


@router.post("/questions/{question_id}/pass", response={204: None}, summary="I leave it to others")
@limited("helping", *HELPING)
def leave_to_others(request, question_id: int):
    """It is not offered to you again."""
    question = _question(request, question_id)
    require(permissions.can_answer(request.user, question))
    Pass.make(question, by=request.user)
    return Status(204, None)


@router.post("/questions/{question_id}/pass/remove", response={204: None}, summary="It may be offered to me again")
@limited("helping", *HELPING)
def take_back_pass(request, question_id: int):
    """It may be offered to you again."""
    Pass.take_back(_question(request, question_id), by=request.user)
    return Status(204, None)


class OutcomeIn(PublicIn):
    outcome: Literal["solved", "workaround", "known-issue", "planned", "declined", "not-ours", "no-answer"]
    reason: str = Field(min_length=1, max_length=2_000)
    review_on: date | None = Field(None, description="When somebody looks at it again; what is usual if it is empty.")


@router.post("/questions/{question_id}/outcome", response=QuestionOut, summary="Staff: how it ended, and why")
@limited("upkeep", *UPKEEP)
def set_outcome(request, question_id: int, said: OutcomeIn):
    """Shown to everybody; who follows the question is told. Needs the right to say so."""
    question = _question(request, question_id)
    require(permissions.can_set_outcome(request.user, question))
    review_on = said.review_on or question.usual_review(said.outcome)
    question.set_outcome(said.outcome, by=request.user, review_on=review_on, **said.public("reason"))
    return question


@router.post("/questions/{question_id}/outcome/remove", response=QuestionOut, summary="Staff: it is open again")
@limited("upkeep", *UPKEEP)
def remove_outcome(request, question_id: int):
    """The question is open again, and who follows it is told."""
    question = _question(request, question_id)
    require(permissions.can_set_outcome(request.user, question))
    question.remove_outcome(by=request.user)
    return question


class DuplicateIn(Schema):
    canonical: int = Field(description="The id of the question that asked the same before.")


@router.post("/questions/{question_id}/duplicate", response=QuestionOut, summary="This was asked before")
@limited("upkeep", *UPKEEP)
def mark_duplicate(request, question_id: int, said: DuplicateIn):
    """Readers are led on to the other question. Needs the right to mark duplicates; 404 for one you may not know of."""
    question = _question(request, question_id)
    require(permissions.can_mark_duplicate(request.user, question))
    Duplicate.mark(question, canonical=_question(request, said.canonical), by=request.user)
    return question


@router.post("/questions/{question_id}/duplicate/remove", response=QuestionOut, summary="Not asked before after all")
@limited("upkeep", *UPKEEP)
def unmark_duplicate(request, question_id: int):
    """The two questions are two again, and who followed the other one by it does not."""
    question = _question(request, question_id)
    require(permissions.can_mark_duplicate(request.user, question))
    for link in Duplicate.objects.filter(question=question):
        link.undo(by=request.user)
    return _question(request, question_id)


class DuplicateConfirmationIn(PublicIn):
    solved: bool
    reason: str = Field("", max_length=500, description="If it did not: what is different.")


@router.post(
    "/questions/{question_id}/duplicate/confirmation", response=QuestionOut, summary="Asker: did this solve yours?"
)
@limited("upkeep", *UPKEEP)
def say_of_duplicate(request, question_id: int, said: DuplicateConfirmationIn):
    """For its asker; without a link to another question, 404. A no makes the two questions two again."""
    question = _question(request, question_id)
    require(permissions.is_asker(request.user, question))
    link = get_object_or_404(Duplicate, question=question)
    if said.solved:
        link.say_it_solved(by=request.user)
    else:
        link.say_it_did_not(by=request.user, **said.public("reason"))
    return _question(request, question_id)


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


def _question(request, question_id: int) -> Question:
    return get_object_or_404(Question.objects.visible_to(request.user).with_people(), pk=question_id)


def _of(question: Question, answer: Answer) -> Answer:
    """The answer, knowing its question without a query."""
    answer.question = question
    return answer
