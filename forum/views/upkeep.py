"""What keeps the forum in order: outcomes, escalations, locks, incidents. Each with a page that asks first."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.content.sending import once
from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.forms import EscalationForm, IncidentForm, OutcomeForm
from forum.limits import ESCALATIONS, UPKEEP
from forum.views.finding import find_question
from forum.views.notices import say
from forum.views.posting import ask_first


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("upkeep", *UPKEEP)
def outcome_set(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_set_outcome(request.user, question), _("Only support says how a question ended."))
    initial = {
        "outcome": question.outcome,
        "reason": question.outcome_reason,
        "review_on": question.outcome_review_on,
    }
    form = OutcomeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        question.set_outcome(said["outcome"], by=request.user, reason=said["reason"], review_on=said["review_on"])
        say(request, _("Everybody can now read how this ended, and why."))
        return redirect(question)
    return ask_first(request, question, form, _("Say how this ended"), _("Publish the outcome"))


@require_POST
@member_required
@limited("upkeep", *UPKEEP)
def outcome_remove(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_set_outcome(request.user, question), _("Only support says how a question ended."))
    question.remove_outcome(by=request.user)
    say(request, _("The question is open again."))
    return redirect(question)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("escalation", *ESCALATIONS)
def escalation_set(request, question_id):
    question = find_question(request, question_id)
    require(
        permissions.can_escalate(request.user, question),
        _("Who asked, advocates and support can ask for support here, while the question is open."),
    )
    form = EscalationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        once(request, lambda: question.escalate(by=request.user, reason=form.cleaned_data["reason"]))
        say(request, _("Support has been asked to step in. You are told as soon as somebody takes it."))
        return redirect(question)
    return ask_first(request, question, form, _("Ask support to step in"), _("Ask support"))


@require_POST
@member_required
@limited("upkeep", *UPKEEP)
def lock_set(request, question_id):
    return _lock(request, question_id, True, _("Locked: nobody can add to it now."))


@require_POST
@member_required
@limited("upkeep", *UPKEEP)
def lock_remove(request, question_id):
    return _lock(request, question_id, False, _("Unlocked: everybody can add to it again."))


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("upkeep", *UPKEEP)
def incident_set(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_attach_incident(request.user, question))
    form = IncidentForm(request.POST or None, person=request.user, initial={"incident": question.incident_id})
    if request.method == "POST" and form.is_valid():
        question.attach_to(form.cleaned_data["incident"], by=request.user)
        say(request, _("The page now says that this belongs to an incident; its promise waits until that is over."))
        return redirect(question)
    return ask_first(request, question, form, _("This belongs to an incident"), _("Attach it"))


@require_POST
@member_required
@limited("upkeep", *UPKEEP)
def incident_remove(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_attach_incident(request.user, question))
    question.detach(by=request.user)
    say(request, _("It no longer belongs to the incident."))
    return redirect(question)


def _lock(request, question_id: int, locked: bool, sentence: str):
    question = find_question(request, question_id)
    require(permissions.can_lock(request.user, question))
    question.set_locked(locked, by=request.user)
    say(request, sentence)
    return redirect(question)
