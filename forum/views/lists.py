"""Lists of questions: all, of a topic, of a tag, of a release. Each is a page for readers, and pages by key."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from taggit.models import Tag

from community.catalogue.models import Release, Topic
from community.content.cards import site_picture
from community.incidents.models import Incident
from community.lib import linked_data
from community.lib.indexing import list_page
from community.lib.pagination import paginate
from community.lib.public_pages import public_page
from community.notifications.models import Subscription
from forum.asking.privately import acknowledgements
from forum.asking.similar import articles_about
from forum.experts import most_helpful
from forum.findable import is_tag_shown
from forum.models import Question

NEWEST = ("-created_at", "-id")
OTHER_RELEASES = 8


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
        Tab("discussions", _("Discussions"), scope="talk"),
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
    _list(request, context, **_own_page(topic, tag))
    context |= {"topic": topic, "tag": tag, "topics": Topic.objects.open_for_questions()}
    return render(request, "forum/question_list.html", context)


@require_safe
@public_page("lists")
def topic(request, topic_slug):
    topic = get_object_or_404(Topic, slug=topic_slug)
    context = _rows(request, topic=topic)
    crumbs = linked_data.breadcrumbs(*_crumbs((topic.name, topic.get_absolute_url())))
    _list(request, context, topic.get_absolute_url(), title=topic.name, description=topic.description, data=(crumbs,))
    context |= {
        "topic": topic,
        "experts": most_helpful(topic=topic),
        "articles": articles_about(request.user, topic=topic),
        "acknowledgements": acknowledgements(topic),
        "follows": Subscription.is_following(request.user, topic),
        "follow_url": f"/topics/{topic.slug}/follow/",
    }
    return render(request, "forum/topic.html", context)


@require_safe
@public_page("lists")
def tag(request, tag_slug):
    tag = get_object_or_404(Tag, slug=tag_slug)
    context = _rows(request, tag=tag)
    path = f"/tags/{tag.slug}/"
    crumbs = linked_data.breadcrumbs(*_crumbs((tag.name, path)))
    description = _("Questions about %s, and what helped.") % tag.name
    _list(request, context, path, title=tag.name, description=description, data=(crumbs,), may_show=is_tag_shown(tag))
    context |= {
        "tag": tag,
        "experts": most_helpful(tag=tag),
        "articles": articles_about(request.user, tag=tag.name),
        "follows": Subscription.is_following(request.user, tag),
        "follow_url": f"{path}follow/",
    }
    return render(request, "forum/tag.html", context)


@require_safe
@public_page("lists")
def release(request, product_slug, release_version):
    """What is known not to work in a version, then all that was asked about it."""
    release = get_object_or_404(Release.objects.at(product_slug, release_version))
    context = _rows(request, release=release)
    path = release.get_absolute_url()
    crumbs = linked_data.breadcrumbs(*_crumbs((str(release), path)))
    description = _("Known issues of %s, what customers asked about it, and what helped.") % release
    _list(request, context, path, title=str(release), description=description, data=(crumbs,))
    is_first = not any(context["face"].values())
    context |= {
        "release": release,
        "known_issues": Question.objects.visible_to(request.user).known_issues_of(release).for_rows()
        if is_first
        else (),
        "incidents": Incident.objects.visible_to(request.user).open().filter(releases=release).newest_first(),
        "others": release.product.releases.select_related("product")
        .newest_first()
        .exclude(pk=release.pk)[:OTHER_RELEASES],
        "articles": articles_about(request.user, release=release),
        "follows": Subscription.is_following(request.user, release),
        "follow_url": f"{path}follow/",
    }
    return render(request, "forum/release.html", context)


def _own_page(topic: Topic | None, tag: Tag | None) -> dict[str, Any]:
    """Where a narrowed list has a page of its own, that is where it is found; narrowed twice, it is a face of all questions."""
    if topic is not None and tag is None:
        return {"path": topic.get_absolute_url(), "title": topic.name}
    if tag is not None and topic is None:
        return {"path": f"/tags/{tag.slug}/", "title": tag.name, "may_show": is_tag_shown(tag)}
    more = {"topic": topic.slug, "tag": tag.slug} if topic is not None and tag is not None else {}
    description = _("What customers ask each other, and what helped.")
    return {"path": "/questions/", "title": _("Questions"), "description": description, "more": more}


def _list(
    request, context: dict, path: str, *, title, may_show: bool = True, more: dict | None = None, **facts
) -> None:
    """Say how search engines may list the list that `context` shows: its first page, unless it is empty."""
    has_rows = bool(context["page"].rows)
    face = (more or {}) | context["face"]
    list_page(request, path, title=title, face=face, may_show=may_show and has_rows, picture=site_picture(), **facts)


def _crumbs(*last: tuple[str, str]) -> list[tuple[str, str]]:
    return [(str(name), settings.SITE_URL + path) for name, path in ((_("Questions"), "/questions/"), *last)]


def _rows(request, *, topic: Topic | None = None, tag: Tag | None = None, release: Release | None = None) -> dict:
    """One page of one tab, and the links to the others. One query; 404 for a tab that there is not."""
    tab = TABS.get(request.GET.get("tab", "newest"))
    if tab is None:
        raise Http404("There is no such list.")
    questions = Question.objects.visible_to(request.user)
    if topic is not None:
        questions = questions.filter(topic=topic)
    if tag is not None:
        questions = questions.filter(tags=tag)
    if release is not None:
        questions = questions.filter(release=release)
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
        "face": {"tab": "" if tab.name == "newest" else tab.name, "after": request.GET.get("after", "")},
    }


def _address(path: str, query: dict) -> str:
    return f"{path}?{urlencode(query)}" if query else path
