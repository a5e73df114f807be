"""Common requests: the editors' work list, one of them, and what customers see is coming."""

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.catalogue.models import Topic
from community.lib.pagination import paginate
from community.lib.public_pages import public_page
from community.members.limits import limited
from community.members.permissions import require, staff_required
from knowledgebase import permissions
from knowledgebase.limits import REQUESTS
from knowledgebase.models import CommonRequest, Ticket
from knowledgebase.requests.drafts import draft_for, written_already
from knowledgebase.requests.examples import examples_of
from knowledgebase.requests.forms import ArticleForm, AssignmentForm, RefusalForm, TitleForm
from knowledgebase.requests.history import history_of

WORTH = ("-savings", "-volume", "-id")
COMING = 30
# What needs somebody: the list without a filter.
OPEN = (CommonRequest.State.GAP, CommonRequest.State.DRAFTED, CommonRequest.State.STALE)


@require_safe
@public_page("requests", "articles")
def index(request):
    """Staff who write: the work list. Everybody else: what is coming, in public words and round numbers."""
    if permissions.can_work_on_requests(request.user):
        return _work_list(request)
    coming = CommonRequest.objects.for_readers().select_related("topic").order_by("-public_volume", "-id")[:COMING]
    return render(request, "kb/requests_coming.html", {"coming": coming})


@staff_required("propose-articles")
def _work_list(request):
    """Most worth first; by state, owner and topic. Three queries and those of the page's frame."""
    chosen = {name: request.GET.get(name, "") for name in ("state", "owner", "topic")}
    page = paginate(_filtered(request, chosen), request.GET.get("after", ""), order=WORTH)
    address = urlencode({name: value for name, value in chosen.items() if value})
    return render(
        request,
        "kb/requests.html",
        {
            "page": page,
            "chosen": chosen,
            "states": CommonRequest.State.choices,
            "topics": Topic.objects.filter(common_requests__merged_into=None).distinct().order_by("name"),
            "is_filtered": bool(address),
            "weeks": settings.MINING_WEEKS,
            "base": f"?{address}&" if address else "?",
            "first": f"?{address}" if address else request.path,
        },
    )


@require_safe
@staff_required("propose-articles")
def detail(request, request_id):
    """One request: examples, trend, what answers it, what was decided. One that was merged leads to the one that stays."""
    found = _of_staff(request, request_id)
    if found.is_merged:
        return redirect("kb:request-detail", found.merged_into_id)
    return _shown(request, found)


@require_POST
@staff_required("propose-articles")
@limited("request", *REQUESTS)
def assign(request, request_id):
    """Take it, or give it to somebody, by a day."""
    found = _of_staff(request, request_id)
    form = AssignmentForm(request.user, request.POST)
    if not form.is_valid():
        return _shown(request, found, assignment=form)
    said = form.cleaned_data
    verb = partial(found.assign, owner=said["owner"], due_on=said["due_on"], by=request.user)
    return _decide(request, found, verb, _("It is in good hands."), assignment=form)


@require_POST
@staff_required("propose-articles")
@limited("request", *REQUESTS)
def unassign(request, request_id):
    """Give it back."""
    found = _of_staff(request, request_id)
    return _decide(request, found, partial(found.unassign, by=request.user), _("Nobody has it now."))


@require_POST
@staff_required("propose-articles")
@limited("request", *REQUESTS)
def decline(request, request_id):
    """It is not for us."""
    found = _of_staff(request, request_id)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, refusal=form)
    verb = partial(found.decline, reason=form.cleaned_data["reason"], by=request.user)
    return _decide(request, found, verb, _("Noted: it is not for us."), refusal=form)


@require_POST
@staff_required("propose-articles")
@limited("request", *REQUESTS)
def take_up(request, request_id):
    """It is for us after all."""
    found = _of_staff(request, request_id)
    return _decide(request, found, partial(found.take_up, by=request.user), _("It stands in the list again."))


@require_POST
@staff_required("propose-articles")
@limited("request", *REQUESTS)
def link(request, request_id):
    """Say which article answers it."""
    found = _of_staff(request, request_id)
    form = ArticleForm(request.user, request.POST)
    if not form.is_valid():
        return _shown(request, found, article_form=form)
    verb = partial(found.link, form.cleaned_data["article"], by=request.user)
    return _decide(
        request, found, verb, _("Linked. Whether people still ask is counted from now on."), article_form=form
    )


@require_POST
@staff_required("propose-articles")
@limited("request", *REQUESTS)
def draft(request, request_id):
    """Write a draft out of the questions in which it was solved, and go on writing there."""
    found = _of_staff(request, request_id)
    require(permissions.can_draft(request.user, found.topic_id))
    try:
        article = draft_for(found, by=request.user, anyway="anyway" in request.POST)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(found)
    messages.success(request, _("A draft, in customers' words. Each sentence names its source below: shape it."))
    return redirect("kb:article-edit", article.slug)


@require_POST
@staff_required("propose-articles")
@limited("request", *REQUESTS)
def unlink(request, request_id):
    """Its article does not answer it."""
    found = _of_staff(request, request_id)
    return _decide(
        request, found, partial(found.unlink, by=request.user), _("Unlinked. That article is not found for it again.")
    )


@require_POST
@staff_required("propose-articles")
@limited("request", *REQUESTS)
def entitle(request, request_id):
    """Call it something that customers may read."""
    found = _of_staff(request, request_id)
    form = TitleForm(request.POST, initial={"title": found.title})
    if not form.is_valid():
        return _shown(request, found, title_form=form)
    verb = partial(found.entitle, form.cleaned_data["title"], by=request.user)
    return _decide(request, found, verb, _("It has a new title."), title_form=form)


@require_safe
@staff_required()
def ticket(request, ticket_id):
    """A ticket, as the help desk had it. For staff."""
    found = get_object_or_404(Ticket.objects.visible_to(request.user).select_related("topic", "member"), pk=ticket_id)
    return render(request, "kb/ticket.html", {"ticket": found})


def _filtered(request, chosen: dict[str, str]) -> QuerySet[CommonRequest]:
    requests = CommonRequest.objects.asked_for().with_all_beside()
    state, owner, topic = chosen["state"], chosen["owner"], chosen["topic"]
    if state and state not in CommonRequest.State.values:
        raise Http404("There is no such state.")
    requests = requests.filter(state=state) if state else requests.filter(state__in=OPEN)
    if owner == "me":
        requests = requests.filter(owner=request.user)
    elif owner == "nobody":
        requests = requests.filter(owner=None)
    elif owner:
        raise Http404("Owners are me and nobody.")
    return requests.filter(topic__slug=topic) if topic else requests


def _of_staff(request, request_id: int) -> CommonRequest:
    return get_object_or_404(CommonRequest.objects.with_all_beside(), pk=request_id)


def _shown(request, found: CommonRequest, **forms):
    """The page of a request, with a form that was wrong in place of an empty one."""
    blank = {
        "assignment": AssignmentForm(request.user, initial={"owner": found.owner.username, "due_on": found.due_on})
        if found.owner
        else AssignmentForm(request.user),
        "refusal": RefusalForm(),
        "article_form": ArticleForm(request.user),
        "title_form": TitleForm(initial={"title": found.title}),
    }
    context = {
        "common": found,
        "examples": examples_of(found, request.user),
        "history": history_of(found),
        "written": [] if found.article else written_already(found, request.user),
        "merged": CommonRequest.objects.filter(merged_into=found).order_by("pk")[:20],
    }
    context |= blank | forms | {"open_forms": forms.values()}
    return render(request, "kb/request_detail.html", context, status=422 if forms else 200)


def _decide(request, found: CommonRequest, verb: Callable[[], None], sentence: str, **forms):
    """Do what was decided, say so, and go back to the request; a form that asked for what cannot be says why."""
    try:
        verb()
    except ValidationError as error:
        for form in forms.values():
            form.add_error(None, error)
            return _shown(request, found, **forms)
        messages.error(request, " ".join(error.messages))
        return redirect(found)
    messages.success(request, sentence)
    return redirect(found)
