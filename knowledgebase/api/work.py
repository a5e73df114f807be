"""What editors' programs read of an article: its newest revision, what that quotes, and what was said about it."""

from datetime import datetime

from ninja import Field, Schema

from community.members.schemas import PersonOut
from knowledgebase.credit import credit_of
from knowledgebase.models import ReviewComment


class WorkRow(Schema):
    slug: str
    title: str
    status: str
    url: str = Field(alias="get_absolute_url")
    topic: str = Field(alias="topic.slug")
    section: str = Field(alias="section.slug")
    language: str
    audience: str


class RevisionOut(Schema):
    number: int
    title: str
    summary: str
    steps: str
    body: str
    author: PersonOut
    comment: str = Field(description="What changed, and why.")
    significance: str
    is_in_review: bool
    is_approved: bool


class SourceOut(Schema):
    number: int = Field(description="Send it in `keep` to go on quoting this post.")
    author: PersonOut
    title: str
    url: str = Field(description="Empty where you may not see the post.")
    passages: list[str]


class RemarkOut(Schema):
    id: int
    revision: int = Field(alias="revision.number")
    author: PersonOut
    body: str
    sent_back: bool
    at: datetime


class WorkOut(WorkRow):
    applies_to: list[str]
    revision: RevisionOut = Field(description="The newest one: readers see it once it is approved.")
    sources: list[SourceOut]
    remarks: list[RemarkOut]

    @staticmethod
    def resolve_revision(article):
        return article.newest_revision()

    @staticmethod
    def resolve_sources(article, context):
        credit = credit_of(article.newest_revision(), context["request"].user)
        return [
            {"number": n, "author": post.author, "title": post.title, "url": post.url, "passages": post.passages}
            for n, post in enumerate(credit.posts)
        ]

    @staticmethod
    def resolve_remarks(article):
        """Oldest first. One query."""
        return list(ReviewComment.objects.filter(revision__article=article).select_related("author", "revision"))
