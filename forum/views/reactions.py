"""What people say with one press: useful, me too; and staff: this is right. Each press has its opposite."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.limits import VOTES
from forum.views.finding import find_answer, find_question
from forum.views.notices import say, told


@require_POST
@member_required
@limited("vote", *VOTES)
def vote_set(request, answer_id):
    answer = find_answer(request, answer_id)
    require(permissions.can_vote(request.user, answer), _("This is your own answer: others say whether it is useful."))
    answer.vote(by=request.user)
    return _vote_button(request, answer, True, _("Thank you. Your vote counts."))


@require_POST
@member_required
@limited("vote", *VOTES)
def vote_remove(request, answer_id):
    answer = find_answer(request, answer_id)
    answer.take_back_vote(by=request.user)
    return _vote_button(request, answer, False, _("Your vote is taken back."))


@require_POST
@member_required
@limited("me-too", *VOTES)
def me_too_set(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_say_me_too(request.user, question), _("You asked it, so you are counted already."))
    question.say_me_too(by=request.user)
    return _me_too_button(request, question, True, _("Counted. You are told when there is an answer."))


@require_POST
@member_required
@limited("me-too", *VOTES)
def me_too_remove(request, question_id):
    question = find_question(request, question_id)
    question.take_back_me_too(by=request.user)
    return _me_too_button(request, question, False, _("Taken back."))


@require_POST
@member_required
@limited("endorsement", "20/m", "200/d")
def endorsement_set(request, answer_id):
    answer = find_answer(request, answer_id)
    require(permissions.can_endorse(request.user, answer.question))
    answer.endorse(by=request.user)
    say(request, _("Marked as checked by staff."))
    return redirect(answer)


@require_POST
@member_required
@limited("endorsement", "20/m", "200/d")
def endorsement_remove(request, answer_id):
    answer = find_answer(request, answer_id)
    require(permissions.can_endorse(request.user, answer.question))
    answer.take_back_endorsement(by=request.user)
    say(request, _("No longer marked as checked by staff."))
    return redirect(answer)


def _vote_button(request, answer, pressed: bool, sentence: str):
    button = {"action": f"/answers/{answer.pk}/vote/", "count": answer.score, "pressed": pressed, "key": answer.pk}
    return pressed_now(request, "components/_vote.html", button, answer, sentence)


def _me_too_button(request, question, pressed: bool, sentence: str):
    button = {
        "action": f"/questions/{question.pk}/me-too/",
        "count": question.me_too_count,
        "pressed": pressed,
        "key": question.pk,
    }
    return pressed_now(request, "components/_me_too.html", button, question, sentence)


def pressed_now(request, template: str, button: dict, back_to, sentence: str):
    """The button as it is now, with what was done said aloud; without scripts, the page it stands on."""
    if request.htmx:
        return told(render(request, template, button), sentence)
    say(request, sentence)
    return redirect(back_to)
