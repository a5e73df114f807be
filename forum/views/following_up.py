"""The asker says how it went: on the page to which the three buttons of a mail lead."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.content.sending import once
from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.forms import FollowUpForm
from forum.how_it_went import Went, say_how_it_went
from forum.limits import SOLUTIONS
from forum.models import Question
from forum.views.finding import find_question
from forum.views.notices import say
from forum.views.posting import mark_refused


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("solution", *SOLUTIONS)
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
        _do(request, question, form.cleaned_data)
        say(request, _thanks(form.cleaned_data["said"]))
        return redirect(question)
    return mark_refused(render(request, "forum/follow_up.html", {"question": question, "form": form}), form)


@require_POST
@member_required
@limited("solution", *SOLUTIONS)
def revival_set(request, question_id):
    """The asker still needs help with an archived question; said twice, nothing more happens."""
    question = find_question(request, question_id)
    require(permissions.is_asker(request.user, question), _("Only who asked can open it again."))
    question.revive(by=request.user)
    say(request, _("It waits for help again. You get a mail as soon as somebody answers."))
    return redirect(question)


def _do(request, question: Question, said: dict) -> None:
    def make() -> Question:
        return say_how_it_went(question, by=request.user, **said)

    # What settles it cannot be sent twice; taken back and said again, it holds again.
    if said["said"] == Went.BROKEN:
        once(request, make)
    else:
        make()


def _thanks(said: str) -> str:
    """What happens now."""
    match said:
        case Went.SOLVED:
            return _("Solved. Thank you for saying so: others will find this answer first.")
        case Went.OTHERWISE:
            return _("Thank you: the next one with this problem finds what solved it.")
    return _("Thank you for saying so. Your question waits for help again, and a person answers.")
