"""What is already there about a thing: asked before, or written down as an article."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F

from community.search.models import Document
from forum.models import Question

SHORTEST_QUERY = 8
_WORD = re.compile(r"\w{3,}")


def similar_to(text: str, person, *, how_many: int = 5) -> list[dict]:
    """Questions and articles like `text` that `person` may see, nearest first: title, url, kind, is_solved. [] when too short."""
    words = _WORD.findall(text)[:20]
    if len(text) < SHORTEST_QUERY or not words:
        return []
    query = SearchQuery(" or ".join(words), search_type="websearch")
    found = (
        Question.objects.visible_to(person)
        .annotate(rank=SearchRank(SearchVector("title"), query))
        .filter(rank__gt=0.01, duplicate_of=None)
        .order_by("-rank", "-id")[:how_many]
    )
    return [
        {"kind": "question", "title": q.title, "url": q.get_absolute_url(), "is_solved": q.is_solved, "lamp": q.lamp}
        for q in found
    ]


def articles_about(person, *, topic=None, tag: str | None = None, how_many: int = 5) -> list[Document]:
    """Published articles about a topic or a tag that `person` may see, newest first. One query."""
    articles = Document.everything.visible_to(person).filter(kind="article")
    if topic is not None:
        articles = articles.filter(topic=topic)
    if tag is not None:
        articles = articles.filter(tags__contains=[tag])
    return list(articles.only("title", "url").order_by(F("written_at").desc(), "-id")[:how_many])
