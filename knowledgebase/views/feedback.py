"""What readers say about an article, signed in or not."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from community.lib.public_pages import public_page
from community.members.limits import limited
from community.members.permissions import require
from knowledgebase.finding import find_article
from knowledgebase.forms import ReaderAnswerForm, WhyNotForm
from knowledgebase.hearing import who_reads
from knowledgebase.limits import HELPFUL


@require_POST
@limited("helpful", *HELPFUL)
def helpful(request, slug):
    """Note whether the article helped. Signed out, it counts once a day for a network and browser."""
    article = find_article(request.user, slug)
    require(article.is_published)
    helped = request.POST.get("helped") == "yes"
    article.note_reader(helped=helped, **who_reads(request))
    if request.htmx:
        return render(request, "kb/_thanks.html", {"article": article, "helped": helped, "form": WhyNotForm()})
    said = "" if helped else "?helped=no"
    return redirect(article.get_absolute_url() + f"helpful/thanks/{said}")


@require_POST
@limited("helpful", *HELPFUL)
def why_not(request, slug):
    """Note why it did not help, for editors to read; what is found incomplete comes back as it was typed."""
    article = find_article(request.user, slug)
    require(article.is_published)
    form = WhyNotForm(request.POST)
    page = "kb/_thanks.html" if request.htmx else "kb/thanks.html"
    if not form.is_valid():
        return render(request, page, {"article": article, "helped": False, "form": form})
    article.note_why_not(**form.cleaned_data, **who_reads(request))
    if request.htmx:
        return render(request, page, {"article": article, "helped": False, "explained": True})
    return redirect(article.get_absolute_url() + "helpful/thanks/?helped=no&why=said")


@require_safe
@public_page("article:{slug}")
def thanks(request, slug):
    """Thank a reader; who was not helped is asked why, and offered to ask."""
    article = find_article(request.user, slug)
    helped = request.GET.get("helped") != "no"
    explained = request.GET.get("why") == "said"
    return render(
        request,
        "kb/thanks.html",
        {"article": article, "helped": helped, "explained": explained, "form": WhyNotForm()},
    )


@require_POST
@limited("asking", *HELPFUL)
def answer_asking(request, slug, asking_id):
    """Note what a reader answers, for editors to read; what is found incomplete comes back as it was typed."""
    article = find_article(request.user, slug)
    require(article.is_published)
    asking = get_object_or_404(article.askings, pk=asking_id)
    form = ReaderAnswerForm(asking, request.POST)
    page = "kb/_asking.html" if request.htmx else "kb/asked.html"
    answered = form.is_valid() and _answered(asking, form, request)
    if answered and not request.htmx:
        return redirect("kb:asking-thanks", article.slug)
    return render(request, page, {"article": article, "asking": asking, "form": form, "answered": answered})


@require_safe
@public_page("article:{slug}")
def asking_thanks(request, slug):
    """Thank a reader who answered."""
    return render(request, "kb/asked.html", {"article": find_article(request.user, slug), "answered": True})


def _answered(asking, form, request) -> bool:
    try:
        asking.answer(**form.cleaned_data, **who_reads(request))
    except ValidationError as error:
        form.add_error(None, error)
    return not form.errors
