"""What somebody was about to post when they turned out not to be signed in.

The form is kept in their session, they sign in, and a page shows it again with one button. Nothing is posted without that
button: a link from elsewhere must not be able to post in somebody's name.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

Data = list[tuple[str, str]]  # names and values of a form
Heir = Callable[[Any, Data, datetime], None]
_heirs: list[Heir] = []
_KEY = "pending_post"
_LARGEST = 200_000  # characters of form data kept in a session


def inherited_by(heir: Heir) -> Heir:
    """Have `heir(member, data, at)` called with what was kept and when, once it is known whose it is. Decorates a function.

    What it adds to the data is sent along.
    """
    _heirs.append(heir)
    return heir


def keep(request):
    """Keep the posted form and send its sender to the sign-in page."""
    data = [(k, v) for k in request.POST for v in request.POST.getlist(k) if k != "csrfmiddlewaretoken"]
    if sum(len(k) + len(v) for k, v in data) <= _LARGEST:
        request.session[_KEY] = {"path": request.path, "data": data, "at": timezone.now().isoformat()}
    return redirect_to_login(reverse("members:continue"))


@require_safe
@never_cache
def resume(request):
    """Show what was kept, to be posted with one button, by whoever is signed in now."""
    kept = request.session.get(_KEY)
    if not kept:
        return redirect("home")
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("members:continue"))
    del request.session[_KEY]
    for heir in _heirs:
        heir(request.user, kept["data"], datetime.fromisoformat(kept["at"]))
    words = [value for name, value in kept["data"] if name in ("title", "body", "text", "reason") and value]
    return render(request, "members/continue.html", {"kept": kept, "words": words})
