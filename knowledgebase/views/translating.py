"""Pages for who translates: the languages, what there is to translate, a new translation."""

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
from knowledgebase.languages import in_its_own_words, known, teams
from knowledgebase.limits import NEW_ARTICLES
from knowledgebase.models import Article


@require_safe
@member_required
def languages(request):
    """The languages of the site, with their teams. Two queries."""
    require(permissions.can_see_work(request.user), _only_translators())
    return render(request, "kb/languages.html", {"teams": teams(request.user)})


@require_safe
@member_required
def to_translate(request, language):
    """What is behind in a language, and what is not there at all, most helpful first. Two queries."""
    known(language)
    require(permissions.can_translate(request.user, language), _only_translators())
    articles = Article.objects.visible_to(request.user)
    page = paginate(articles.untranslated(language), request.GET.get("after", ""), order=("-helpful_count", "-id"))
    return render(
        request,
        "kb/to_translate.html",
        {
            "language": language,
            "name": in_its_own_words(language),
            "stale": articles.stale().filter(language=language).select_related("translation_of")[:50],
            "page": page,
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


def _only_translators() -> str:
    return _("Only editors and the team of a language translate articles.")
