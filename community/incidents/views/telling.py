"""What staff do about an incident: declare it, say what is known now, attach questions. And "tell me", for members."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.content.sending import once
from community.incidents.attaching import attach
from community.incidents.forms import AttachForm, DeclareForm, UpdateForm
from community.incidents.limits import ATTACHING, DECLARATIONS, FOLLOWS, UPDATES
from community.incidents.models import Incident
from community.incidents.views.status import show
from community.members.limits import limited
from community.members.permissions import member_required, staff_required
from community.notifications.models import Subscription


@require_http_methods(["GET", "HEAD", "POST"])
@limited("incident", *DECLARATIONS)
@staff_required("declare-incidents")
def declare(request):
    """Tell everybody that something is broken."""
    form = DeclareForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("title", "body", "severity", "topics")}
        incident = once(
            request, lambda: Incident.declare(by=request.user, next_update_at=form.next_update_at(), **said)
        )
        messages.success(request, _("Everybody can see it now, on every page."))
        return redirect(incident)
    return render(request, "incidents/declare.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@limited("incident-update", *UPDATES)
@staff_required("declare-incidents")
def add_update(request, slug):
    """Say what is known now."""
    incident = get_object_or_404(Incident.objects.visible_to(request.user), slug=slug)
    form = UpdateForm(request.POST)
    if not form.is_valid():
        return show(request, incident, status=422, update_form=form)
    said = {name: form.cleaned_data[name] for name in ("state", "body")}
    once(request, lambda: incident.update(by=request.user, next_update_at=form.next_update_at(), **said))
    messages.success(request, _("Told to everybody who follows it."))
    return redirect(incident)


@require_POST
@limited("incident-attach", *ATTACHING)
@staff_required("declare-incidents")
def attach_question(request, slug):
    """A question is about this incident: its clock stops, and its asker hears of updates."""
    incident = get_object_or_404(Incident.objects.visible_to(request.user), slug=slug)
    form = AttachForm(request.POST, prefix="attach")
    if not form.is_valid():
        return show(request, incident, status=422, attach_form=form)
    attach(form.cleaned_data["question"], incident, by=request.user)
    messages.success(request, _("Attached. Its promise waits until the incident is over."))
    return redirect(incident)


@require_POST
@limited("follow", *FOLLOWS)
@member_required
def follow(request, slug):
    """Tell me."""
    return _set_following(request, slug, following=True)


@require_POST
@limited("follow", *FOLLOWS)
@member_required
def unfollow(request, slug):
    """Tell me no more."""
    return _set_following(request, slug, following=False)


def _set_following(request, slug, *, following: bool):
    incident = get_object_or_404(Incident.objects.visible_to(request.user), slug=slug)
    if following:
        Subscription.resume(request.user, incident)
    else:
        Subscription.unfollow(request.user, incident)
    if request.htmx:
        return render(request, "incidents/_follow.html", {"incident": incident, "following": following})
    return redirect(incident)
