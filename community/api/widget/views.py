"""The widget's script at its stable address, and the operators' page that says how to embed it."""

import gzip
import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from community.api.widget.words import brief_words
from community.catalogue.models import Product, Topic
from community.lib.indexing import absolute
from community.members.permissions import staff_required

# A page that embeds it has a new one within five minutes, and asks again only when these are over.
CACHING = "public, max-age=300, stale-while-revalidate=86400"
_BRIEF = re.compile(r"^const BRIEF = .*;$", re.MULTILINE)
_GZIP = re.compile(r"\bgzip\b")


class Script(NamedTuple):
    """The script as it is sent."""

    plain: bytes
    compressed: bytes
    etag: str


@cache
def script() -> Script:
    """The joined modules with the words that are needed before the first answer. Made once in a process."""
    source = Path(str(finders.find("js/widget.js"))).read_text()
    words = json.dumps(brief_words(), ensure_ascii=False, separators=(",", ":"))
    text, places = _BRIEF.subn(lambda _match: f"const BRIEF = {words};", source)
    if places != 1:
        raise ValueError("The widget's script has no one place for its words.")
    plain = text.encode()
    etag = f'"{hashlib.md5(plain, usedforsecurity=False).hexdigest()}"'
    return Script(plain, gzip.compress(plain, 9, mtime=0), etag)


@require_safe
def widget_script(request):
    """For pages of any site, also such as isolate themselves. No cookie, no query."""
    made = script()
    if request.headers.get("If-None-Match", "").removeprefix("W/") == made.etag:
        response: HttpResponse = HttpResponseNotModified()
    elif _GZIP.search(request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(made.compressed, content_type="text/javascript; charset=utf-8")
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(made.plain, content_type="text/javascript; charset=utf-8")
    response["ETag"] = made.etag
    response["Cache-Control"] = CACHING
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@require_safe
@staff_required()
def embedding(request):
    """How to embed it in a page of the company's own, with the line for this site, and a live one. Two queries."""
    chosen = {name: request.GET.get(name, "")[:80] for name in ("product", "version", "topic", "language")}
    site = settings.SITE_URL
    return render(
        request,
        "widget/embedding.html",
        {
            "chosen": chosen,
            "snippet": snippet(chosen),
            "policy": f"script-src {site}; connect-src {site}; img-src {site}",
            "products": Product.objects.values_list("slug", "name"),
            "topics": Topic.objects.open_for_questions().values_list("slug", "name"),
            "languages": settings.LANGUAGES,
        },
    )


def snippet(chosen: dict[str, str]) -> str:
    """The one line for a page, with what was chosen."""
    said = "".join(format_html(' data-{}="{}"', name, value) for name, value in chosen.items() if value)
    return f'<script src="{absolute("/widget.js")}" async{said}></script>'
