"""What was asked before: linking it, taking that back, what its asker says of it, and what is asked most often."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.forms import DuplicateConfirmationForm, DuplicateForm
from forum.limits import UPKEEP
from forum.models import Duplicate, Question
from forum.views.finding import find_question
from forum.views.notices import say
from forum.views.posting import ask_first, mark_refused

MOST_ASKED = ("-duplicate_count", "-me_too_count", "-id")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("upkeep", *UPKEEP)
def duplicate_set(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_mark_duplicate(request.user, question))
    form = DuplicateForm(request.POST or None, person=request.user, question=question)
    if request.method == "POST" and form.is_valid():
        try:
            Duplicate.mark(question, canonical=form.cleaned_data["canonical"], by=request.user)
        except ValidationError as error:
            form.add_error("canonical", error)
        else:
            say(request, _("Readers are now led to the question that was asked before."))
            return redirect(question)
    return ask_first(request, question, form, _("This was asked before"), _("Link the two"))


@require_POST
@member_required
@limited("upkeep", *UPKEEP)
def duplicate_remove(request, question_id):
    question = find_question(request, question_id)
    require(permissions.can_mark_duplicate(request.user, question))
    link = Duplicate.objects.filter(question=question).first()
    if link is not None:
        link.undo(by=request.user)
    say(request, _("The two questions are two again."))
    return redirect(question)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("upkeep", *UPKEEP)
def duplicate_confirmation(request, question_id):
    """A page that asks the asker whether the other question solved theirs. Without a link there is nothing to ask."""
    question = find_question(request, question_id)
    require(permissions.is_asker(request.user, question), _("Only who asked can say whether it is the same."))
    link = Duplicate.objects.filter(question=question).select_related("canonical__solution__author").first()
    if link is None or question.is_merged:
        return redirect(question)
    require(Question.objects.visible_to(request.user).filter(pk=link.canonical_id).exists())
    form = DuplicateConfirmationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sentence = _said_of(link, form.cleaned_data, by=request.user)
        if sentence:
            say(request, sentence)
            return redirect(link.canonical if form.cleaned_data["solved"] else question)
        form.add_error(None, _("Nothing has been marked as the solution there yet. You are asked again when it is."))
    solution = link.canonical.solution
    is_shown = solution is not None and not solution.is_hidden
    context = {"form": form, "question": question, "link": link, "solution": solution if is_shown else None}
    return mark_refused(render(request, "forum/duplicate_confirmation.html", context), form)


@require_safe
@member_required
def most_asked(request):
    """The report: questions that were asked again, the most often first."""
    require(permissions.can_see_most_asked(request.user), _("This report is for staff."))
    questions = Question.objects.visible_to(request.user).asked_again().select_related("topic")
    page = paginate(questions, request.GET.get("after", ""), order=MOST_ASKED)
    return render(request, "forum/most_asked.html", {"page": page, "base": "?", "first": request.path})


def _said_of(link: Duplicate, said: dict, *, by) -> str:
    """Do what the asker said; the sentence that thanks them, or "" while nothing is marked as the solution."""
    if not said["solved"]:
        link.say_it_did_not(by=by, reason=said["reason"])
        return _("Thank you for saying so. Your question stands on its own again, and a person answers.")
    try:
        link.say_it_solved(by=by)
    except ValidationError:
        return ""
    return _("Good to hear. Whoever wrote the solution is told that it helped you.")
