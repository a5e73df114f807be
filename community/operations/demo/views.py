"""Pages that only the demo has: be somebody else, and read every mail."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from community.lib.pagination import paginate
from community.members.models import Member
from community.notifications.models import Mail
from community.operations.demo.personas import personas

# The mail of a stranger in a frame: it may look as it likes, run nothing, fetch nothing, and lead somewhere by a click.
_FRAME = "allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox"
# The pictures of a mail are ours, at the address that mails name; a visitor may have come by another one.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' {site} data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox " + _FRAME
)


def demo_only(view: Callable) -> Callable:
    """Outside demo mode there is no such page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.DEMO:
            raise Http404(_("This page belongs to the demo."))
        return view(request, *args, **kwargs)

    return guarded


@require_POST
@demo_only
def switch(request):
    """Be one of the cast, or nobody; then back to the page where the bar was used."""
    username = request.POST.get("username", "")
    if not username:
        logout(request)
        return redirect(_way_back(request))
    if username not in {persona.username for persona in personas()}:
        raise Http404(_("Nobody of that name plays in this demo."))
    member = get_object_or_404(Member.objects.people(), username=username)
    login(request, member, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_way_back(request))


@require_safe
@demo_only
@never_cache
def mail_list(request):
    """Every mail, newest first; `?to=` shows those to one address. Three queries."""
    to = request.GET.get("to", "")
    mails = Mail.objects.select_related("member")
    page = paginate(mails.filter(to=to) if to else mails, request.GET.get("after", ""), order=("-created_at", "-id"))
    first = f"?{urlencode({'to': to})}&" if to else "?"
    return render(request, "demo/mail_list.html", {"page": page, "to": to, "base": first})


@require_safe
@demo_only
@never_cache
def mail_detail(request, mail_id):
    """One mail: who it is to, the HTML in a frame of its own, the text."""
    mail = get_object_or_404(Mail.objects.select_related("member"), pk=mail_id)
    plays = mail.member is not None and mail.member.username in {persona.username for persona in personas()}
    return render(request, "demo/mail_detail.html", {"mail": mail, "frame": _FRAME, "receiver_plays": plays})


@require_safe
@demo_only
@never_cache
@xframe_options_sameorigin
def mail_html(request, mail_id):
    """The HTML of a mail, for the frame: links open in the whole window, nothing runs and nothing is fetched."""
    mail = get_object_or_404(Mail, pk=mail_id)
    if not mail.html:
        raise Http404(_("This mail has no HTML."))
    response = HttpResponse('<base target="_top">' + mail.html)
    response["Content-Security-Policy"] = _POLICY.format(site=settings.SITE_URL)
    return response


def _way_back(request) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"
