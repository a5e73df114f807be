"""Pages for who translates: the languages, what there is to translate, a new translation."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import member_required, require
from knowledgebase import permissions
from knowledgebase.finding import find_article
from knowledgebase.forms import OriginalForm, ToTranslateForm
from knowledgebase.languages import in_its_own_words, known, teams
from knowledgebase.limits import NEW_ARTICLES, WRITING
from knowledgebase.models import Article

_SHOWN = 50
_OFFERED = 300  # originals to choose from; whoever means another one types its address


@require_safe
@member_required
def languages(request):
    """The languages of the site, with their teams. Two queries."""
    require(permissions.can_see_work(request.user), _only_translators())
    return render(request, "kb/languages.html", {"teams": teams(request.user)})


@require_safe
@member_required
def to_translate(request, language):
    """What is behind in a language, what is not there at all, and what may be there already. At most six queries."""
    known(language)
    require(permissions.can_translate(request.user, language), _only_translators())
    articles, narrow = Article.objects.visible_to(request.user), ToTranslateForm(request.GET)
    wanted = narrow.narrowed(articles.untranslated(language)).select_related("section")
    page = paginate(wanted, request.GET.get("after", ""), order=("-helpful_count", "-id"))
    tied = articles.published().filter(language=language).exclude(translation_of=None)
    alone = articles.on_their_own(language).most_helpful_first()[:_SHOWN]
    loose = [each for each in alone if permissions.can_file(request.user, each)]
    said = {name: request.GET[name] for name in ("q", "section") if request.GET.get(name)}
    return render(
        request,
        "kb/to_translate.html",
        {
            "language": language,
            "name": in_its_own_words(language),
            "stale": articles.stale().filter(language=language).select_related("translation_of")[:_SHOWN],
            "page": page,
            "narrow": narrow,
            "is_narrowed": bool(said),
            "base": f"?{urlencode(said)}&" if said else "?",
            "loose": loose,
            "originals": articles.untranslated(language).most_helpful_first()[:_OFFERED] if loose else [],
            "tied": [
                (each, permissions.can_file(request.user, each))
                for each in tied.select_related("translation_of").newest_first()[:_SHOWN]
            ],
        },
    )


@require_POST
@member_required
@limited("article", *NEW_ARTICLES)
def translate(request, slug):
    """Begin a translation; go on with the one there is."""
    article = find_article(request.user, slug)
    language = known(request.POST.get("language", ""))
    require(permissions.can_translate(request.user, language), _only_translators())
    try:
        translation = article.translate(language, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(article)
    return redirect("kb:article-edit", translation.slug)


@require_POST
@member_required
@limited("article", *WRITING)
def tie(request, slug):
    """Say which article it is a translation of."""
    article, form = _own(request, slug), OriginalForm(request.user, request.POST)
    try:
        if form.is_valid():
            article.tie(form.cleaned_data["original"], by=request.user)
            messages.success(request, _("Tied: readers of one find the other."))
        else:
            messages.error(request, " ".join(str(error) for error in form.errors["original"]))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("kb:to-translate", article.language)


@require_POST
@member_required
@limited("article", *WRITING)
def untie(request, slug):
    """Say that it is no translation after all."""
    article = _own(request, slug)
    article.untie(by=request.user)
    messages.success(request, _("It stands on its own."))
    return redirect("kb:to-translate", article.language)


def _own(request, slug) -> Article:
    article = find_article(request.user, slug)
    require(permissions.can_file(request.user, article), _("Only reviewers say what an article translates."))
    return article


def _only_translators() -> str:
    return _("Only editors and the team of a language translate articles.")
