"""The search page, what is found while somebody types, and what they open of it."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from community.members.limits import Rate, count, limited, who
from community.search.finding import Findings, find, while_typing
from community.search.models import SavedSearch
from community.search.narrowing import narrowing
from community.search.queries import Filters
from community.search.queries.filters import NoSuchFilter
from community.search.queries.operators import LONGEST_QUERY
from community.search.shown import Shown, flow_of, mark, note_opened

PAGE_SIZE = 20
# Searches that were sent, by a network that is not signed in.
VISITORS = [Rate.parse("60/m")]
_TYPING = [Rate.parse("60/m")]


@require_safe
def search(request):
    """Questions, articles and incidents together, narrowed by the address and by operators in the query.

    Each search is written down, without who searched, so no copy of this page is served to somebody else. Pages have
    numbers: they are of one ranking. Signed out at most 6 queries.
    """
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
    try:
        filters = Filters.of(request.GET)
    except NoSuchFilter as wrong:
        raise Http404("There is nothing of that kind to search for.") from wrong
    if query and not request.user.is_authenticated:
        count("search", who(request), VISITORS)
    found = find(query, request.user, filters=filters)
    number = _page_number(request, len(found))
    first = (number - 1) * PAGE_SIZE
    on_page = found[first : first + PAGE_SIZE]
    flow = _written_down(request, found, filters, number) if query else ""
    context = {
        "query": query,
        "filters": filters,
        "narrowing": narrowing(found, filters, request.user),
        "follow_fields": (("q", query), ("kind", filters.kind)),
        "can_follow": 0 < len(query) <= SavedSearch.LONGEST and _can_be_kept(found, filters),
        "follows": _follows(request.user, query, filters.kind),
        "found": found,
        "is_narrowed": bool(filters.and_also(found.query.filters)),
        "unknown": [] if len(found) else found.query.filters.unknown(),
        "results": [result for result in on_page if result.fits],
        "others": [result for result in on_page if not result.fits],
        "first": first,
        "shown": flow,
        "here": urlencode({"q": query} | filters.params),
        "next_page": number + 1 if len(found) > first + PAGE_SIZE else None,
        "page_number": number,
        "exact_url": f"?{urlencode({'q': _quoted(found.query.plain)} | filters.params)}",
        "meant_url": f"?{urlencode({'q': found.meant} | filters.params)}",
        # The forum is a higher room: its address is known, its views are not.
        "ask_url": f"/questions/ask/?{urlencode({'title': found.query.plain[:200]} | ({'search': flow} if flow else {}))}",
    }
    return _for_one_person(render(request, "search/results.html", context))


@require_safe
def typed(request):
    """A fragment: what is found while somebody types. It is written down only when something of it is opened."""
    count("type-ahead", who(request), _TYPING)
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
    found = while_typing(text, request.user)
    shown = Shown(text, get_language(), [result.name for result in found], len(found))
    context = {"query": text, "results": found, "shown": shown.written if found else ""}
    return _for_one_person(render(request, "search/_typed.html", context))


@require_POST
@limited("opened", "60/m")
def opened(request):
    """Note which place of a page was opened. Sent by the browser as it leaves; nobody sees the answer."""
    place = request.POST.get("place", "")
    if place.isascii() and place.isdigit() and len(place) < 4:
        note_opened(request.POST.get("shown", ""), int(place))
    return HttpResponse(status=204)


def _written_down(request, found: Findings, filters: Filters, number: int) -> str:
    """The mark of this search: a new one on its first page, that of the first page on the others."""
    if number > 1:
        flow = flow_of(request.GET.get("search", ""))
        return mark(flow) if flow else ""
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return ""
    if "go" in request.GET:  # a link led here that lacks its article: nobody typed that, and the link is counted
        return ""
    names = [result.name for result in found]
    narrowed = bool(filters.and_also(found.query.filters))
    shown = Shown(found.query.typed, get_language(), names, found.fitting, found.topic_id, narrowed)
    shown.note()
    return shown.mark


def _for_one_person(response):
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def _follows(person, query: str, kind: str) -> bool:
    if not query or not person.is_authenticated:
        return False
    return SavedSearch.objects.filter(member=person, query=query, kind=kind).exists()


def _can_be_kept(found: Findings, filters: Filters) -> bool:
    """Whether a followed search says the same: it keeps words and a kind, and knows no other filter and no operator."""
    return not filters.without("kind") and not found.query.filters


def _quoted(words: str) -> str:
    return f'"{words}"' if words else ""


def _page_number(request, found: int) -> int:
    """`?page=`, from 1; raises Http404 where no page is."""
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if number < 1 or (number > 1 and (number - 1) * PAGE_SIZE >= found):
        raise Http404("This is no page of the list.")
    return number
