"""The asker says how it went: on the page to which the three buttons of a mail lead."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.forms import FollowUpForm
from forum.models import Comment, Question
from forum.views.finding import find_question
from forum.views.notices import say
from forum.views.posting import mark_refused


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("solution", "20/m", "200/d")
def follow_up(request, question_id):
    """Nothing is said by opening it: a mail's links are also opened by programs."""
    question = find_question(request, question_id)
    if permissions.is_asker(request.user, question) and not question.is_open:
        say(request, _("It is settled already. You can change that here."))
        return redirect(question)
    require(permissions.can_follow_up(request.user, question), _("Only who asked can say how it went."))
    begun = {"said": request.GET.get("said", ""), "answer": request.GET.get("answer", "")}
    form = FollowUpForm(request.POST or None, question=question, initial=begun)
    if request.method == "POST" and form.is_valid():
        say(request, _do(request.user, question, form.cleaned_data))
        return redirect(question)
    return mark_refused(render(request, "forum/follow_up.html", {"question": question, "form": form}), form)


@require_POST
@member_required
@limited("solution", "20/m", "200/d")
def revival_set(request, question_id):
    """The asker still needs help with an archived question; said twice, nothing more happens."""
    question = find_question(request, question_id)
    require(permissions.is_asker(request.user, question), _("Only who asked can open it again."))
    question.revive(by=request.user)
    say(request, _("It waits for help again. You get a mail as soon as somebody answers."))
    return redirect(question)


def _do(asker, question: Question, said: dict) -> str:
    """Do what was said; returns the sentence that says what happens now."""
    match said["said"]:
        case FollowUpForm.SOLVED:
            question.accept(said["answer"], by=asker)
            return _("Solved. Thank you for saying so: others will find this answer first.")
        case FollowUpForm.OTHERWISE:
            question.set_outcome(Question.Outcome.SOLVED, by=asker, reason=said["words"])
            return _("Thank you: the next one with this problem finds what solved it.")
    if said["words"]:
        Comment.post(by=asker, question=question, body=said["words"])
    question.say_nothing_helped(by=asker)
    return _("Thank you for saying so. Your question waits for help again, and a person answers.")
