"""All that a question's page shows, read for one person in a handful of queries.

Most who come are not signed in, so their queries are compiled once (`community.lib.prepared`); a member's are made of the
same parts, with the member's own scope. The question comes as a Question, which knows its state; answers and comments
come as dicts, since a page has many of them and templates read dicts fastest.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from community.catalogue.models import Topic, release_address
from community.clocks.models import Clock
from community.content.audiences import Audience
from community.content.models import Origin
from community.incidents.models import Incident
from community.lib.gone import Gone
from community.lib.pagination import Page, cursor_after, page_of, paginate
from community.lib.prepared import Prepared, columns
from community.members.models import Expertise, Member
from community.members.standing import standing_of
from community.moderation.models import Review
from community.notifications.models import Subscription
from forum.models import BEST_FIRST, Answer, Claim, Comment, Confirmation, Invitation, MeToo, Question, Split, Vote
from knowledgebase.models import Article

ANSWERS_A_PAGE = 50

_PERSON = columns(Member, "id", "username", "full_name", "rank_name", "people_helped", "staff_title")
# Whether a program wrote it, and whether the author has a page: for search engines.
_AUTHOR = columns(Member, *_PERSON, "is_automatic", "is_active", "last_seen_on")
_SOURCE = columns(Origin, "id", "site", "url", "author_name", "author_url", "licence")
# Of the article that was read before, if everybody may still read it.
_AFTER = ("after_slug", "after_title")
_NAMES_ONLY = ("product__name", "release__version", "platform__name", "release__product__slug")
# Rows that come with a question, by the name of its foreign key.
_WITH = {
    "author": (Member, _AUTHOR),
    "topic": (Topic, columns(Topic, "id", "name", "slug")),
    "incident": (Incident, columns(Incident, "id", "audience", "title", "slug", "state", "hidden_at")),
    "origin": (Origin, _SOURCE),
    "outcome_by": (Member, _PERSON),
}
# Of the case that the second tier keeps, if there is one: only that somebody said in public to look into it, and who.
_CASE = ("case__acknowledged_at", "case__ended_at", "case__owner__full_name", "case__owner__username")
_OWN = [f.attname for f in Question._meta.concrete_fields if f.name not in ("body", "imported_views")]
_QUESTION = [
    *_OWN,
    *(f"{relation}__{name}" for relation, (_model, names) in _WITH.items() for name in names),
    *_NAMES_ONLY,
    *_CASE,
    *_AFTER,
    *("tag_names", "tag_slugs", "intake_labels", "intake_texts"),
    *("promise_due_at", "solutions_by_helper", "splits_shown"),
]
_POST = [
    *("id", "author_id", "body_html", "language", "created_at", "edited_at", "hidden_at"),
    *(f"author__{name}" for name in _AUTHOR[1:]),
]
_TRUST = ["confirmed_count", "failed_count", "confirmed_at", "works_on__version", "fails_on__version", "fails_newer"]
_ANSWER = [
    *(*_POST, "score", "helpful", "endorsed_at", "place", *_TRUST, "is_proven"),
    "was_comment",
    *("origin_id", *(f"origin__{name}" for name in _SOURCE[1:])),
]
_COMMENT = [*_POST, "answer_id", "asks_for_detail"]


@dataclass
class Thread:
    """The answers of one page with their comments, the solution first."""

    answers: Page
    comments: list[dict[str, Any]] = field(default_factory=list)
    # What the comments of the question say, as one value: the same value, the same HTML.
    state: tuple = ()

    @property
    def solution(self) -> dict[str, Any] | None:
        """The solution, when it is on this page: on the first one, unless it is hidden."""
        first = self.answers.rows[0] if self.answers.rows else None
        return first if first is not None and first["is_solution"] else None


def read_question(question_id: int, person) -> Question:
    """The question with everything its page shows of itself, in one query; Http404 when it is not for
    this person, Gone when it was hidden.

    Beside its columns: its tags, `intake` (what its form says, as pairs), `about` (product, version, platform in words),
    `release_url`, `solutions_by_helper` (how many questions of this topic the author of its solution solved), the promise of
    a first answer, `looked_into_by` (the name of an agent), `split_off` and `split_from` (the questions that parts of it
    became, and the one that it was a part of), and for members `follows`, `has_me_too`, `writers`, the names of others who
    write an answer now, and `asked_by`, the name of who asked them to answer.
    """
    if person.is_authenticated:
        names = [*_QUESTION, "follows", "has_me_too", "writers", "asked_by"]
        found = list(_of_member(_questions(question_id, person), person).values_list(*names)[:1])
    else:
        names, found = _QUESTION, _PUBLIC_QUESTION.rows(question_id)
    if not found:
        raise no_question(question_id)
    return _question(dict(zip(names, found[0], strict=True)))


def no_question(question_id: int) -> Http404:
    """What to raise for a question that is not in sight: Gone, if everybody could read it before. One query."""
    if Question.objects.was_public().filter(pk=question_id).exists():
        return Gone("It was taken away.")
    return Http404("There is no such question, or it is not for you.")


def where_it_leads(question: Question, person) -> Question | None:
    """The canonical question that `person` is led to; None for who stays: asker, followers and staff. One query at most.

    From one that was merged only staff are not led on: what the others wait for stands there.
    """
    if question.duplicate_of_id is None:
        return None
    if person.is_authenticated:
        waits = question.follows or question.author_id == person.pk
        if (waits and not question.is_merged) or standing_of(person).is_staff:
            return None
    return Question.objects.visible_to(person).filter(pk=question.duplicate_of_id).first()


def read_thread(question: Question, person, after: str = "") -> Thread:
    """The answers of a page and all comments of what is on it. Two queries."""
    is_reader = not person.is_authenticated
    if is_reader and not after:
        rows = [dict(zip(_ANSWER, row, strict=True)) for row in _PUBLIC_ANSWERS.rows(question.pk)]
        page = page_of(rows, order=BEST_FIRST, size=ANSWERS_A_PAGE)
    else:
        names = _ANSWER if is_reader else [*_ANSWER, "voted", "said"]
        answers = _said_by(_answers(question.pk, person), person).values(*names)
        page = paginate(answers, after, order=BEST_FIRST, size=ANSWERS_A_PAGE)
    if is_reader:
        comments = [dict(zip(_COMMENT, row, strict=True)) for row in _PUBLIC_COMMENTS.rows(question.pk)]
    else:
        comments = list(_comments(question.pk, person).values(*_COMMENT))
    thread = Thread(page)
    _join(thread, comments)
    if is_reader:
        _note_states(thread, question)
    else:
        for answer in page:
            answer["is_mine"] = answer["author_id"] == person.pk
            answer["vote_url"] = f"/answers/{answer['id']}/vote/"
        for comment in comments:
            comment["may_edit"] = comment["author_id"] == person.pk and not question.is_locked
    return thread


def note_held(question: Question, thread: Thread) -> None:
    """Tell what waits for a moderator from what was hidden: `is_held` of each hidden post. One query if there is one."""
    posts = [*thread.comments, *thread.answers, *(each for answer in thread.answers for each in answer["comments"])]
    hidden = [post for post in posts if post["hidden_at"]]
    if not hidden and not question.is_hidden:
        return
    held = set(
        Review.objects.held()
        .filter(author__in={question.author_id, *(post["author_id"] for post in hidden)})
        .values_list("subject_type__model", "subject_id")
    )
    question.is_held = ("question", question.pk) in held
    for post in hidden:
        post["is_held"] = ("answer" if "place" in post else "comment", post["id"]) in held


def page_with(answer: Answer, person) -> str:
    """The cursor of the page of its thread that shows the answer; "" for the first page. One query."""
    answers = list(_answers(answer.question_id, person).values("id", *{name.lstrip("-") for name in BEST_FIRST}))
    place = [each["id"] for each in answers].index(answer.pk)
    first = place - place % ANSWERS_A_PAGE
    return cursor_after(answers[first - 1], BEST_FIRST) if first else ""


# -- Queries


def _questions(question_id: int, person) -> models.QuerySet:
    """The kind of content is joined by name: its number would be frozen into a prepared query."""
    promise = Clock.objects.running().filter(
        subject_type__app_label="forum",
        subject_type__model="question",
        subject_id=OuterRef("pk"),
        promise=Clock.Promise.FIRST_ANSWER,
    )
    solved_by_helper = (
        Question.objects.filter(solution__author=OuterRef("solution__author"), topic=OuterRef("topic"))
        .order_by()
        .values("topic")
        .annotate(number=Count("*"))
    )
    return (
        Question.objects.visible_to(person)
        .filter(pk=question_id)
        .with_tags()
        .with_intake()
        .annotate(
            promise_due_at=Subquery(promise.values("due_at")[:1]),
            solutions_by_helper=Subquery(solved_by_helper.values("number")),
            splits_shown=_splits(),
            after_slug=_of_article("slug"),
            after_title=_of_article("title"),
        )
    )


def _of_article(name: str) -> Case:
    """A column of the article that the asker had read, while it is published for everybody."""
    shown = Q(
        after_article__status=Article.Status.PUBLISHED,
        after_article__hidden_at=None,
        after_article__audience=Audience.PUBLIC,
    )
    return Case(When(shown, then=F(f"after_article__{name}")), default=Value(""))


def _splits() -> ArraySubquery:
    """What was split off from the question of the outer query, and what that was split off from; nothing that is hidden."""
    splits = Split.objects.filter(
        Q(question=OuterRef("pk")) | Q(made=OuterRef("pk")), question__hidden_at=None, made__hidden_at=None
    )

    def end(name: str) -> JSONObject:
        return JSONObject(id=f"{name}__id", slug=f"{name}__slug", title=f"{name}__title")

    return ArraySubquery(splits.order_by("at", "id").values(both=JSONObject(source=end("question"), made=end("made"))))


def _of_member(questions: models.QuerySet, person) -> models.QuerySet:
    """With how the member stands to each question."""
    follows = Subscription.objects.filter(
        member=person,
        muted_at=None,
        subject_id=OuterRef("pk"),
        subject_type__app_label="forum",
        subject_type__model="question",
    )
    me_too = MeToo.objects.filter(member=person, question=OuterRef("pk"))
    return questions.annotate(
        follows=Exists(follows),
        has_me_too=Exists(me_too),
        writers=ArraySubquery(Claim.objects.writers_beside(person)),
        asked_by=Subquery(Invitation.objects.who_asked(person)),
    )


def _answers(question_id: int, person) -> models.QuerySet:
    proven = Expertise.objects.proven().filter(member=OuterRef("author"), topic=OuterRef("question__topic"))
    fails_newer = Q(works_on=None, fails_on__isnull=False) | Q(fails_on__order__gt=F("works_on__order"))
    return (
        Answer.objects.filter(question=question_id)
        .in_thread_for(person)
        .best_first()
        .annotate(is_proven=Exists(proven), fails_newer=Case(When(fails_newer, then=Value(True)), default=Value(False)))
    )


def _said_by(answers: models.QuerySet, person) -> models.QuerySet:
    """With what a member said of each answer: `voted`, and whether it worked for them (`said`, None for nothing)."""
    if not person.is_authenticated:
        return answers
    own = {"answer": OuterRef("pk"), "member": person}
    said = Confirmation.objects.filter(**own).values("worked")[:1]
    return answers.annotate(voted=Exists(Vote.objects.filter(**own)), said=Subquery(said))


def _comments(question_id: int, person) -> models.QuerySet:
    return Comment.objects.filter(question=question_id).in_thread_for(person).oldest_first()


_PUBLIC_QUESTION = Prepared(lambda number: _questions(number, None).values_list(*_QUESTION))
_PUBLIC_ANSWERS = Prepared(lambda number: _answers(number, None).values_list(*_ANSWER)[: ANSWERS_A_PAGE + 1])
_PUBLIC_COMMENTS = Prepared(lambda number: _comments(number, None).values_list(*_COMMENT))


# -- Rows


def _question(row: dict[str, Any]) -> Question:
    """A Question as the database would give it, with what came along."""
    question = Question.from_db("default", _OWN, [row[name] for name in _OWN])
    for relation, (model, names) in _WITH.items():
        values = [row[f"{relation}__{name}"] for name in names]
        is_there = row[f"{relation}__id"] is not None
        setattr(question, relation, model.from_db("default", names, values) if is_there else None)
    question.tag_names, question.tag_slugs = row["tag_names"], row["tag_slugs"]
    question.intake = list(zip(row["intake_labels"], row["intake_texts"], strict=True))
    question.about = " · ".join(row[name] for name in _NAMES_ONLY[:3] if row[name])
    of_product, version = row["release__product__slug"], row["release__version"]
    question.release_url = release_address(of_product, version) if version else ""
    question.after = {"slug": row["after_slug"], "title": row["after_title"]} if row["after_slug"] else None
    question.solutions_by_helper = row["solutions_by_helper"] or 0
    splits = [json.loads(each) if isinstance(each, str) else each for each in row["splits_shown"]]
    question.split_off = [each["made"] for each in splits if each["made"]["id"] != question.pk]
    question.split_from = [each["source"] for each in splits if each["made"]["id"] == question.pk]
    question.promise_due_at = row["promise_due_at"]
    question.promise_is_overdue = question.promise_due_at is not None and question.promise_due_at <= timezone.now()
    question.looked_into_by = _looked_into_by(*(row[name] for name in _CASE))
    question.follows, question.has_me_too = row.get("follows", False), row.get("has_me_too", False)
    question.writers, question.asked_by = row.get("writers", []), row.get("asked_by")
    return question


def _looked_into_by(acknowledged_at, ended_at, full_name, username) -> str:
    """The name of the agent who said to look into it, while the case lasts."""
    return (full_name or username or "") if acknowledged_at and not ended_at else ""


def _join(thread: Thread, comments: list[dict[str, Any]]) -> None:
    """Put each comment under its answer or under the question; those of answers on other pages are left out."""
    lists: dict[int | None, list[dict[str, Any]]] = {None: thread.comments}
    for answer in thread.answers:
        answer["is_solution"] = answer["place"] == 0
        answer["author_name"] = answer["author__full_name"] or answer["author__username"]
        lists[answer["id"]] = answer["comments"] = []
    for comment in comments:
        comment["author_name"] = comment["author__full_name"] or comment["author__username"]
        if comment["answer_id"] in lists:
            lists[comment["answer_id"]].append(comment)


def _note_states(thread: Thread, question: Question) -> None:
    """Give each answer all that its HTML is made of as one value, under which a process may keep that HTML."""
    accepted = (question.author.name, question.accepted_by_id, question.solved_at)
    trusted = (question.solutions_by_helper, question.topic.name, question.product_id, question.kind)
    thread.state = tuple(tuple(comment.values()) for comment in thread.comments)
    for answer in thread.answers:
        comments = tuple(tuple(comment.values()) for comment in answer["comments"])
        said = tuple(value for name, value in answer.items() if name != "comments")
        answer["state"] = (said, comments, trusted, accepted if answer["is_solution"] else ())
