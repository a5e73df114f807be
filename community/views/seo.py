"""What search engines and researchers ask a site for: the sitemap, robots.txt, security.txt.

The sitemap names every page that may be shown by a search engine (community.lib.indexing has the rule), and no other; each
date is that of the last change of the words on the page, or is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import DateTimeField, F, Max, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from taggit.models import Tag

from community.incidents.models import Incident
from community.lib.indexing import absolute, alternates
from community.lib.public_pages import public_page
from forum import findable
from forum.models import Question
from knowledgebase.models import Article, Section

A_FILE = 50_000  # addresses; what the protocol allows
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
# By address: each language with its address.
Languages = dict[str, tuple[tuple[str, str], ...]]
_CONTACT_HOLDS = timedelta(days=180)
_ONE_OF_EACH = ("home", "kb:index", "incidents:list", "advocates:programme", "advocates:leaderboard", "moderation:log")
# What answers with a redirect or a fragment, and is no page.
_NO_PAGES = ("/answers/", "/flags/", "/questions/*/comments/", "/questions/similar/", "/questions/preview/")


@dataclass(frozen=True)
class Kind:
    """Rows that have a page each. A file holds a range of their ids; `changed` is the path to when a page's words changed.

    Without it their pages have no date: those of a tag or a member are made of others, and change with each of them.
    """

    indexable: Callable[[], QuerySet]
    changed: str = ""
    languages: Callable[[QuerySet], Languages] | None = None

    def files(self) -> list[tuple[int, datetime | None]]:
        """The number of each file, and the last change in it. One query."""
        rows = self.indexable().order_by().annotate(file=F("id") / A_FILE).values("file")
        rows = rows.annotate(newest=self._newest()).order_by("file")
        return list(rows.values_list("file", "newest"))

    def pages(self, file: int) -> list[tuple[str, datetime | None]]:
        """The addresses of a file, with their dates. One query."""
        rows = self._rows(file)
        if not self.changed:
            return [(_address_of(row), None) for row in rows]
        dated = rows.annotate(newest=self._newest()).only("id", "slug")
        return [(_address_of(row), row.newest) for row in dated]

    def pages_in_languages(self, file: int) -> Languages:
        """For the addresses of a file that are the same in several languages: those. One query, none for most kinds."""
        return self.languages(self._rows(file)) if self.languages is not None else {}

    def _rows(self, file: int) -> QuerySet:
        return self.indexable().filter(id__gte=file * A_FILE, id__lt=(file + 1) * A_FILE).order_by("id")

    def _newest(self):
        return Max(self.changed) if self.changed else Max(Value(None, output_field=DateTimeField()))


def _languages_of(articles: QuerySet) -> Languages:
    """The languages of the articles that there are in several. One query."""
    original = Coalesce("translation_of_id", "id")
    here = articles.annotate(original=original).order_by().values("original")
    rows = (
        Article.objects.indexable()
        .annotate(original=original)
        .filter(original__in=here)
        .order_by("original", F("translation_of_id").asc(nulls_first=True), "language")
        .values_list("original", "language", "slug")
    )
    groups: dict[int, list[tuple[str, str]]] = {}
    for number, language, slug in rows:
        groups.setdefault(number, []).append((language, reverse("kb:article-detail", args=[slug])))
    return {path: alternates(pages) for pages in groups.values() if len(pages) > 1 for _language, path in pages}


KINDS = {
    "questions": Kind(Question.objects.indexable, "modified_at"),
    "articles": Kind(Article.objects.indexable, "current__reviewed_at", _languages_of),
    "incidents": Kind(lambda: Incident.objects.visible_to(None), "updates__at"),
    "topics": Kind(findable.topics),
    "releases": Kind(findable.releases),
    "tags": Kind(findable.tags),
    "sections": Kind(Section.objects.indexable),
    "members": Kind(findable.members),
}


@require_safe
@public_page("lists", "articles")
def sitemap_index(request):
    """The files of the sitemap, each with the date of its last change. A query for each kind of page."""
    files: list[tuple[str, datetime | None]] = [(reverse("sitemap-pages"), None)]
    for name, kind in KINDS.items():
        files += [(reverse("sitemap-file", args=[name, number]), changed) for number, changed in kind.files()]
    return _respond(_elements("sitemapindex", "sitemap", files))


@require_safe
@public_page("lists", "articles")
def sitemap_file(request, kind, number):
    """One range of one kind of page. One query, two for what there is in several languages."""
    if kind not in KINDS:
        raise Http404("There is no such part of the sitemap.")
    pages = KINDS[kind].pages(number)
    if not pages:
        raise Http404("There is no such part of the sitemap.")
    return _respond(_elements("urlset", "url", pages, KINDS[kind].pages_in_languages(number)))


@require_safe
@public_page("lists")
def sitemap_pages(request):
    """Pages that there is one of. They have no date: each changes with every row that it lists. One query."""
    names = list(_ONE_OF_EACH)
    if Question.objects.visible_to(None).filter(duplicate_of=None).exists():
        names.append("forum:question-list")
    return _respond(_elements("urlset", "url", [(reverse(name), None) for name in names]))


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


def _elements(
    root: str, each: str, entries: Iterable[tuple[str, datetime | None]], languages: Languages | None = None
) -> str:
    """The XML of a sitemap or of an index of sitemaps; `languages` are named beside each address that has them."""
    links = f' xmlns:xhtml="{_XHTML}"' if languages else ""
    parts = [_XML, f'<{root} xmlns="{_NAMESPACE}"{links}>\n']
    for path, changed in entries:
        date = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href="{escape(absolute(other))}"/>'
            for language, other in (languages or {}).get(path, ())
        )
        parts.append(f"<{each}><loc>{escape(absolute(path))}</loc>{date}{others}</{each}>\n")
    parts.append(f"</{root}>\n")
    return "".join(parts)


def _address_of(row) -> str:
    return f"/tags/{row.slug}/" if isinstance(row, Tag) else row.get_absolute_url()


def _respond(xml: str) -> HttpResponse:
    return HttpResponse(xml, content_type="application/xml; charset=utf-8")
