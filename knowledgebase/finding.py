"""The article that an address means, for pages and programs."""

from django.db.models import Q
from django.http import Http404

from community.lib.gone import Gone
from knowledgebase.models import Article


def find_article(person, slug: str) -> Article:
    """The article that has or had this address, if `person` may know of it. One query, two for a former address.

    Raises Http404; Gone for one that everybody could read before it was hidden or archived.
    """
    article = article_at(person, slug)
    if article is None and Article.objects.was_public().filter(Q(slug=slug) | Q(slugs__slug=slug)).exists():
        raise Gone("It was taken away.")
    if article is None:
        raise Http404("There is no such article, or it is not for you.")
    return article


def article_at(person, slug: str) -> Article | None:
    """The same, or None. One query, two for a former address."""
    articles = Article.objects.visible_to(person).with_words().with_asking().with_languages(person)
    return articles.filter(slug=slug).first() or articles.filter(slugs__slug=slug).first()
