"""All that a question's page shows, read for one person in a handful of queries."""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import JSONObject
from django.shortcuts import get_object_or_404
from taggit.models import TaggedItem

from community.clocks.models import with_promise
from community.lib.pagination import Page, cursor_after, paginate
from community.members.standing import standing_of
from community.notifications.models import Subscription
from forum.models import BEST_FIRST, Answer, Comment, MeToo, Question, Vote

ANSWERS_A_PAGE = 50
COMMENTS_SHOWN = 5


@dataclass
class Thread:
    """The answers of one page with their comments, and how the person at the screen stands to them."""

    answers: Page
    solution: Answer | None
    comments: list[Comment]
    voted: set[int] = field(default_factory=set)

    @property
    def others(self) -> list[Answer]:
        """The answers below the solution."""
        return [answer for answer in self.answers if answer is not self.solution]


def read_question(question_id: int, person) -> Question:
    """The question with everything its page shows of itself, in one query; Http404 when it is not for this person.

    Beside its columns: `tag_list` (name and slug), the promise of a first answer, and for members `follows`
    and `has_me_too`.
    """
    kind = ContentType.objects.get_for_model(Question)
    tags = TaggedItem.objects.filter(content_type=kind, object_id=OuterRef("pk")).order_by("tag__name")
    questions = Question.objects.visible_to(person).select_related(
        "author", "topic", "origin", "product", "release", "platform", "incident", "outcome_by"
    )
    questions = with_promise(questions).annotate(
        tag_list=ArraySubquery(tags.values(named=JSONObject(name="tag__name", slug="tag__slug"))),
        follows=Value(False),
        has_me_too=Value(False),
    )
    if person.is_authenticated:
        mine = Subscription.objects.filter(member=person, subject_type=kind, subject_id=OuterRef("pk"), muted_at=None)
        questions = questions.annotate(
            follows=Exists(mine), has_me_too=Exists(MeToo.objects.filter(member=person, question=OuterRef("pk")))
        )
    return get_object_or_404(questions, pk=question_id)


def where_it_leads(question: Question, person) -> Question | None:
    """The canonical question that `person` is led to; None for who stays: asker, followers and staff. One query at most."""
    if question.duplicate_of_id is None:
        return None
    if person.is_authenticated and (
        question.follows or question.author_id == person.pk or standing_of(person).is_staff
    ):
        return None
    return Question.objects.visible_to(person).filter(pk=question.duplicate_of_id).first()


def read_thread(question: Question, person, after: str = "") -> Thread:
    """The answers of a page, the solution first, and all comments. Two queries; one more for a member."""
    answers = paginate(
        question.answers.in_thread_for(person).select_related("author", "origin", "endorsed_by").best_first(),
        after,
        order=BEST_FIRST,
        size=ANSWERS_A_PAGE,
    )
    by_number = {answer.pk: answer for answer in answers}
    for answer in answers:
        answer.question = question
        answer.comment_list = []
    thread = Thread(answers, by_number.get(question.solution_id), [])
    comments = question.comments.in_thread_for(person).select_related("author").oldest_first()
    for comment in comments.filter(Q(answer=None) | Q(answer__in=list(by_number))):
        (by_number[comment.answer_id].comment_list if comment.answer_id else thread.comments).append(comment)
    if person.is_authenticated and by_number:
        thread.voted = set(
            Vote.objects.filter(member=person, answer__in=list(by_number)).values_list("answer_id", flat=True)
        )
    return thread


def page_with(answer: Answer, person) -> str:
    """The cursor of the page of its thread that shows the answer; "" for the first page. One query."""
    order = list(answer.question.answers.in_thread_for(person).best_first())
    place = [each.pk for each in order].index(answer.pk)
    first = place - place % ANSWERS_A_PAGE
    return cursor_after(order[first - 1], BEST_FIRST) if first else ""
