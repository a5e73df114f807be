"""The home page: search first, then what needs an answer, what is solved, what was written down, status."""

from django.conf import settings
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from community.catalogue.models import Topic
from community.content.cards import serve, site_card, site_picture
from community.lib.indexing import absolute, list_page
from community.lib.public_pages import public_page
from community.members.models import Member
from forum.models import Question
from knowledgebase.models import Article

_EACH = 5


@require_safe
@public_page("lists")
def home(request):
    """Five lists, each one query; the sixth is the banner's."""
    in_sight = Question.objects.visible_to(request.user).for_rows()
    helpers = Member.objects.people().filter(people_helped__gt=0, staff_title="")
    _list(request)
    return render(
        request,
        "home.html",
        {
            "unanswered": in_sight.waiting_for_help().newest_first()[:_EACH],
            "solved": in_sight.solved().order_by("-solved_at", "-id")[:_EACH],
            "articles": Article.objects.visible_to(request.user).published().with_words().most_helpful_first()[:_EACH],
            "topics": Topic.objects.open_for_questions(),
            "helpers": helpers.most_helpful_first()[:_EACH],
        },
    )


@require_safe
def site_image(request, version):
    """The picture of pages that have none of their own. No query."""
    return serve(request, site_card(), of="site", base="/", version=version)


def _list(request) -> None:
    """The home page says who runs the site, and what the site is called."""
    home = absolute("/")
    who = {
        "@type": "Organization",
        "@id": f"{home}#organization",
        "name": settings.SITE_NAME,
        "url": home,
        "logo": absolute(static("icons/apple-touch-icon.png")),
    }
    site = {
        "@type": "WebSite",
        "@id": f"{home}#website",
        "name": settings.SITE_NAME,
        "url": home,
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": {"@id": f"{home}#organization"},
    }
    description = _("%s: ask, and other customers answer. What is asked most stands in the knowledge base.")
    list_page(
        request,
        "/",
        title=_("%s: customers help each other") % settings.SITE_NAME,
        description=description % settings.SITE_NAME,
        picture=site_picture(),
        data=(who, site),
    )
