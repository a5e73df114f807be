"""The home page: search first, then what needs an answer, what is solved, status."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from community.lib.public_pages import public_page
from forum.models import Question


@require_safe
@public_page("lists")
def home(request):
    """Four lists, each one query."""
    in_sight = Question.objects.visible_to(request.user).with_people()
    return render(
        request,
        "home.html",
        {
            "unanswered": in_sight.unanswered().newest_first()[:6],
            "solved": in_sight.solved().order_by("-solved_at", "-id")[:6],
        },
    )
