"""Drafts: kept while somebody types, found again, thrown away."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from community.content import drafting, places
from community.content.limits import DRAFTS
from community.content.models import Draft
from community.members.limits import limited
from community.members.permissions import member_required


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def drafts(request):
    """What the member has not sent yet; POST keeps a form as it is being typed."""
    return _keep(request) if request.method == "POST" else _unfinished(request)


@require_POST
@never_cache
@member_required
@limited("draft", *DRAFTS)
def remove(request):
    """Throw a draft away, and go back to its form, or to the list that it was thrown away from."""
    request.handles_drafts = True
    place = places.find(request.POST.get(drafting.PLACE, ""))
    if place is not None:
        Draft.discard(by=request.user, place=place.name)
        request.sent_draft = place.name
    return redirect("drafts" if place is None or "list" in request.POST else place.address)


@require_POST
@never_cache
@member_required
@limited("draft", *DRAFTS)
def take_other(request):
    """Put into the form what another window had typed, and keep what stood there in its stead."""
    request.handles_drafts = True
    place = places.find(request.POST.get(drafting.PLACE, ""))
    if place is None:
        return redirect("drafts")
    Draft.take_other(by=request.user, place=place.name)
    return redirect(place.address)


@member_required
def _unfinished(request):
    mine = Draft.objects.of(request.user).newest_first()
    return render(request, "content/drafts.html", {"drafts": [draft for draft in mine if draft.found_at]})


def _keep(request):
    """204. Whoever is no longer signed in hears it by 401: the browser has the words, and no page is asked for."""
    request.handles_drafts = True
    if not request.user.is_authenticated:
        return HttpResponse(_("Sign in, and what you typed is kept here again."), status=401)
    return _keep_for_member(request)


@limited("draft", *DRAFTS)
def _keep_for_member(request):
    try:
        draft = drafting.keep_posted(request.POST, by=request.user)
    except ValidationError as error:
        return HttpResponse(" ".join(error.messages), status=422)
    other = {"Draft-Other": "1"} if draft is not None and draft.other else {}
    return HttpResponse(status=204, headers=other)
