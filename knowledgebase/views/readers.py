"""Pages for editors: what readers said of articles, and what became of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import member_required, require
from knowledgebase import permissions
from knowledgebase.finding import find_article
from knowledgebase.hearing import ORDER, asked_after, by_reason, words_of
from knowledgebase.limits import WRITING
from knowledgebase.models import HelpfulVote


@require_safe
@member_required
def all_words(request):
    """What readers said of any article and nobody has settled, newest first; `?reason=` for one kind."""
    require(permissions.can_draft(request.user), _("Only editors look after articles."))
    return _show(request, "kb/readers.html", words_of(request.user).open(), {})


@require_safe
@member_required
def article_words(request, slug):
    """What readers said of one article, newest first, and the questions that were asked after reading it."""
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article), _("Only editors look after articles."))
    asked = asked_after(article, request.user)
    words = words_of(request.user).filter(article=article)
    return _show(request, "kb/article_readers.html", words, {"article": article, "asked": asked})


@require_POST
@member_required
@limited("article", *WRITING)
def settle(request, word_id):
    """An edit was made for it, or there is nothing to change."""
    require(permissions.can_draft(request.user), _("Only editors look after articles."))
    word = get_object_or_404(words_of(request.user), pk=word_id)
    require(permissions.can_edit(request.user, word.article), _("You may not change this article."))
    try:
        word.settle(request.POST.get("outcome", ""), by=request.user)
        messages.success(request, _("Noted."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("kb:article-readers", word.article.slug)


def _show(request, template: str, words, context: dict):
    reason = request.GET.get("reason", "")
    tabs = [{"label": _("All"), "url": "?", "current": not reason}]
    counts = by_reason(words)
    tabs += [
        {"label": label, "url": f"?reason={value}", "current": reason == value, "count": counts[value]}
        for value, label in HelpfulVote.Reason.choices
        if counts.get(value)
    ]
    page = paginate(words.filter(reason=reason) if reason else words, request.GET.get("after", ""), order=ORDER)
    base = f"?reason={reason}&" if reason else "?"
    return render(request, template, {"page": page, "tabs": tabs, "base": base} | context)
