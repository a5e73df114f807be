"""Following a question by mail, without an account: a page that carries cookie and token, then one mail that asks."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from community.members.limits import limited
from community.notifications.guests import offer
from forum.forms import FollowByMailForm
from forum.limits import GUESTS
from forum.views.finding import find_public_question


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("follow-by-mail", *GUESTS)
def follow_by_mail(request, question_id):
    """The form of a question's page lands here with the address in it; sent from here, it says yes.

    What is answered says nothing about what is known of the address. Members have a button of their own.
    """
    question = find_public_question(question_id)
    if request.user.is_authenticated:
        return redirect(question)
    is_said = request.method == "POST"
    form = FollowByMailForm(request.POST if is_said else None)
    is_sent = is_said and form.is_valid() and "sure" in request.POST
    if is_sent:
        offer(form.cleaned_data["email"], question, title=question.title)
    context = {"form": form, "question": question, "is_sent": is_sent}
    status = 422 if is_said and form.errors else 200
    return render(request, "forum/follow_by_mail.html", context, status=status)
