"""Sections, articles, their revisions and sources, and what readers say about them."""

from knowledgebase.models.article import Article
from knowledgebase.models.go import GoCount, GoLink
from knowledgebase.models.reader import HelpfulVote
from knowledgebase.models.revision import ReviewComment, Revision
from knowledgebase.models.section import Section
from knowledgebase.models.slug import ArticleSlug
from knowledgebase.models.source import ArticleSource

__all__ = [
    "Article",
    "ArticleSlug",
    "ArticleSource",
    "GoCount",
    "GoLink",
    "HelpfulVote",
    "ReviewComment",
    "Revision",
    "Section",
]
