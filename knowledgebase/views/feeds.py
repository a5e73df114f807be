"""Atom feeds of articles that everybody may read: all of them, and those of a section."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.lib.feeds import Feed
from community.lib.public_pages import public_page
from knowledgebase.models import Article, Section

ENTRIES = 30


@require_safe
@public_page("articles")
def newest(request):
    """One query."""
    return _of_articles(request, _("New articles"), reverse("kb:index"), Article.objects.all())


@require_safe
@public_page("articles")
def of_section(request, section_slug):
    """Two queries."""
    section = get_object_or_404(Section, slug=section_slug)
    title = _("New articles: %s") % section.name
    return _of_articles(request, title, section.get_absolute_url(), Article.objects.filter(section=section))


def _of_articles(request, title: str, page: str, articles):
    """A feed of what is published for everybody, newest first, in the languages in which it was written first."""
    feed = Feed(request, title=title, page=page)
    for article in articles.indexable().shelved_for(None).with_words().newest_first()[:ENTRIES]:
        feed.add(
            number=f"/kb/{article.pk}/",
            title=article.title,
            address=article.get_absolute_url(),
            html=article.current.whole_html,
            author=article.current.author,
            at=article.published_at,
            changed_at=article.updated_at,
            language=article.language,
            categories=[article.section.name],
        )
    return feed.respond()
