"""The article or the common request that an address means, for pages and programs."""

from django.db.models import Q
from django.http import Http404

from community.lib.gone import Gone
from community.members.permissions import require, require_staff
from knowledgebase import permissions
from knowledgebase.models import Article, CommonRequest


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


def request_in_hand(person, request_id: int | str) -> CommonRequest:
    """The common request that somebody is about to write for. One query.

    Raises Http404, also for what is no number, and PermissionDenied for who does not work on requests.
    """
    require_staff(person, "propose-articles")
    require(permissions.can_work_on_requests(person))
    number = int(request_id) if str(request_id).isdecimal() and len(str(request_id)) < 19 else 0
    found = CommonRequest.objects.with_all_beside().filter(pk=number, merged_into=None).first()
    if found is None:
        raise Http404("There is no such request, or it is a part of another one.")
    return found
