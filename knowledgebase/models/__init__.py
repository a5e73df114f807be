"""Sections, articles, their revisions and sources, what readers say, what people ask for, and what editors have to look at."""

from knowledgebase.models.article import Article
from knowledgebase.models.asking import Asking, ReaderAnswer
from knowledgebase.models.common_request import CommonRequest, RequestItem
from knowledgebase.models.go import GoCount, GoLink
from knowledgebase.models.lock import EditLock
from knowledgebase.models.reader import HelpfulVote
from knowledgebase.models.recheck import Freshness, Recheck
from knowledgebase.models.revision import ReviewComment, Revision
from knowledgebase.models.schedule import Schedule
from knowledgebase.models.section import Section
from knowledgebase.models.slug import ArticleSlug
from knowledgebase.models.source import ArticleSource
from knowledgebase.models.task import SourceTask
from knowledgebase.models.ticket import ContactCost, Ticket
from knowledgebase.models.use import ArticleUse

__all__ = [
    "Article",
    "ArticleSlug",
    "ArticleSource",
    "ArticleUse",
    "Asking",
    "CommonRequest",
    "ContactCost",
    "EditLock",
    "Freshness",
    "GoCount",
    "GoLink",
    "HelpfulVote",
    "ReaderAnswer",
    "Recheck",
    "RequestItem",
    "ReviewComment",
    "Revision",
    "Schedule",
    "Section",
    "SourceTask",
    "Ticket",
]
