"""Writing articles, for programs: a new one, the next revision, handing it in, its address."""

from functools import partial
from typing import Literal

from django.db import transaction
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from community.content.public_words import settled
from community.content.schemas import PublicIn
from community.content.sending import once_by_program
from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import require
from knowledgebase import permissions
from knowledgebase.api.filing import FilingIn
from knowledgebase.api.work import WorkOut, WorkRow
from knowledgebase.credit import credit_of
from knowledgebase.drafting import MOST_QUESTIONS, draft_of, threads_at
from knowledgebase.finding import find_article, request_in_hand
from knowledgebase.limits import NEW_ARTICLES, WRITING
from knowledgebase.models import Article, Revision
from knowledgebase.requests.drafts import write_for

router = Router()
_WORDS = ("title", "summary", "steps", "body", "comment")


class WordsIn(PublicIn):
    title: str = Field(min_length=1, max_length=200, description="As customers say it.")
    summary: str = Field("", max_length=500)
    steps: str = Field("", max_length=30_000, description="What to do. Needed where there is no `body`.")
    body: str = Field("", max_length=60_000, description="The whole story.")
    comment: str = Field("", max_length=200, description="What changed, and why. For the history.")

    def words(self, before: Revision | None = None) -> dict[str, str]:
        """As they may be published; what was kept in the words before is not asked about again. 422 without any."""
        if not (self.steps.strip() or self.body.strip()):
            raise HttpError(422, "steps, body: write what to do, the whole story, or both.")
        known = [getattr(before, name) for name in _WORDS] if before else []
        return settled({name: getattr(self, name) for name in _WORDS}, self.private_facts, known=known)


class ArticleIn(FilingIn, WordsIn):
    section: str = Field(description="The slug of a section.")
    topic: str = Field(description="The slug of a topic about which you may write.")
    request: int | None = Field(None, description="Staff: the common request that it will answer, by its `id`.")


class ArticleEditIn(FilingIn, WordsIn):
    significance: Literal["typo", "medium", "major"] = "medium"
    tells: bool = Field(False, description="Of a major change: those who asked hear of it once it is published.")
    seen: int | None = Field(
        None, description="The number of the revision that you began with: 409 if it is not the newest."
    )
    caught_up: bool = Field(False, description="Of a translation: it says what the original says now.")
    keep: list[int] | None = Field(
        None, description="The numbers of the sources that it still quotes; all, if not given."
    )


class QuestionsIn(Schema):
    addresses: list[str] = Field(
        min_length=1, max_length=MOST_QUESTIONS, description="Of solved questions about one thing; the first names it."
    )


class AddressIn(Schema):
    slug: str = Field(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")


class WorkPage(Schema):
    articles: list[WorkRow]
    next_cursor: str


@router.get("/articles/drafts", response=WorkPage, summary="Editors: what is being written, in review, archived")
def list_drafts(request, state: Literal["being-written", "in-review", "archived"] = "being-written", cursor: str = ""):
    """The newest first, twenty a page. For whoever may write articles."""
    require(permissions.can_draft(request.user))
    articles = Article.objects.visible_to(request.user).select_related("topic", "section")
    if state == "being-written":
        articles = articles.being_written()
    elif state == "in-review":
        articles = articles.in_review()
    else:
        articles = articles.filter(status=Article.Status.ARCHIVED)
    page = paginate(articles, cursor, order=["-id"], may_be_empty=True)
    return {"articles": page.rows, "next_cursor": page.next_cursor}


@router.post("/articles", response={201: WorkOut}, summary="Editors: begin an article")
@limited("article", *NEW_ARTICLES)
def begin(request, new: ArticleIn):
    """A draft. Others read it once somebody else has published it. 409 where one was begun for the request already."""
    require(permissions.can_draft(request.user))
    filed = new.filed(request.user)
    words = new.words()
    make = Article.draft if new.request is None else partial(write_for, request_in_hand(request.user, new.request))
    return Status(201, once_by_program(request, new, lambda: make(by=request.user, **words, **filed)))


@router.post("/articles/new/questions", response={201: WorkOut}, summary="Editors: a draft out of solved questions")
@limited("article", *NEW_ARTICLES)
def draft_from_questions(request, said: QuestionsIn):
    """In the words of those who asked and answered, with a source for every sentence. 409 where one is not for everybody."""
    require(permissions.can_draft(request.user))
    threads = threads_at(said.addresses)
    require(permissions.can_draft(request.user, threads[0].question.topic_id))
    return Status(201, once_by_program(request, said, lambda: draft_of(threads, by=request.user)))


@router.post("/articles/{slug}/edit", response=WorkOut, summary="Editors: write the next revision")
@limited("article", *WRITING)
def edit(request, slug: str, said: ArticleEditIn):
    """Readers see it once it is published. After publication only reviewers change where it stands and for whom."""
    article = _writable(request, slug)
    newest = article.newest_revision()
    words, filed = said.words(newest), said.filed(request.user)
    if filed:
        require(permissions.can_file(request.user, article))
    sources = _kept(newest, said.keep, request.user)
    with transaction.atomic():
        article.revise(
            by=request.user,
            sources=sources,
            significance=said.significance,
            tells=said.tells,
            seen=said.seen,
            based_on=article.original.current if article.is_translation and said.caught_up else None,
            **words,
        )
        if filed:
            article.file_under(by=request.user, **filed)
    return article


@router.post("/articles/{slug}/submission", response=WorkOut, summary="Editors: hand it in for review")
@limited("article", *WRITING)
def submit(request, slug: str):
    """Somebody else reads it and publishes it. 409 when there is nothing new to review."""
    article = _writable(request, slug)
    article.submit(by=request.user)
    return article


@router.post("/articles/{slug}/address", response=WorkOut, summary="Reviewers: give it another address")
@limited("article", *WRITING)
def readdress(request, slug: str, said: AddressIn):
    """Every former address leads to it. 409 for one that another article has or had."""
    article = find_article(request.user, slug)
    require(permissions.can_file(request.user, article))
    article.readdress(said.slug, by=request.user)
    return article


def _writable(request, slug: str) -> Article:
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article))
    return article


def _kept(revision: Revision, keep: list[int] | None, person) -> list | None:
    """The sources of the posts that are kept; None for all. 422 for a number that no source has."""
    if keep is None:
        return None
    posts = credit_of(revision, person).posts
    if any(not 0 <= number < len(posts) for number in keep):
        raise HttpError(422, "keep: the numbers of `sources`.")
    kept = {posts[number].key for number in keep}
    return [source for source in revision.sources.select_related("post_revision") if source.post_key in kept]
