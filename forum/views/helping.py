"""For helpers: the questions that wait for them, "I am writing", and "others may take it"."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.helpers.for_you import questions_for
from forum.limits import HELPING
from forum.models import Claim, Pass
from forum.views.finding import find_question
from forum.views.notices import say


@require_safe
@never_cache
@member_required
def for_you(request):
    """What waits for help, and why it is offered to this member."""
    asked = request.user.invitations.tally()
    shown = {"offers": questions_for(request.user), "asked": asked | {"total": sum(asked.values())}}
    return render(request, "forum/for_you.html", shown)


@require_POST
@member_required
@limited("helping", *HELPING)
def claim_set(request, question_id):
    """Said by the answer field when somebody begins to type."""
    question = find_question(request, question_id)
    require(permissions.can_claim(request.user, question))
    Claim.make(question, by=request.user)
    return HttpResponse(status=204) if request.htmx else redirect(f"{question.get_absolute_url()}#your-answer")


@require_POST
@member_required
@limited("helping", *HELPING)
def claim_remove(request, question_id):
    question = find_question(request, question_id)
    Claim.drop(question, by=request.user)
    return HttpResponse(status=204) if request.htmx else redirect(question)


@require_POST
@member_required
@limited("helping", *HELPING)
def pass_set(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_answer(request.user, question))
    Pass.make(question, by=request.user)
    say(request, _("Left to others. It is not offered to you again."))
    return redirect("forum:for-you")


@require_POST
@member_required
@limited("helping", *HELPING)
def pass_remove(request, question_id):
    question = find_question(request, question_id)
    Pass.take_back(question, by=request.user)
    say(request, _("It may be offered to you again."))
    return redirect(question)
