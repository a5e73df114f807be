"""Articles for programs."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from community.content.videos import showing
from community.lib.pagination import paginate
from knowledgebase.models import Article

router = Router()


class ArticleRow(Schema):
    slug: str
    title: str
    url: str = Field(alias="get_absolute_url")
    topic: str = Field(alias="topic.slug")
    section: str = Field(alias="section.slug")
    language: str
    summary: str = Field(alias="current.summary")
    published_at: datetime
    updated_at: datetime


class AskedOut(Schema):
    id: int
    text: str
    choices: list[str]


class ArticleOut(ArticleRow):
    steps: str = Field(alias="current.steps")
    body: str = Field(alias="current.body")
    body_html: str = Field(description="With captions and transcripts of the videos in it.")
    applies_to: list[str]
    used_in_answers: int = Field(alias="use_count", description="Public answers that link to it.")
    asking: AskedOut | None = Field(None, description="What readers are asked now, if anything.")

    @staticmethod
    def resolve_asking(article: Article):
        asking = article.open_asking
        return asking if asking is not None and asking.is_open else None

    @staticmethod
    def resolve_body_html(article):
        words = article.current
        return showing.with_words(words.body_html, showing.videos_of(words, words.body_html), language=article.language)


class ArticlePage(Schema):
    articles: list[ArticleRow]
    next_cursor: str


@router.get("/articles", response=ArticlePage, summary="Articles, newest first")
def list_articles(request, topic: str = "", cursor: str = ""):
    """Twenty published articles a page; `next_cursor` is empty on the last one."""
    articles = _published(request)
    if topic:
        articles = articles.filter(topic__slug=topic)
    page = paginate(articles, cursor, order=["-published_at", "-id"], may_be_empty=True)
    return {"articles": page.rows, "next_cursor": page.next_cursor}


@router.get("/articles/{slug}", response=ArticleOut, summary="One article")
def get_article(request, slug: str):
    """What its published revision says."""
    return get_object_or_404(_published(request).with_asking(), slug=slug)


def _published(request):
    return Article.objects.visible_to(request.user).published().select_related("topic", "section", "current")
