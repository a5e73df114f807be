"""A member's page, made of several rooms."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community.lib.public_pages import public_page
from community.members.models import Member
from forum.models import Answer, Question

_EACH = 10


@require_safe
@public_page("lists")
def member_detail(request, username):
    """Who they are, whom they helped, what they wrote, which articles stand on it. Five queries and the banner's."""
    member = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    answers = Answer.objects.visible_to(request.user).shown().filter(author=member).select_related("question__topic")
    return render(
        request,
        "members/member_detail.html",
        {
            "member": member,
            "solutions": answers.filter(solves__isnull=False).order_by("-created_at", "-id")[:_EACH],
            "answers": answers.filter(solves=None).order_by("-created_at", "-id")[:_EACH],
            "questions": Question.objects.visible_to(request.user)
            .shown()
            .filter(author=member)
            .for_rows()
            .newest_first()[:_EACH],
        },
    )
