"""Lists of questions: all, of a topic, of a tag. Each is a page for readers, and pages by key."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from community.catalogue.models import Topic
from community.lib.pagination import paginate
from community.lib.public_pages import public_page
from community.notifications.models import Subscription
from forum.experts import most_helpful
from forum.models import Question
from forum.similar import articles_about

NEWEST = ("-created_at", "-id")


@dataclass(frozen=True)
class Tab:
    """A face of the list: what it holds and in which order."""

    name: str
    label: Any  # a string that is translated when it is shown
    order: tuple[str, ...] = NEWEST
    scope: str = ""

    def of(self, questions):
        return getattr(questions, self.scope)() if self.scope else questions.filter(duplicate_of=None)


TABS = {
    tab.name: tab
    for tab in (
        Tab("newest", _("Newest")),
        Tab("unanswered", _("Unanswered"), scope="waiting_for_help"),
        Tab("solved", _("Solved"), ("-solved_at", "-id"), scope="solved"),
        Tab("votes", _("Most useful"), ("-vote_count", "-id")),
    )
}


@require_safe
@public_page("lists")
def question_list(request):
    """All questions; `?topic=` and `?tag=` narrow it, which is also what the pages of topics and tags show."""
    topic = get_object_or_404(Topic, slug=request.GET["topic"]) if request.GET.get("topic") else None
    tag = get_object_or_404(Tag, slug=request.GET["tag"]) if request.GET.get("tag") else None
    context = _rows(request, topic=topic, tag=tag)
    context |= {"topic": topic, "tag": tag, "topics": Topic.objects.open_for_questions()}
    return render(request, "forum/question_list.html", context)


@require_safe
@public_page("lists")
def topic(request, topic_slug):
    topic = get_object_or_404(Topic, slug=topic_slug)
    context = _rows(request, topic=topic) | {
        "topic": topic,
        "experts": most_helpful(topic=topic),
        "articles": articles_about(request.user, topic=topic),
        "follows": Subscription.is_following(request.user, topic),
        "follow_url": f"/topics/{topic.slug}/follow/",
    }
    return render(request, "forum/topic.html", context)


@require_safe
@public_page("lists")
def tag(request, tag_slug):
    tag = get_object_or_404(Tag, slug=tag_slug)
    context = _rows(request, tag=tag) | {
        "tag": tag,
        "experts": most_helpful(tag=tag),
        "articles": articles_about(request.user, tag=tag.name),
    }
    return render(request, "forum/tag.html", context)


def _rows(request, *, topic: Topic | None = None, tag: Tag | None = None) -> dict:
    """One page of one tab, and the links to the others. One query; 404 for a tab that there is not."""
    tab = TABS.get(request.GET.get("tab", "newest"))
    if tab is None:
        raise Http404("There is no such list.")
    questions = Question.objects.visible_to(request.user)
    if topic is not None:
        questions = questions.filter(topic=topic)
    if tag is not None:
        questions = questions.filter(tags=tag)
    page = paginate(tab.of(questions).for_rows(), request.GET.get("after", ""), order=tab.order)
    kept = {name: request.GET[name] for name in ("topic", "tag") if request.GET.get(name)}
    first = _address(request.path, kept | ({} if tab.name == "newest" else {"tab": tab.name}))
    return {
        "tab": tab.name,
        "tabs": [
            {
                "label": each.label,
                "url": _address(request.path, kept | ({} if each.name == "newest" else {"tab": each.name})),
                "current": each is tab,
            }
            for each in TABS.values()
        ],
        "page": page,
        "first": first,
        "base": first + ("&" if "?" in first else "?"),
        # The one face of the list that a search engine may show.
        "is_plain": page.is_first and tab.name == "newest" and not kept,
        "address": settings.SITE_URL + (first if page.is_first else request.get_full_path()),
    }


def _address(path: str, query: dict) -> str:
    return f"{path}?{urlencode(query)}" if query else path
