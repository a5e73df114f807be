"""What search engines and researchers ask a site for: the sitemap, robots.txt, security.txt.

The sitemap names every page that may be shown by a search engine, and no other; each date is that of the last change of the
words on the page, or is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import F, Max, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_safe

from community.catalogue.models import Topic
from community.incidents.models import Incident
from forum.models import Question
from knowledgebase.models import Article, Section

A_FILE = 50_000  # addresses; what the protocol allows
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_KEEP_INDEX, _KEEP_FILE = 600, 3600  # seconds
_CONTACT_HOLDS = timedelta(days=180)
# What answers with a redirect or a fragment, and is no page.
_NO_PAGES = ("/answers/", "/flags/", "/questions/*/comments/", "/questions/similar/", "/questions/preview/")


@dataclass(frozen=True)
class Kind:
    """Rows that have a page each. A file holds a range of their ids; `changed` is the path to when a page's words changed."""

    indexable: Callable[[], QuerySet]
    changed: str

    def files(self) -> list[tuple[int, datetime]]:
        """The number of each file, and the last change in it. One query."""
        rows = self.indexable().order_by().annotate(file=F("id") / A_FILE).values("file")
        return list(rows.annotate(newest=Max(self.changed)).order_by("file").values_list("file", "newest"))

    def pages(self, file: int) -> list[tuple[str, datetime]]:
        """The addresses of a file, with their dates. One query."""
        rows = self.indexable().filter(id__gte=file * A_FILE, id__lt=(file + 1) * A_FILE)
        dated = rows.annotate(newest=Max(self.changed)).only("id", "slug").order_by("id")
        return [(row.get_absolute_url(), row.newest) for row in dated]


KINDS = {
    "questions": Kind(Question.objects.indexable, "modified_at"),
    "articles": Kind(Article.objects.indexable, "current__reviewed_at"),
    "incidents": Kind(lambda: Incident.objects.visible_to(None), "updates__at"),
}


@require_safe
def sitemap_index(request):
    """The files of the sitemap, each with the date of its last change. A query for each kind of page."""
    files: list[tuple[str, datetime | None]] = [(reverse("sitemap-pages"), None)]
    for name, kind in KINDS.items():
        files += [(reverse("sitemap-file", args=[name, number]), changed) for number, changed in kind.files()]
    return _respond(_elements("sitemapindex", "sitemap", files), _KEEP_INDEX)


@require_safe
def sitemap_file(request, kind, number):
    """One range of one kind of page. One query."""
    if kind not in KINDS:
        raise Http404("There is no such part of the sitemap.")
    pages = KINDS[kind].pages(number)
    if not pages:
        raise Http404("There is no such part of the sitemap.")
    return _respond(_elements("urlset", "url", pages), _KEEP_FILE)


@require_safe
def sitemap_pages(request):
    """Pages that are made of others: home, lists, topics, shelves. Three queries."""
    newest = Question.objects.indexable().aggregate(changed=Max("modified_at"))["changed"]
    topics = Topic.objects.filter(questions__in=Question.objects.visible_to(None).filter(duplicate_of=None))
    shelves = Section.objects.filter(articles__in=Article.objects.indexable())
    pages = [
        (reverse("home"), newest),
        (reverse("forum:question-list"), newest),
        (reverse("kb:index"), None),
        (reverse("incidents:list"), None),
        (reverse("advocates:programme"), None),
        (reverse("advocates:leaderboard"), None),
        (reverse("moderation:log"), None),
        *((each.get_absolute_url(), each.changed) for each in topics.annotate(changed=Max("questions__modified_at"))),
        *(
            (each.get_absolute_url(), each.changed)
            for each in shelves.annotate(changed=Max("articles__current__reviewed_at"))
        ),
    ]
    return _respond(_elements("urlset", "url", pages), _KEEP_FILE)


@require_safe
def robots(request):
    """What a program may fetch. Touches no database: while one is away, search engines must not take that for a ban."""
    refused = "\n".join(f"Disallow: {path}" for path in _NO_PAGES)
    text = f"User-agent: *\n{refused}\n\nSitemap: {settings.SITE_URL}{reverse('sitemap')}\n"
    return HttpResponse(
        text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"}
    )


@require_safe
def security(request):
    """Where to report a weakness (RFC 9116)."""
    until = (timezone.now() + _CONTACT_HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {settings.LANGUAGE_CODE}",
        f"Canonical: {settings.SITE_URL}{request.path}",
    )
    text = "\n".join(lines) + "\n"
    return HttpResponse(
        text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "public, max-age=86400"}
    )


def _elements(root: str, each: str, entries: Iterable[tuple[str, datetime | None]]) -> str:
    """The XML of a sitemap or of an index of sitemaps."""
    parts = [_XML, f'<{root} xmlns="{_NAMESPACE}">\n']
    for path, changed in entries:
        date = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        parts.append(f"<{each}><loc>{escape(settings.SITE_URL + iri_to_uri(path))}</loc>{date}</{each}>\n")
    parts.append(f"</{root}>\n")
    return "".join(parts)


def _respond(xml: str, seconds: int) -> HttpResponse:
    return HttpResponse(
        xml,
        content_type="application/xml; charset=utf-8",
        headers={"Cache-Control": f"public, max-age={seconds}", "X-Robots-Tag": "noindex"},
    )
