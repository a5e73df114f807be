"""What a page may ask the database: at most 6 queries for a reader, 12 for a member.

As many for one row as for a full page, and as many for one answer as for fifty.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from taggit.models import Tag

from advocates import expertise
from community.catalogue.models import IntakeField
from community.members.models import Member
from community.notifications.models import Subscription
from community.search import index
from community.search.models import SavedSearch
from forum.models import Question
from forum.promotion import promote_to_article
from knowledgebase.models import Article, CommonRequest, GoCount, GoLink
from tests.cast import make_member
from tests.world import World

READER, MEMBER = 6, 12
FULL = 22  # rows: a page of twenty, and a next one


@dataclass(frozen=True)
class Page:
    """A page, who looks at it, and how it grows: `grow(world, n)` adds the n-th row."""

    path: Callable[[World], str]
    grow: Callable[[World, int], object]
    role: str = ""
    many: int = FULL
    may_fall: bool = False  # a page that looks further while it finds little


def helper(n: int) -> Member:
    return Member.objects.filter(username=f"helper{n % 5}").first() or make_member(f"helper{n % 5}")


def more_answers(world, n):
    answer = world.answer(world.thread[0], by=helper(n), body=f"Try {n}.")
    world.comment_on(answer, n)


def more_questions(world, n):
    question = world.question(by=helper(n), title=f"The hub blinks {n} times", tags=["router"])
    if n % 2:
        question.accept(world.answer(question, by=helper(n + 1)), by=question.author)


def more_articles(world, n):
    publish(world, world.draft(title=f"How to do thing {n}"))


def shown_in_all_ways(world) -> Article:
    """An article that names its sources, shows a video, and is translated."""
    article = promote_to_article(world.answer(world.thread[0]), by=world.editor)
    words = article.newest_revision()
    article.revise(by=world.editor, title=words.title, steps=world.video.attachment.markdown, body=words.body)
    publish(world, article)
    publish(world, article.translate("de", by=world.editor))
    return article


def publish(world, article):
    article.submit(by=world.editor)
    article.publish(by=world.second_editor)
    index.refresh(Article, [article.pk])


def more_links(world, n):
    more_articles(world, n)
    article = Article.objects.latest("pk")
    GoLink.pin(article, by=world.editor, topic=f"screen-{n}")
    for led_to in (article, None):
        GoCount.note(article=led_to, topic=f"screen-{n}", product="", version="", language="en")


def more_changed_sources(world, n):
    answer = world.answer(world.question(title=f"The hub blinks {n} times"))
    promote_to_article(answer, by=world.editor)
    answer.edit(by=answer.author, body=f"Other words {n}.")
    world.work()


def more_cases(world, n):
    question = world.question(by=helper(n), title=f"The hub blinks {n} times")
    question.escalate(by=question.author, reason="It hurts.")
    world.work()


def more_incidents(world, n):
    type(world.incident).declare(by=world.agent, title=f"Trouble {n}", body="We look.", severity="minor")
    type(world.incident).objects.latest("pk").update(by=world.agent, state="resolved", body="Done.")


def more_to_fill_in(world, n):
    IntakeField.objects.create(topic=world.topic, label=f"Line {n}", kind="version")


def more_findable(world, n):
    question = world.question(by=helper(n), title=f"The hub blinks {n} times")
    index.refresh(Question, [question.pk])


def more_to_ask(world, n):
    """Somebody whose answer was right, and who is there today."""
    member = helper(n)
    type(member).objects.filter(pk=member.pk).update(last_seen_on=timezone.now().date())
    question = world.question(title=f"The hub blinks {n} times")
    question.accept(world.answer(question, by=member), by=world.asker)
    expertise.settle([member.pk])


def follow_more(world, n):
    world.question(title=f"The hub blinks {n} times", tags=[f"tag-{n}"])
    for thing in (helper(n), Tag.objects.get(name=f"tag-{n}")):
        Subscription.follow(world.asker, thing)
    SavedSearch.follow(world.asker, query=f"blinks {n}")


def more_requests(world, n):
    CommonRequest.objects.create(
        title=f"Thing {n}", titled_by=world.editor, topic=world.topic, owner=helper(n), article=world.article,
        volume=n, public_volume=n + 3, savings=n, weeks=[n, n],
    )  # fmt: skip


PAGES = {
    "home": Page(lambda w: "/", more_questions),
    "question": Page(lambda w: w.thread[0].get_absolute_url(), more_answers, many=50),
    "ask": Page(lambda w: f"/questions/ask/?topic={w.topic.pk}", more_to_fill_in, many=8, may_fall=True),
    "questions": Page(lambda w: "/questions/", more_questions),
    "unanswered": Page(lambda w: "/questions/?tab=unanswered", more_questions),
    "solved": Page(lambda w: "/questions/?tab=solved", more_questions),
    "most useful": Page(lambda w: "/questions/?tab=votes", more_questions),
    "topic": Page(lambda w: f"/topics/{w.topic.slug}/", more_questions),
    "tag": Page(lambda w: "/tags/router/", more_questions),
    "search": Page(lambda w: "/search/?q=hub", more_findable, may_fall=True),
    "member": Page(lambda w: "/members/helper1/", more_questions),
    "knowledge base": Page(lambda w: "/kb/", more_articles),
    "section": Page(lambda w: "/kb/sections/first-steps/", more_articles),
    "article": Page(lambda w: w.article.get_absolute_url(), more_articles),
    "article with sources, a video and translations": Page(
        lambda w: shown_in_all_ways(w).get_absolute_url(), more_articles, many=2
    ),
    "incidents": Page(lambda w: "/incidents/", more_incidents),
    "leaderboard": Page(lambda w: "/advocates/leaderboard/", more_questions),
    "programme": Page(lambda w: "/advocates/", more_questions),
    "feed": Page(lambda w: "/feeds/questions.atom", more_questions),
    "question, signed in": Page(lambda w: w.thread[0].get_absolute_url(), more_answers, "helper", many=50),
    "question, agent": Page(lambda w: w.thread[0].get_absolute_url(), more_answers, "agent"),
    "questions, signed in": Page(lambda w: "/questions/", more_questions, "helper"),
    "questions for you": Page(lambda w: "/questions/for-you/", more_questions, "helper"),
    "people to ask": Page(lambda w: f"/questions/{w.thread[0].pk}/invitations/", more_to_ask, "asker"),
    "home, signed in": Page(lambda w: "/", more_questions, "helper"),
    "desk": Page(lambda w: "/support/", more_cases, "agent"),
    "own cases": Page(lambda w: "/cases/", more_cases, "asker"),
    "notifications": Page(lambda w: "/notifications/", more_answers, "asker"),
    "following": Page(lambda w: "/notifications/following/", follow_more, "asker"),
    "links from the product": Page(lambda w: "/kb/links/", more_links, "editor"),
    "drafts": Page(lambda w: "/kb/drafts/", more_articles, "editor"),
    "common requests": Page(lambda w: "/kb/requests/", more_requests, "editor"),
    "what is coming": Page(lambda w: "/kb/requests/", more_requests, may_fall=True),
    "changed sources": Page(lambda w: "/kb/tasks/", more_changed_sources, "editor"),
    "insights": Page(lambda w: "/insights/", more_questions, "manager"),
    "moderation": Page(lambda w: "/moderation/", more_questions, "moderator"),
}


class BudgetWorld(World):
    def __init__(self, work):
        self.work = work

    def comment_on(self, answer, n):
        return type(self.thread[2]).post(by=helper(n + 1), question=answer.question, answer=answer, body=f"Really {n}?")


@pytest.fixture
def world(db, settings, work):
    settings.STAFF_NEED_SECOND_FACTOR = False
    return BudgetWorld(work)


def queries_of(client, path) -> list[str]:
    """The queries of the page when nothing of it is kept anywhere but content types, which are for ever."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as context:
        answer = client.get(path)
    assert answer.status_code == 200, path
    # Of a query that is prepared nothing is written down, and it is one.
    asked = [q["sql"] or "a prepared query" for q in context.captured_queries]
    return [sql for sql in asked if "SAVEPOINT" not in sql]


@pytest.mark.parametrize("name", PAGES)
def test_as_many_queries_for_one_row_as_for_many(world, client, work, name):
    page = PAGES[name]
    world.thread, world.article  # noqa: B018  made when first named
    page.grow(world, 1)
    work()
    path = page.path(world)
    if page.role:
        client.force_login(getattr(world, page.role))
        client.get(path)
    ContentType.objects.get_for_models(*{Question, Article})
    few = queries_of(client, path)

    for n in range(2, page.many + 1):
        page.grow(world, n)
    work()
    many = queries_of(client, path)

    assert len(many) <= (MEMBER if page.role else READER), "\n".join(many)
    assert len(many) == len(few) or (page.may_fall and len(many) < len(few)), "\n".join(
        ["-- few", *few, "-- many", *many]
    )


@pytest.mark.proof
def test_the_question_page_for_readers(world, client, work, figure):
    question = world.thread[0]
    work()
    path = question.get_absolute_url()
    cold = len(queries_of(client, path))
    with CaptureQueriesContext(connection) as kept:
        etag = client.get(path)["ETag"]
    with CaptureQueriesContext(connection) as unchanged:
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    with CaptureQueriesContext(connection) as written:
        world.answer(question, by=world.stranger, body="A word that was not there: abracadabra.")
    assert written.captured_queries

    assert cold <= READER
    assert (len(kept), len(unchanged)) == (0, 0)
    figure(
        "queries of the question page, signed out",
        "cold at most 6, none from the cache or for a 304; equal for 1 and 50 answers",
        f"cold {cold}, cached {len(kept)}, 304 {len(unchanged)}; equal for 1 and 50 (tests/test_query_budgets.py)",
    )


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_on_the_page_at_once(client, cast):
    question = cast.question()
    path = question.get_absolute_url()
    assert "abracadabra" not in client.get(path).content.decode()

    cast.answer(question, body="A word that was not there: abracadabra.")

    assert "abracadabra" in client.get(path).content.decode()
