"""Ask to answer: whom an asker could ask, and whom they asked."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from community.members.limits import limited
from community.members.models import Member
from community.members.permissions import member_required, require
from forum import permissions
from forum.helpers.suggesting import who_to_ask
from forum.limits import INVITATIONS
from forum.models import Invitation, Question
from forum.models.invitation import AT_MOST
from forum.views.finding import find_question
from forum.views.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@member_required
@limited("invitations", *INVITATIONS)
def invitation_set(request, question_id):
    """The three who fit best, each with a button; and what became of those who were asked."""
    question = find_question(request, question_id)
    require(permissions.can_invite(request.user, question), _("Its asker can ask people, while it is open."))
    if request.method == "POST":
        member = get_object_or_404(Member.objects.people(), username=request.POST.get("member", ""))
        try:
            Invitation.make(question, member, by=request.user)
        except ValidationError as error:
            return _page(request, question, refused=error.messages[0])
        say(request, _("{name} was asked. You see here what they say.").format(name=member.name))
        return redirect("forum:invitation-set", question.pk)
    return _page(request, question)


@require_POST
@member_required
@limited("invitations", *INVITATIONS)
def invitation_remove(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_invite(request.user, question))
    asked = question.invitations.select_related("member", "question__topic")
    invitation = get_object_or_404(asked, member__username=request.POST.get("member", ""))
    invitation.withdraw(by=request.user)
    say(request, _("{name} is not asked any more.").format(name=invitation.member.name))
    return redirect("forum:invitation-set", question.pk)


def _page(request, question: Question, refused: str = ""):
    asked = list(question.invitations.select_related("member").order_by("invited_at"))
    left = AT_MOST - question.invitations.taking_a_place().count()
    shown = {
        "question": question,
        "asked": asked,
        "left": max(0, left),
        "suggestions": who_to_ask(question, by=request.user) if left > 0 else [],
        "withdraw_url": f"/questions/{question.pk}/invitations/remove/",
        "refused": refused,
    }
    return render(request, "forum/invitations.html", shown, status=422 if refused else 200)
