"""Pages for readers: the shelves, an article, its history."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Prefetch, Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from community.content.audiences import audience_scope
from community.content.cards import Card, serve, site_picture
from community.lib.diff import compare
from community.lib.indexing import alternates, list_page
from community.lib.pagination import paginate
from community.lib.public_pages import public_page
from knowledgebase import permissions, related, structured
from knowledgebase.credit import credit_of
from knowledgebase.finding import find_article
from knowledgebase.forms import ReaderAnswerForm
from knowledgebase.languages import in_its_own_words
from knowledgebase.models import Article, Revision, Section
from knowledgebase.models.article import shelf_scope
from knowledgebase.readings import Reading

ON_A_SHELF = 5
CONTENTS_FROM = 2  # headings; a table of contents of one line helps nobody


@require_safe
@public_page("articles")
def index(request):
    """The shelves with what helps most on each, what is new, what helps most of all. Four queries."""
    shown = Article.objects.visible_to(request.user).published().shelved_for(request.user).with_words()
    on_shelf = Q(articles__status=Article.Status.PUBLISHED, articles__hidden_at=None)
    on_shelf &= audience_scope(request.user, "articles__") & shelf_scope(request.user, "articles__")
    sections = (
        Section.objects.annotate(count=Count("articles", on_shelf))
        .filter(count__gt=0)
        .prefetch_related(Prefetch("articles", shown.most_helpful_first()[:ON_A_SHELF], to_attr="best"))
    )
    description = _("Answers that worked, written down in the words of the customers who found them.")
    list_page(request, reverse("kb:index"), title=_("Knowledge base"), description=description, picture=site_picture())
    return render(
        request,
        "kb/index.html",
        {
            "sections": sections,
            "newest": shown.newest_first()[:5],
            "most_helpful": shown.filter(helpful_count__gt=0).most_helpful_first()[:5],
            "may_draft": permissions.can_draft(request.user),
            "may_work_on_requests": permissions.can_work_on_requests(request.user),
            "may_see_work": permissions.can_see_work(request.user),
        },
    )


@require_safe
@public_page("articles")
def section(request, section_slug):
    """One shelf, newest first. Two queries."""
    found = get_object_or_404(Section, slug=section_slug)
    shown = Article.objects.visible_to(request.user).published().shelved_for(request.user).filter(section=found)
    shown = shown.with_words()
    after = request.GET.get("after", "")
    page = paginate(shown, after, order=("-published_at", "-id"))
    list_page(
        request,
        found.get_absolute_url(),
        title=found.name,
        description=found.description,
        face={"after": after},
        may_show=bool(page.rows),
        picture=site_picture(),
        data=(structured.shelf(found),),
    )
    return render(
        request,
        "kb/section.html",
        {
            "section": found,
            "page": page,
            "may_draft": permissions.can_draft(request.user),
        },
    )


@require_safe
@public_page("article:{slug}", "lists")
def article_detail(request, slug):
    """One article, in its own language for who is signed out; a former address leads to it in one step."""
    article = find_article(request.user, slug)
    if article.slug != slug:
        return HttpResponsePermanentRedirect(article.get_absolute_url(), headers={"Cache-Control": "max-age=600"})
    language = article.language if not request.user.is_authenticated else request.user.language
    with override(language):
        return render(request, "kb/article_detail.html", _article_context(request, article))


@require_safe
def article_image(request, slug, version):
    """The picture of an article that everybody may read, for where its address is shared. One query."""
    article = find_article(AnonymousUser(), slug)
    if not article.is_indexable:
        raise Http404("It is not for everybody.")
    address = article.get_absolute_url()
    with override(article.language):
        return serve(request, card_of(article), of=f"article-{article.pk}", base=address, version=version)


def card_of(article: Article) -> Card:
    """What the picture of an article says, in the article's language."""
    return Card(article.title, "lit", _("Knowledge base"), article.section.name)


@require_safe
@public_page("article:{slug}")
def history(request, slug):
    """Every revision that readers have seen, and what changed between two of them; editors see the others too."""
    article = find_article(request.user, slug)
    may_edit = permissions.can_edit(request.user, article)
    revisions = article.revisions.newest_first().select_related("author", "reviewed_by")
    if not may_edit:
        revisions = revisions.approved()
    rows = list(revisions)
    newer, older = _chosen(request, rows)
    return render(
        request,
        "kb/article_history.html",
        {
            "article": article,
            "rows": rows,
            "newer": newer,
            "older": older,
            "changes": changes_between(older, newer) if newer and older else [],
        },
    )


def changes_between(older: Revision | None, newer: Revision) -> list[dict]:
    """Which parts of an article differ between two revisions, with their lines; without an older one, all is new."""
    parts = (
        (Revision._meta.get_field(name).verbose_name, compare(getattr(older, name, ""), getattr(newer, name)))
        for name in ("title", "summary", "steps", "body")
    )
    return [{"name": name, "lines": lines} for name, lines in parts if lines]


def _article_context(request, article: Article) -> dict:
    words = article.current or article.newest_revision()
    words.article = article  # which it would read again
    credit = credit_of(words, request.user)
    person = request.user
    reading = Reading.of(request, words)
    asking = article.open_asking if article.is_published else None
    asking = asking if asking is not None and asking.is_open else None
    languages = article.in_other_languages(person) if article.is_published else []
    _list(request, article, credit, languages, reading)
    return {
        "reading": reading,
        "languages": [(each, in_its_own_words(each.language)) for each in languages] if len(languages) > 1 else [],
        "original": next((each for each in languages if not each.is_translation), None),
        "article": article,
        "words": words,
        "contents": words.headings if len(words.headings) >= CONTENTS_FROM and not reading.is_short else [],
        "credit": credit,
        "related": related.questions_like(article, credit) if article.is_published else [],
        "asking": asking,
        "form": ReaderAnswerForm(asking) if asking else None,
        "may_edit": permissions.can_edit(person, article),
        "may_review": permissions.can_review(person, article),
    }


def _list(request, article: Article, credit, languages: list[Article], reading: Reading) -> None:
    """Say how search engines may list an article."""
    is_found = article.is_indexable
    found = [each for each in languages if each.is_indexable]
    picture = card_of(article).picture(article.get_absolute_url())
    list_page(
        request,
        article.get_absolute_url(),
        title=article.title if is_found else "",
        description=article.excerpt(),
        kind="article",
        face=reading.face,
        may_show=is_found,
        picture=picture if is_found else None,
        data=structured.article_data(article, credit, picture, found, reading.videos.values()) if is_found else (),
        languages=alternates((each.language, each.get_absolute_url()) for each in found),
    )


def _chosen(request, rows: list[Revision]) -> tuple[Revision | None, Revision | None]:
    """The two revisions to compare: those in the address, else the two newest. Raises Http404 for a number that is none."""
    if not rows:
        return None, None
    by_number = {str(row.number): row for row in rows}
    newer = by_number.get(request.GET.get("to", str(rows[0].number)))
    if newer is None:
        raise Http404("There is no such revision.")
    before = [row for row in rows if row.number < newer.number]
    older = by_number.get(request.GET["from"]) if "from" in request.GET else (before[0] if before else None)
    if "from" in request.GET and older is None:
        raise Http404("There is no such revision.")
    return newer, older
