"""The answers that lead to an article: the list behind its number."""

from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.lib.pagination import paginate
from community.lib.public_pages import public_page
from forum.models import Answer
from knowledgebase.finding import find_article
from knowledgebase.models import ArticleUse

NEWEST = ("-created_at", "-id")


@require_safe
@public_page("article:{article_slug}", "lists")
def article_answers(request, article_slug):
    """Answers in sight that link to the article, newest first. Two queries."""
    article = find_article(request.user, article_slug)
    if article.slug != article_slug:
        return HttpResponsePermanentRedirect(f"/answers/citing/{article.slug}/")
    uses = ArticleUse.objects.filter(article=article, post_type=ContentType.objects.get_for_model(Answer))
    answers = Answer.objects.visible_to(request.user).filter(pk__in=uses.values("post_id"))
    answers = answers.select_related("question", "author")
    page = paginate(answers, request.GET.get("after", ""), order=NEWEST)
    return render(request, "forum/article_answers.html", {"article": article, "page": page})
