"""Who writes an article now: held while the form is open, taken over, let go."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.members.limits import limited
from community.members.permissions import member_required, require
from knowledgebase import permissions
from knowledgebase.finding import find_article
from knowledgebase.limits import SIGNS_OF_LIFE
from knowledgebase.models import Article


@require_POST
@member_required
@limited("article-lock", *SIGNS_OF_LIFE)
def hold(request, slug):
    """Keep others out for the next minutes, or (`take_over`) write on in place of who holds it."""
    article = _writable(request, slug)
    held = article.hold(by=request.user, take_over=request.POST.get("take_over") == "1")
    if request.htmx:
        return render(request, "kb/_lock.html", {"article": article, "held": held, "goes_on": True})
    if held.keeps_out(request.user):
        messages.warning(request, _("%(name)s is writing just now.") % {"name": held.member.name})
    return redirect("kb:article-edit", article.slug)


@require_POST
@member_required
@limited("article-lock", *SIGNS_OF_LIFE)
def release(request, slug):
    """Let others write."""
    article = _writable(request, slug)
    article.release(by=request.user)
    return redirect("kb:article-review", article.slug)


def _writable(request, slug: str) -> Article:
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article), _("You may not change this article."))
    return article
