"""What readers say about an article, signed in or not."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from community.lib.public_pages import public_page
from community.members.limits import limited, network_of
from community.members.permissions import require
from knowledgebase.finding import find_article
from knowledgebase.limits import HELPFUL
from knowledgebase.models.reader import reader_key


@require_POST
@limited("helpful", *HELPFUL)
def helpful(request, slug):
    """Note whether the article helped. Signed out, it counts once a day for a network and browser."""
    article = find_article(request.user, slug)
    require(article.is_published)
    helped = request.POST.get("helped") == "yes"
    reader = reader_key(
        request.user,
        network_of(request.META.get("REMOTE_ADDR", "")),
        request.headers.get("User-Agent", ""),
        timezone.now().date(),
    )
    article.note_reader(reader=reader, helped=helped, member=request.user if request.user.is_authenticated else None)
    if request.htmx:
        return render(request, "kb/_thanks.html", {"article": article, "helped": helped})
    said = "" if helped else "?helped=no"
    return redirect(article.get_absolute_url() + f"helpful/thanks/{said}")


@require_safe
@public_page("article:{slug}")
def thanks(request, slug):
    """Thank a reader; offer who was not helped to ask."""
    article = find_article(request.user, slug)
    return render(request, "kb/thanks.html", {"article": article, "helped": request.GET.get("helped") != "no"})
