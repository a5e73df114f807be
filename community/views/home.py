"""The home page: search first, then what needs an answer, what is solved, what was written down, status."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.catalogue.models import Topic
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
