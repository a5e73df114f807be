"""Follow a question, a topic, a tag, a member, a search; and the opposite of each."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from taggit.models import Tag

from community.catalogue.models import Release, Topic
from community.members.limits import limited
from community.members.models import Member
from community.members.permissions import member_required, require
from community.notifications.models import Subscription
from community.search.models import SavedSearch
from forum import permissions
from forum.limits import FOLLOWS
from forum.views.finding import find_question
from forum.views.reactions import pressed_now

_KINDS = ("", "question", "article")


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def question_follow_set(request, question_id):
    question = find_question(request, question_id)
    return _follow(request, question, question, _("You are told what happens here."))


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def question_follow_remove(request, question_id):
    question = find_question(request, question_id)
    return _unfollow(request, question, question, _("You are no longer told what happens here."))


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def topic_follow_set(request, topic_slug):
    topic = get_object_or_404(Topic, slug=topic_slug)
    return _follow(request, topic, topic, _("You are told of new questions and articles in this topic."))


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def topic_follow_remove(request, topic_slug):
    topic = get_object_or_404(Topic, slug=topic_slug)
    return _unfollow(request, topic, topic, _("You are no longer told of this topic."))


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def release_follow_set(request, product_slug, release_version):
    release = get_object_or_404(Release.objects.at(product_slug, release_version))
    return _follow(request, release, release, _("You are told of known issues of this version."))


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def release_follow_remove(request, product_slug, release_version):
    release = get_object_or_404(Release.objects.at(product_slug, release_version))
    return _unfollow(request, release, release, _("You are no longer told of this version."))


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def tag_follow_set(request, tag_slug):
    tag = get_object_or_404(Tag, slug=tag_slug)
    return _follow(request, tag, f"/tags/{tag.slug}/", _("You are told of new questions with this tag."))


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def tag_follow_remove(request, tag_slug):
    tag = get_object_or_404(Tag, slug=tag_slug)
    return _unfollow(request, tag, f"/tags/{tag.slug}/", _("You are no longer told of this tag."))


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def member_follow_set(request, username):
    member = _find_member(username)
    require(permissions.can_follow_member(request.user, member), _("This is you."))
    sentence = _("You are told what they ask and answer.")
    return _follow(request, member, member, sentence)


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def member_follow_remove(request, username):
    member = _find_member(username)
    return _unfollow(request, member, member, _("You are no longer told what they write."))


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def search_follow_set(request):
    query, kind = _search(request)
    search = SavedSearch.follow(request.user, query=query, kind=kind)
    return _button(request, search, True, search, _("You are told when something new is found with these words."))


@require_POST
@member_required
@limited("follow", *FOLLOWS)
def search_follow_remove(request):
    query, kind = _search(request)
    SavedSearch.unfollow(request.user, query=query, kind=kind)
    search = SavedSearch(member=request.user, query=query, kind=kind)
    back_to = "following" if "list" in request.POST else search
    return _button(request, search, False, back_to, _("This search is no longer followed."))


def _follow(request, followed, back_to, sentence: str):
    Subscription.resume(request.user, followed)
    return _button(request, followed, True, back_to, sentence)


def _unfollow(request, followed, back_to, sentence: str):
    Subscription.unfollow(request.user, followed)
    return _button(request, followed, False, back_to, sentence)


def _button(request, followed, pressed: bool, back_to, sentence: str):
    button = {"action": request.path.removesuffix("remove/"), "pressed": pressed, "key": followed.pk or 0}
    if isinstance(followed, SavedSearch):
        button |= {"key": "search", "said": (("q", followed.query), ("kind", followed.kind))}
    return pressed_now(request, "components/_follow.html", button, back_to, sentence)


def _find_member(username: str) -> Member:
    member = get_object_or_404(Member, username__iexact=username)
    if not member.has_page:
        raise Http404("They have left.")
    return member


def _search(request) -> tuple[str, str]:
    """The words and the kind that were posted; 404 for a kind that there is not."""
    kind = request.POST.get("kind", "")
    if kind not in _KINDS:
        raise Http404("There is no such kind of thing to search for.")
    return " ".join(request.POST.get("q", "").replace("\0", " ").split()), kind
