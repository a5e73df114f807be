"""Pages for editors: what readers of an article are asked, and what they answered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.content.sending import once
from community.lib.pagination import paginate
from community.lib.spreadsheets import as_csv
from community.members.limits import limited
from community.members.permissions import member_required, require
from knowledgebase import permissions
from knowledgebase.asking import ORDER, askings_of, by_choice, headings, rows_of
from knowledgebase.finding import find_article
from knowledgebase.forms import AskingForm
from knowledgebase.limits import WRITING
from knowledgebase.models import Article, Asking


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("article", *WRITING)
def article_asking(request, slug):
    """What readers are asked now, and were asked before; ask them one question."""
    article = _edited(request, slug)
    may_ask = permissions.can_ask_readers(request.user, article)
    form = AskingForm(request.POST or None)
    if request.method == "POST":
        require(may_ask, _("Only staff who may edit this article ask its readers."))
        if form.is_valid() and _asked(request, article, form):
            messages.success(request, _("Asked. Readers see it below the article."))
            return redirect("kb:article-asking", article.slug)
    rows = list(askings_of(article))
    context = {"article": article, "form": form, "askings": rows, "may_ask": may_ask and article.is_published}
    return render(request, "kb/asking.html", context | {"now": next((row for row in rows if not row.ended_at), None)})


@require_safe
@member_required
def answers(request, slug, asking_id):
    """What readers answered, newest first, counted by choice; `?choice=` for one of them."""
    article, asking = _asking(request, slug, asking_id)
    chosen = request.GET.get("choice", "")
    counts = by_choice(asking)
    number = {choice: str(n) for n, choice in enumerate(asking.choices, 1)}
    tabs = [{"label": _("All"), "url": "?", "current": not chosen, "count": asking.answer_count}]
    tabs += [
        {"label": choice, "url": f"?choice={number[choice]}", "current": chosen == number[choice], "count": count}
        for choice, count in counts
    ]
    picked = {number[choice]: choice for choice in asking.choices}.get(chosen)
    rows = asking.answers.filter(choice=picked) if picked else asking.answers.all()
    page = paginate(rows, request.GET.get("after", ""), order=ORDER)
    context = {"article": article, "asking": asking, "counts": counts, "tabs": tabs, "page": page}
    context["base"] = f"?choice={chosen}&" if picked else "?"
    context["may_ask"] = permissions.can_ask_readers(request.user, article)
    return render(request, "kb/asking_answers.html", context)


@require_safe
@member_required
@never_cache
def answers_as_csv(request, slug, asking_id):
    """All answers as a file for a spreadsheet."""
    article, asking = _asking(request, slug, asking_id)
    return as_csv(f"{article.slug}-{asking.pk}", headings(), rows_of(asking))


@require_POST
@member_required
@limited("article", *WRITING)
def end(request, slug, asking_id):
    """Readers are not asked any more."""
    article, asking = _asking(request, slug, asking_id)
    require(permissions.can_ask_readers(request.user, article), _("Only staff who may edit this article end it."))
    asking.end(by=request.user)
    messages.success(request, _("Ended. The answers stay here."))
    return redirect("kb:asking-detail", article.slug, asking.pk)


def _edited(request, slug: str) -> Article:
    article = find_article(request.user, slug)
    require(permissions.can_edit(request.user, article), _("Only editors look after articles."))
    return article


def _asking(request, slug: str, asking_id: int) -> tuple[Article, Asking]:
    article = _edited(request, slug)
    return article, get_object_or_404(article.askings.select_related("asked_by", "ended_by"), pk=asking_id)


def _asked(request, article: Article, form: AskingForm) -> bool:
    try:
        once(request, lambda: article.ask_readers(by=request.user, **form.asked()))
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors
