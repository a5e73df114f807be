"""Saying whether an answer worked, and taking that back."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.forms import ConfirmationForm
from forum.limits import CONFIRMATIONS
from forum.views.finding import find_answer
from forum.views.notices import say
from forum.views.posting import mark_refused


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("confirmation", *CONFIRMATIONS)
def confirmation_set(request, answer_id):
    """A page that asks; two buttons send it."""
    answer = find_answer(request, answer_id)
    require(
        permissions.can_confirm(request.user, answer),
        _("Others say whether an answer works, and in a discussion nobody does."),
    )
    said = answer.confirmations.filter(member=request.user).first()
    initial = {"release": said.release_id if said else answer.question.release_id}
    form = ConfirmationForm(request.POST or None, question=answer.question, initial=initial)
    if request.method == "POST" and form.is_valid():
        answer.confirm(by=request.user, **form.cleaned_data)
        say(request, _thanks(answer, request.user, form.cleaned_data["worked"]))
        return redirect(answer)
    context = {"form": form, "answer": answer, "question": answer.question, "said": said}
    context |= {"is_asker": permissions.is_asker(request.user, answer.question)}
    return mark_refused(render(request, "forum/confirmation.html", context), form)


@require_POST
@member_required
@limited("confirmation", *CONFIRMATIONS)
def confirmation_remove(request, answer_id):
    answer = find_answer(request, answer_id)
    answer.take_back_confirmation(by=request.user)
    say(request, _("Taken back: you say nothing about it any more."))
    return redirect(answer)


def _thanks(answer, person, worked: bool) -> str:
    if worked:
        return _("Thank you. Readers now see that it worked for you.")
    if answer.question.nothing_helped and permissions.is_asker(person, answer.question):
        return _("Thank you for saying so. Your question waits for help again, and a person answers.")
    return _("Thank you. Readers now see that it did not work for you; a comment that says what happened helps most.")
