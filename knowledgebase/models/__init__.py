"""Sections, articles, their revisions and sources, what readers say about them, and what people ask for."""

from knowledgebase.models.article import Article
from knowledgebase.models.common_request import CommonRequest, RequestItem
from knowledgebase.models.go import GoCount, GoLink
from knowledgebase.models.reader import HelpfulVote
from knowledgebase.models.revision import ReviewComment, Revision
from knowledgebase.models.section import Section
from knowledgebase.models.slug import ArticleSlug
from knowledgebase.models.source import ArticleSource
from knowledgebase.models.ticket import ContactCost, Ticket

__all__ = [
    "Article",
    "ArticleSlug",
    "ArticleSource",
    "CommonRequest",
    "ContactCost",
    "GoCount",
    "GoLink",
    "HelpfulVote",
    "RequestItem",
    "ReviewComment",
    "Revision",
    "Section",
    "Ticket",
]
