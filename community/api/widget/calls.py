"""What the help widget reads, and the one thing that it tells: what is public, for any site, without a cookie or a key.

Whoever asks is a visitor, whatever their browser sends along, and no answer says otherwise: so any site may read them.
"""

import re
from collections.abc import Callable
from functools import wraps
from html import unescape

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils.translation import get_language, gettext, ngettext, override
from django.views.decorators.cache import never_cache
from ninja import Field, Form, Query, Router, Schema, Status
from ninja.decorators import decorate_view

from community.api.widget import words
from community.lib.markdown import without_players
from community.lib.public_pages import public_page
from community.members.limits import Rate, count, who
from community.search.finding import Result, find, while_typing
from community.search.queries.operators import LONGEST_QUERY
from community.search.shown import MOST, Shown, note_opened
from knowledgebase import leading
from knowledgebase.finding import find_article
from knowledgebase.models import Article

router = Router()

FOUND, HELPFUL_HERE = 8, 5
KINDS = ("question", "article")
# Searches of one network, while people type.
SEARCHES = [Rate.parse("60/m")]
READINGS = [Rate.parse("60/m")]
OPENINGS = [Rate.parse("60/m")]
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
    shown: str = Field(description="Send it to /widget/opened with the place of what was opened; empty for no search.")
    search: str = Field(description="Which search it is, for the form in which somebody asks.")


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
@decorate_view(never_cache, for_any_site)
def search(request, q: str = Query(max_length=500), language: str = "", sent: bool = False):
    """At most eight that everybody may read, best first, with the passage that shows why.

    While somebody types the last word may not be finished, and the search is written down only once something is opened. A
    search that is `sent` is finished: it is also read as it may have been meant, and written down, without who searched. At
    most six queries, and one to write it down. No copy is kept: each answer carries a mark of its own.
    """
    count("widget-search", who(request), SEARCHES)
    query = " ".join(q.replace("\0", " ").split())[:LONGEST_QUERY]
    with override(leading.language_of(language)):
        found, shown, mark = (_sent if sent else _typed)(query, request.user)
        results = [_found(result) for result in found]
        return {"said": _how_many(len(found)), "results": results, "shown": shown, "search": mark}


@router.post("/widget/opened", response={204: None}, summary="The help widget: what of a search was opened")
@decorate_view(for_any_site)
def opened(request, shown: Form[str], place: int = Form(ge=0, le=MOST)):
    """With place 0: nothing, but the search is finished. What was opened first counts; nobody's name is kept."""
    count("opened", who(request), OPENINGS)
    note_opened(shown, place)
    return Status(204, None)


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


def _typed(query: str, person) -> tuple[list[Result], str, str]:
    """What begins as it was typed, all that is needed to write it down later, and its mark."""
    found = while_typing(query, person, FOUND, kinds=KINDS)
    shown = Shown(query, get_language(), [result.name for result in found], len(found))
    return (found, shown.written, shown.mark) if query else ([], "", "")


def _sent(query: str, person) -> tuple[list[Result], str, str]:
    """What fits, once it is written down; what merely shares words would read as nonsense in a small panel."""
    findings = find(query, person)
    found = [result for result in findings if result.fits and result.kind in KINDS][:FOUND]
    names = [result.name for result in found]
    shown = Shown(query, get_language(), names, len(found), findings.topic_id, bool(findings.query.filters))
    shown.note()
    return (found, shown.mark, shown.mark) if query else ([], "", "")


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
