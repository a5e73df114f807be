"""Stable links inside a product, and the editors' page about them."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.members.limits import Rate, TooMany, count, limited, network_of
from community.members.permissions import member_required, require
from knowledgebase import leading, permissions
from knowledgebase.forms import PinForm
from knowledgebase.limits import GOING, PINNING
from knowledgebase.models import GoCount, GoLink

SHOWN_FOR = timedelta(days=90)
ROWS = 50


@require_safe
def go(request):
    """Lead to the best article for `?product=&version=&topic=&locale=`, else to a search for the words.

    Only ever to a page of this site. Without a cookie, and never cached: each is counted, without whoever followed it. A
    HEAD, with which a program looks where a link leads, is not counted. At most eleven queries.
    """
    wanted = leading.Wanted.read(request.GET)
    article = leading.article_for(wanted)
    if request.method == "GET" and wanted.is_something and _may_count(request):
        leading.note(wanted, article)
    response = HttpResponseRedirect(article.get_absolute_url() if article else leading.instead(wanted))
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("pin", *PINNING)
def links(request):
    """What is pinned, which links were followed and which led nowhere; POST pins one. Five queries."""
    require(permissions.can_draft(request.user), _("Only editors see where links lead."))
    may_pin = permissions.can_pin(request.user)
    begun = {name: request.GET.get(name, "")[:80] for name in ("topic", "product", "since", "language")}
    form = PinForm(request.user, request.POST or None, initial=begun)
    if request.method == "POST":
        require(may_pin, _("Who reviews articles pins them."))
        if form.is_valid() and _pin(request, form):
            messages.success(request, _("Pinned. Links for it lead there from now on."))
            return redirect("kb:links")
    counts = GoCount.objects.filter(day__gt=timezone.now().date() - SHOWN_FOR)
    return render(
        request,
        "kb/links.html",
        {
            "form": form,
            "may_pin": may_pin,
            "pins": [(pin, permissions.can_pin(request.user, pin.article)) for pin in GoLink.objects.in_order()],
            "missed": counts.missed().summed()[:ROWS],
            "used": counts.used().summed("article__title", "article__slug")[:ROWS],
            "days": SHOWN_FOR.days,
        },
        status=422 if form.errors else 200,
    )


@require_POST
@member_required
@limited("pin", *PINNING)
def remove_link(request, link_id):
    """Take a pin away."""
    link = get_object_or_404(GoLink.objects.select_related("article"), pk=link_id)
    require(permissions.can_pin(request.user, link.article), _("Who reviews articles pins them."))
    link.unpin(by=request.user)
    messages.success(request, _("Unpinned. The best article that fits is found by itself again."))
    return redirect("kb:links")


def _pin(request, form: PinForm) -> GoLink | None:
    """The link; None, with the error in the form, where it cannot be."""
    said = dict(form.cleaned_data)
    require(permissions.can_pin(request.user, said["article"]), _("You may not pin articles about this topic."))
    try:
        return GoLink.pin(said.pop("article"), by=request.user, **said)
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _may_count(request) -> bool:
    """A network counts so often a minute; beyond that it is led all the same."""
    try:
        network = network_of(request.META.get("REMOTE_ADDR", ""))
        count("go", f"address:{network}", [Rate.parse(rate) for rate in GOING])
    except TooMany:
        return False
    return True
