"""The three addresses that the help widget reads: what is public, for pages of any site, without a cookie or a key.

Whoever asks is a visitor, whatever their browser sends along, and no answer says otherwise: so any site may read them.
"""

import re
from collections.abc import Callable
from functools import wraps
from html import unescape

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import gettext, ngettext, override
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from community.api.widget import words
from community.lib.markdown import without_players
from community.lib.public_pages import public_page
from community.members.limits import Rate, count, who
from community.search.finding import Result, while_typing
from knowledgebase import leading
from knowledgebase.finding import find_article
from knowledgebase.models import Article

router = Router()

FOUND, HELPFUL_HERE = 8, 5
KINDS = ("question", "article")
# Searches of one network, while people type. What the page cache answers is not counted.
SEARCHES = [Rate.parse("60/m")]
READINGS = [Rate.parse("60/m")]
_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)


def for_any_site(view: Callable) -> Callable:
    """Answer as to a visitor, for a script on whatever page; never with credentials."""

    @wraps(view)
    def answered(request, *args, **kwargs):
        request.user = AnonymousUser()
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return answered


class FoundOut(Schema):
    kind: str = Field(description="article or question")
    slug: str = Field(description="Of an article; empty for a question.")
    url: str
    lamp: str = Field(description="dim, warm or lit")
    state: str = Field(description="The word beside the lamp.")
    language: str
    title: list[str] = Field(description="Text in parts; every second one is marked.")
    passage: list[str] = Field(description="The same.")


class SearchOut(Schema):
    said: str = Field(description="How much was found, to be read aloud.")
    results: list[FoundOut]


class StartOut(Schema):
    language: str
    direction: str
    words: dict[str, str]
    results: list[FoundOut] = Field(description="Articles that help where the widget stands.")


class ReadingOut(Schema):
    title: str
    url: str
    language: str
    applies_to: str = Field(alias="appliesTo")
    summary: str = Field(description="Sanitised HTML, as are steps and body.")
    steps: str
    body: str


@router.get("/widget/start", response=StartOut, summary="The help widget: its words, and what helps where it stands")
@decorate_view(public_page("articles", "lists"), for_any_site)
def start(request, product: str = "", version: str = "", topic: str = "", language: str = ""):
    """Words in the language, and at most five articles that fit the product, version and topic; where none does, those that
    helped most people. At most six queries."""
    count("widget-read", who(request), READINGS)
    language = leading.language_of(language)
    wanted = leading.Wanted.read({"product": product, "version": version, "topic": topic, "locale": language})
    fits = list(dict.fromkeys(filter(None, [leading.pinned(wanted), *leading.fitting(wanted)])))
    helpful = (
        fits or Article.objects.indexable().filter(language__in=wanted.languages).with_words().most_helpful_first()
    )
    with override(language):
        return {
            "language": language,
            "direction": words.direction(language),
            "words": words.all_words(language, here=bool(fits)),
            "results": [_helpful(article) for article in helpful[:HELPFUL_HERE]],
        }


@router.get("/widget/search", response=SearchOut, summary="The help widget: questions and articles for what is typed")
@decorate_view(public_page("articles", "lists"), for_any_site)
def search(request, q: str = Query(max_length=500), language: str = ""):
    """At most eight that everybody may read, best first, with the passage that shows why. At most five queries."""
    count("widget-search", who(request), SEARCHES)
    query = " ".join(q.replace("\0", " ").split())
    found = while_typing(query, request.user, FOUND, kinds=KINDS)
    with override(leading.language_of(language)):
        return {"said": _how_many(len(found)), "results": [_found(result) for result in found]}


@router.get(
    "/widget/articles/{slug}", response=ReadingOut, by_alias=True, summary="The help widget: an article to read"
)
@decorate_view(public_page("article:{slug}", "lists"), for_any_site)
def article(request, slug: str, language: str = ""):
    """What its published revision says, as HTML. 410 for one that was taken away. At most two queries."""
    count("widget-read", who(request), READINGS)
    found = find_article(request.user, slug)
    if not found.is_indexable:
        raise Http404("It is not for everybody.")
    return {
        "title": found.title,
        "url": found.get_absolute_url(),
        "language": found.language,
        "appliesTo": ", ".join(found.applies_to),
        "summary": found.current.summary_html,
        "steps": without_players(found.current.steps_html),
        "body": without_players(found.current.body_html),
    }


def _found(result: Result) -> dict:
    return {
        "kind": result.kind,
        "slug": result.url.strip("/").rsplit("/", 1)[-1] if result.kind == "article" else "",
        "url": result.url,
        "lamp": result.lamp,
        "state": words.state_of(result.kind, result.lamp),
        "language": result.document.language,
        "title": _parts(result.title_html),
        "passage": _parts(result.excerpt_html),
    }


def _helpful(article: Article) -> dict:
    return {
        "kind": "article",
        "slug": article.slug,
        "url": article.get_absolute_url(),
        "lamp": "lit",
        "state": words.state_of("article", "lit"),
        "language": article.language,
        "title": [article.title],
        "passage": [article.excerpt()],
    }


def _parts(html: str) -> list[str]:
    """Plain text of a snippet, in parts, of which every second one is marked."""
    return [unescape(part) for part in _MARKED.split(html)]


def _how_many(found: int) -> str:
    if not found:
        return gettext("Nothing was found. Try other words, or ask the community: somebody answers.")
    return ngettext("%d result", "%d results", found) % found
