"""A member's page, made of several rooms."""

from django.conf import settings
from django.db.models import IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from advocates.helped import helped_by, people_by_question
from community.content.cards import site_picture
from community.lib.gone import Gone
from community.lib.indexing import absolute, list_page
from community.lib.pagination import paginate
from community.lib.public_pages import public_page
from community.members.models import Member
from community.members.models.expertise import ENOUGH
from community.notifications.models import Subscription
from forum.findable import has_solved
from forum.models import Answer, Question

_EACH = 10


@require_safe
@public_page("lists")
def member_detail(request, username):
    """Who they are, whom they helped, what they wrote, which articles stand on it. Four queries and the banner's."""
    member = _find(username)
    answers = Answer.objects.visible_to(request.user).shown().filter(author=member).select_related("question__topic")
    _list(request, member)
    return render(
        request,
        "members/member_detail.html",
        {
            "member": member,
            "follows": Subscription.is_following(request.user, member),
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
    member = _find(username)
    questions = Question.objects.visible_to(request.user).shown().filter(helped_by(member)).for_rows()
    page = paginate(questions, request.GET.get("after", ""), order=["-created_at", "-id"])
    people = people_by_question(member.pk, [question.pk for question in page])
    rows = [(question, people.get(question.pk, 0)) for question in page]
    context = {"member": member, "page": page, "rows": rows, "base": f"{request.path}?", "first": request.path}
    return render(request, "members/member_helped.html", context)


def _find(username: str) -> Member:
    """The member with what is counted of them in public; 404 for nobody, 410 for a closed account. One query."""
    in_public = Answer.objects.visible_to(None).filter(author=OuterRef("pk")).order_by().values("author")
    useful = Subquery(in_public.annotate(sum=Sum("score")).values("sum"), output_field=IntegerField())
    member = (
        Member.objects.filter(username__iexact=username)
        .annotate(is_findable=has_solved(), useful_votes=Coalesce(useful, 0))
        .first()
    )
    if member is None:
        raise Http404("There is nobody of that name.")
    if not member.has_page:
        raise Gone("They have left.")
    return member


def _list(request, member) -> None:
    """Who helped is found; of others, and of programs, a page is made for those who come by a link."""
    address = absolute(member.get_absolute_url())
    about = {
        "@type": "Person",
        "@id": f"{address}#person",
        "name": member.name,
        "alternateName": member.username,
        "identifier": str(member.pk),
        "url": address,
        "interactionStatistic": {
            "@type": "InteractionCounter",
            "interactionType": "https://schema.org/LikeAction",
            "userInteractionCount": member.useful_votes,
        },
    }
    if member.about:
        about["description"] = member.about
    profile = {"@type": "ProfilePage", "url": address, "dateCreated": member.date_joined, "mainEntity": about}
    description = member.about or _("What %(name)s asked and answered on %(site)s.") % {
        "name": member.name,
        "site": settings.SITE_NAME,
    }
    list_page(
        request,
        member.get_absolute_url(),
        title=member.name,
        description=description[:300],
        kind="profile",
        may_show=member.is_findable and not member.is_automatic,
        picture=site_picture(),
        data=(profile,),
    )
