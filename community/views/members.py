"""A member's page, made of several rooms."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from community.lib.public_pages import public_page
from community.members.models import Member
from forum.models import Answer, Question


@require_safe
@public_page("lists")
def member_detail(request, username):
    """Who they are, whom they helped, what they wrote."""
    member = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    return render(
        request,
        "members/member_detail.html",
        {
            "member": member,
            "questions": Question.objects.visible_to(request.user).filter(author=member).newest_first()[:10],
            "answers": Answer.objects.visible_to(request.user)
            .filter(author=member)
            .select_related("question")
            .order_by("-created_at")[:10],
        },
    )
