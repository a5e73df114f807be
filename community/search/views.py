"""The search page."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.lib.public_pages import public_page
from community.members.limits import Rate, count, who
from community.search.finding import LONGEST_QUERY, find
from community.search.models import SavedSearch

PAGE_SIZE = 20
# Searches that were sent, by a network that is not signed in. What the page cache answers is not counted.
_VISITORS = [Rate.parse("15/m")]
_KINDS = {"": (), "question": ("question",), "article": ("article",)}


@require_safe
@public_page("lists", "articles")
def search(request):
    """Questions, articles and incidents together; `?kind=` narrows it. Pages have numbers: they are of one ranking."""
    query = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_QUERY]
    kind = request.GET.get("kind", "")
    if kind not in _KINDS:
        raise Http404("There is no such kind of thing to search for.")
    if query and not request.user.is_authenticated:
        count("search", who(request), _VISITORS)
    found = find(query, request.user, kinds=_KINDS[kind]) if query else []
    number = _page_number(request, len(found))
    first = (number - 1) * PAGE_SIZE
    return render(
        request,
        "search/results.html",
        {
            "query": query,
            "kind": kind,
            "follow_fields": (("q", query), ("kind", kind)),
            "can_follow": 0 < len(query) <= SavedSearch.LONGEST,
            "follows": request.user.is_authenticated
            and SavedSearch.objects.filter(member=request.user, query=query, kind=kind).exists(),
            "found": len(found),
            "results": found[first : first + PAGE_SIZE],
            "next_page": number + 1 if len(found) > first + PAGE_SIZE else None,
            "page_number": number,
            # The forum is a higher room: its address is known, its views are not.
            "ask_url": f"/questions/ask/?{urlencode({'title': query})}",
        },
    )


def _page_number(request, found: int) -> int:
    """`?page=`, from 1; raises Http404 where no page is."""
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if number < 1 or (number > 1 and (number - 1) * PAGE_SIZE >= found):
        raise Http404("This is no page of the list.")
    return number
