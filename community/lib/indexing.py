"""What search engines may show, and under which address: the one place that pages, headers, sitemap and feeds ask.

The rule in words is docs/decisions/0021-what-search-engines-may-show.md. In short: nothing may be shown but a page that says
so with `list_page`; its canonical address is its path and the parameters that change what it shows; a page that such a
parameter has changed (a later page, a tab, a filter) is its own canonical address and is not to be shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString, mark_safe

from community.lib import linked_data

NOT_SHOWN = mark_safe('<meta name="robots" content="noindex">')
HEADER = "X-Robots-Tag"


@dataclass(frozen=True)
class Picture:
    """The image of a page where somebody shares it: a path or an address, what it shows, and its size."""

    address: str
    alt: str
    width: int = 1200
    height: int = 630


@dataclass(frozen=True)
class Listing:
    """How a page is listed by those who find it for others."""

    address: str  # canonical, absolute
    is_shown: bool
    title: str = ""  # empty: a page that is not for everybody, and is not shared
    description: str = ""
    kind: str = "website"  # of Open Graph
    picture: Picture | None = None
    data: tuple[dict[str, Any], ...] = ()
    languages: tuple[
        tuple[str, str], ...
    ] = ()  # the same in other languages and in this: language and path, see `alternates`

    @property
    def head(self) -> SafeString:
        """The elements for the head of the page: canonical address, whether to show it, what it says when it is shared."""
        parts = [f'<link rel="canonical" href="{escape(self.address)}">']
        if not self.is_shown:
            parts.append(NOT_SHOWN)
        if self.description:
            parts.append(f'<meta name="description" content="{escape(self.description)}">')
        if self.title:
            parts += [f'<meta property="{name}" content="{escape(value)}">' for name, value in self._shared()]
            parts.append('<meta name="twitter:card" content="summary_large_image">')
        if self.is_shown:
            parts += [
                f'<link rel="alternate" hreflang="{escape(language)}" href="{escape(absolute(path))}">'
                for language, path in self.languages
            ]
        if self.is_shown and self.data:
            parts.append(linked_data.as_script(*self.data))
        return mark_safe("\n".join(parts))

    def _shared(self) -> Iterable[tuple[str, str]]:
        """Open Graph: name and value of each property that the page has."""
        yield "og:site_name", settings.SITE_NAME
        yield "og:type", self.kind
        yield "og:title", self.title
        if self.description:
            yield "og:description", self.description
        yield "og:url", self.address
        if self.picture is not None:
            yield "og:image", absolute(self.picture.address)
            yield "og:image:width", str(self.picture.width)
            yield "og:image:height", str(self.picture.height)
            yield "og:image:alt", self.picture.alt


def list_page(
    request: HttpRequest,
    path: str,
    *,
    title: object,
    face: Mapping[str, str] | None = None,
    may_show: bool = True,
    **facts,
) -> Listing:
    """Say how the page that is being made may be listed: under `path`, with `facts` (see Listing) for who shares it.

    `face` has the parameters that change what the page shows beside its path: whoever has one is not shown. Others, of
    campaigns say, are left out of the address. Raises Http404 for `?page=` past 1: lists page by key, and have no numbers.
    """
    if request.GET.get("page", "1") != "1":
        raise Http404("This is no page of the list.")
    kept = {name: value for name, value in (face or {}).items() if value}
    address = absolute(f"{path}?{urlencode(kept)}" if kept else path)
    listing = Listing(address, may_show and not kept, str(title), **facts)
    request.listing = listing  # type: ignore[attr-defined]
    return listing


def alternates(pages: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What a page says of itself in several languages: language and path of each, the original first, which is also for
    readers of any other (`x-default`). Nothing where there is one language only: there is nothing to choose.
    """
    named = tuple(pages)
    return (*named, ("x-default", named[0][1])) if len(named) > 1 else ()


def listing_of(request: HttpRequest | None) -> Listing | None:
    """What `list_page` said of this request; None for a page that said nothing and so may not be shown."""
    return getattr(request, "listing", None)


def mark(request: HttpRequest, response: HttpResponse) -> None:
    """Put the rule into a header too, also on what is no page: feeds, files, programs' answers. The site's own static files
    are left alone, since a page cannot be read without them."""
    if response.status_code != 200 or request.path.startswith(settings.STATIC_URL):
        return
    listing = listing_of(request)
    if settings.DEMO or listing is None or not listing.is_shown:
        response.setdefault(HEADER, "noindex")


def absolute(path: str) -> str:
    """The address of a path of this site; an address stays what it is."""
    return path if path.startswith(("http://", "https://")) else settings.SITE_URL + iri_to_uri(path)
