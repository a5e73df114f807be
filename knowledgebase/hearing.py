"""What readers said of articles, for who looks after them."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from community.members.limits import network_of
from knowledgebase.models import Article, HelpfulVote
from knowledgebase.models.reader import reader_key

ORDER = ("-at", "-id")
ASKED_SHOWN = 20


def words_of(person):
    """Why articles in sight of `person` did not help, with article and who settled it. Who may look is asked elsewhere."""
    in_sight = HelpfulVote.objects.explained().filter(article__in=Article.objects.visible_to(person))
    return in_sight.select_related("article", "article__topic", "settled_by")


def by_reason(words: QuerySet) -> dict[str, int]:
    """How many said what. One query."""
    return dict(words.order_by().values_list("reason").annotate(Count("id")))


def asked_after(article: Article, person) -> dict:
    """The questions that were asked after reading it, as `person` may see them: how many, and the newest. Two queries."""
    asked = article.questions_after.visible_to(person)  # the forum keeps them
    return {"count": asked.count(), "newest": list(asked.order_by("-created_at", "-id")[:ASKED_SHOWN])}


def who_reads(request) -> dict[str, Any]:
    """The reader of a request, as the verbs of an article take them: by account, else by network, browser and day."""
    network, browser = network_of(request.META.get("REMOTE_ADDR", "")), request.headers.get("User-Agent", "")
    reader = reader_key(request.user, network, browser, timezone.now().date())
    return {"reader": reader, "member": request.user if request.user.is_authenticated else None}
