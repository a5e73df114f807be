"""A member's page, made of several rooms."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from advocates.helped import helped_by, people_by_question
from community.lib.pagination import paginate
from community.lib.public_pages import public_page
from community.members.models import Member
from community.members.models.expertise import ENOUGH
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
            "expertises": member.expertises.filter(weight__gte=ENOUGH).select_related("topic").best_first()[:_EACH],
            "solutions": answers.filter(solves__isnull=False).order_by("-created_at", "-id")[:_EACH],
            "answers": answers.filter(solves=None).order_by("-created_at", "-id")[:_EACH],
            "questions": Question.objects.visible_to(request.user)
            .shown()
            .filter(author=member)
            .for_rows()
            .newest_first()[:_EACH],
        },
    )


@require_safe
@public_page("lists")
def member_helped(request, username):
    """The questions behind "people helped", with how many people each. Three queries and the banner's."""
    member = get_object_or_404(Member.objects.filter(is_active=True), username__iexact=username)
    questions = Question.objects.visible_to(request.user).shown().filter(helped_by(member)).for_rows()
    page = paginate(questions, request.GET.get("after", ""), order=["-created_at", "-id"])
    people = people_by_question(member.pk, [question.pk for question in page])
    rows = [(question, people.get(question.pk, 0)) for question in page]
    context = {"member": member, "page": page, "rows": rows, "base": f"{request.path}?", "first": request.path}
    return render(request, "members/member_helped.html", context)
