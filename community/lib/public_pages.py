"""Pages for readers: no cookie, one copy for all who are signed out, fresh at once after a write.

A view says what its page is made of: `@public_page("question:{question_id}", "lists")`. The versions of these keys
(`community.lib.versions`) are read before rendering; the ETag is made of them, so a 304 needs no rendering and a copy in
the page cache needs no query. The key `site` belongs to every page: bump it for what all pages show.

A signed-out GET gets `public, max-age=0, s-maxage=60`, a signed-in one `private, no-cache`, both `Vary: Cookie`.
"""

import gzip
import hashlib
import re
from collections.abc import Callable, Mapping
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_http_date_safe

from community import __version__
from community.lib import versions

KEPT_FOR = 60  # seconds in the page cache, and in a CDN
PUBLIC = f"public, max-age=0, s-maxage={KEPT_FOR}, stale-while-revalidate=30"
PRIVATE = "private, no-cache"
_PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")
# Whoever may read the page may know that their copy still stands.
_FOR_OTHER_SITES = ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy")
_GZIP = re.compile(r"\bgzip\b")


def is_for_readers(request: HttpRequest) -> bool:
    """Whether the request carries nothing personal, so that everybody may get the same copy."""
    return (
        request.method in ("GET", "HEAD")
        and not any(name in request.COOKIES for name in _PERSONAL_COOKIES)
        and "HTTP_HX_REQUEST" not in request.META
        and "HTTP_AUTHORIZATION" not in request.META
    )


def public_page(*keys: str) -> Callable:
    """Mark a view as a page for readers that is made of `keys`, in which `{name}` stands for a URL parameter."""

    def decorate(view):
        @wraps(view)
        def page(request, *args, **kwargs):
            if not is_for_readers(request):
                response = view(request, *args, **kwargs)
                response.setdefault("Cache-Control", PRIVATE)
                patch_vary_headers(response, ["Cookie"])
                return response
            made_of = ("site", *(key.format(**kwargs) for key in keys))
            stand = versions.read(made_of)
            etag = _etag(request, stand)
            if request.headers.get("If-None-Match", "").removeprefix("W/") == etag:
                response = HttpResponseNotModified()
            else:
                response = view(request, *args, **kwargs)
                if response.status_code != 200 or response.cookies or response.has_header("Cache-Control"):
                    return response
                if hasattr(response, "render") and not response.is_rendered:
                    response.render()
                response.made_of, response.stand = made_of, stand
                if _is_known(request, response.headers):
                    response = _unchanged(response.headers)
            response["ETag"] = etag
            response["Cache-Control"] = PUBLIC
            patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
            return response

        return page

    return decorate


class PublicPagesMiddleware:
    """Serve a copy from the page cache while the versions that it was made of still stand; keep new copies."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.DEBUG or not is_for_readers(request):
            return self.get_response(request)
        key = "page:" + hashlib.md5(request.get_full_path().encode(), usedforsecurity=False).hexdigest()
        kept = cache.get(key)
        if kept is not None:
            made_of, stand, headers, body = kept
            if versions.read(made_of) == stand:
                return _copy(request, headers, body)
        response = self.get_response(request)
        made_of = getattr(response, "made_of", None)
        if made_of is None or response.cookies or response.streaming:
            return response
        body = gzip.compress(response.content, compresslevel=1, mtime=0)
        headers = dict(response.headers)
        cache.set(key, (made_of, response.stand, headers, body), KEPT_FOR)
        return _copy(request, headers, body)


def _is_known(request: HttpRequest, headers: Mapping[str, str]) -> bool:
    """Whether who asks by date has it, for what says when it was last changed: feeds. An ETag goes before a date."""
    since = request.headers.get("If-Modified-Since", "")
    if not since or "If-None-Match" in request.headers or "Last-Modified" not in headers:
        return False
    known, changed = parse_http_date_safe(since), parse_http_date_safe(headers["Last-Modified"])
    return known is not None and changed is not None and changed <= known


def _unchanged(headers: Mapping[str, str]) -> HttpResponse:
    response = HttpResponseNotModified()
    for name in ("ETag", "Cache-Control", "Vary", "Last-Modified", *_FOR_OTHER_SITES):
        if name in headers:
            response[name] = headers[name]
    return response


def _etag(request: HttpRequest, stand: tuple[int, ...]) -> str:
    source = f"{__version__} {request.get_full_path()} {stand}"
    return f'"{hashlib.md5(source.encode(), usedforsecurity=False).hexdigest()}"'


def _copy(request: HttpRequest, headers: dict[str, str], body: bytes) -> HttpResponse:
    if request.headers.get("If-None-Match", "").removeprefix("W/") == headers["ETag"] or _is_known(request, headers):
        return _unchanged(headers)
    accepts_gzip = _GZIP.search(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(body if accepts_gzip else gzip.decompress(body), headers=headers)
    if accepts_gzip:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = str(len(response.content))
    return response
