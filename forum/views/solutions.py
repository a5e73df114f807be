"""Accepting an answer, and taking that back."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.limits import SOLUTIONS
from forum.views.finding import find_answer, find_question, number
from forum.views.notices import say, told
from forum.views.questions import thread_fragment


@require_POST
@member_required
@limited("solution", *SOLUTIONS)
def solution_set(request, question_id):
    question = find_question(request, question_id)
    answer = find_answer(request, number(request.POST.get("answer")), of=question)
    require(
        permissions.can_accept(request.user, question),
        _("Only who asked, and support, can say which answer solved it."),
    )
    question.accept(answer, by=request.user)
    sentence = _("Solved. Thank you for saying so: others will find this answer first.")
    if request.htmx:
        return told(thread_fragment(request, question_id), sentence)
    say(request, sentence)
    return redirect(answer)


@require_POST
@member_required
@limited("solution", *SOLUTIONS)
def solution_remove(request, question_id):
    question = find_question(request, question_id)
    require(
        permissions.can_accept(request.user, question),
        _("Only who asked, and support, can say which answer solved it."),
    )
    question.unaccept(by=request.user)
    sentence = _("The question is open again.")
    if request.htmx:
        return told(thread_fragment(request, question_id), sentence)
    say(request, sentence)
    return redirect(question)
