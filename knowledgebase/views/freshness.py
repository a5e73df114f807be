"""Pages for who checks whether articles still hold."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import member_required, require
from knowledgebase import permissions
from knowledgebase.finding import find_article
from knowledgebase.forms import FoundForm
from knowledgebase.freshness import ORDER, waiting
from knowledgebase.limits import WRITING
from knowledgebase.models import Article, Recheck


@require_safe
@member_required
def to_check(request):
    """What waits for a check or for an edit, what readers use most first; `?state=` for one kind. One query."""
    require(permissions.can_draft(request.user), _("Only editors look after articles."))
    state = request.GET.get("state", "")
    page = paginate(waiting(request.user, state), request.GET.get("after", ""), order=ORDER)
    tabs = [{"label": _("All"), "url": "?", "current": not state}]
    tabs += [
        {"label": label.capitalize(), "url": f"?state={value}", "current": state == value}
        for value, label in Recheck.State.choices
    ]
    base = f"?state={state}&" if state else "?"
    return render(request, "kb/freshness.html", {"page": page, "tabs": tabs, "base": base})


@require_POST
@member_required
@limited("article", *WRITING)
def verify(request, slug):
    """It still holds."""
    article = _editable(request, slug)
    return _done(request, lambda: article.verify(by=request.user), _("Noted: checked today, and it still holds."))


@require_POST
@member_required
@limited("article", *WRITING)
def find_wanting(request, slug):
    """It needs an edit, or is obsolete."""
    article = _editable(request, slug)
    form = FoundForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what does not hold any more, so that whoever edits it knows."))
        return redirect("kb:article-review", article.slug)
    found = form.cleaned_data
    return _done(
        request,
        lambda: article.find_wanting(found["state"], by=request.user, reason=found["reason"]),
        _("Noted. Readers are told until it is put right."),
    )


def _editable(request, slug: str) -> Article:
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article), _("You may not change this article."))
    return article


def _done(request, verb, said: str):
    try:
        verb()
        messages.success(request, said)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("kb:freshness")
