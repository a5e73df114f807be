"""While somebody types `[[chan`: which article they may mean."""

from functools import reduce
from operator import and_

from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.http import require_safe

from community.members.limits import limited
from community.members.permissions import member_required
from knowledgebase.models import Article

_AT_MOST = 6
_WORDS = 6


@require_safe
@member_required
@limited("mentions", "120/m")
def titles(request):
    """`{"articles": [[address, title], …]}`, most helpful first: everybody may read them, all words are in the title."""
    words = request.GET.get("q", "").replace("\0", "")[:60].split()[:_WORDS]
    found: list[Article] = []
    if words:
        has_all = reduce(and_, (Q(title__icontains=word) for word in words))
        articles = Article.objects.indexable().shelved_for(request.user).filter(has_all)
        found = list(articles.only("slug", "title").most_helpful_first()[:_AT_MOST])
    response = JsonResponse({"articles": [[article.get_absolute_url(), article.title] for article in found]})
    response["Cache-Control"] = "private, max-age=60"
    return response
