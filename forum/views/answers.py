"""Answering, editing an answer, its history, and the way to one answer of a long thread."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.content.drafting import begin, sent, typed_in
from community.content.models import PostRevision
from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.forms import AnswerEditForm, AnswerForm
from forum.limits import count_answer
from forum.revisions import steps_between
from forum.thread import page_with, read_question
from forum.views.finding import find_answer, find_question
from forum.views.notices import say
from forum.views.posting import held, mark_refused, submit, version_of
from forum.views.questions import page_context


@require_POST
@member_required
def answer_create(request, question_id):
    question = find_question(request, question_id)
    form = begin(request, f"answer:{question_id}", AnswerForm(request.POST))
    answer = submit(
        request,
        form,
        count_answer,
        lambda: question.answer(
            by=request.user,
            body=form.cleaned_data["body"],
            language=request.user.language,
            typed_in=typed_in(request),
        ),
    )
    if answer is None:
        context = page_context(request, read_question(question_id, request.user), form)
        return mark_refused(render(request, "forum/question_detail.html", context), form)
    live = _("Your reply is live.") if question.is_talk else _("Your answer is live. Thank you for helping.")
    say(request, held() if answer.is_hidden else live)
    return redirect(answer)


@require_safe
def answer_detail(request, answer_id):
    """The way to an answer, wherever in its thread it stands."""
    answer = find_answer(request, answer_id)
    after = page_with(answer, request.user)
    address = answer.question.get_absolute_url()
    return redirect(f"{address}{f'?after={after}' if after else ''}#answer-{answer.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("edit", "10/m", "100/d")
def answer_edit(request, answer_id):
    answer = find_answer(request, answer_id)
    require(permissions.can_edit(request.user, answer), _("Only its author, and who looks after posts, can edit this."))
    form = AnswerEditForm(request.POST or None, initial={"body": answer.body})
    begin(request, f"answer-edit:{answer_id}", form, base=version_of(answer))
    if request.method == "POST" and form.is_valid():
        answer.edit(by=request.user, reason=form.cleaned_data["reason"], body=form.cleaned_data["body"])
        sent(request)
        say(request, _("Your changes are live."))
        return redirect(answer)
    context = {"form": form, "post": answer, "question": answer.question}
    return mark_refused(render(request, "forum/answer_edit.html", context), form)


@require_safe
@member_required
def answer_history(request, answer_id):
    answer = find_answer(request, answer_id)
    require(permissions.can_see_history(request.user, answer), _("Earlier words are for their author and staff."))
    steps = steps_between(PostRevision.objects.of(answer).select_related("editor"))
    return render(request, "forum/history.html", {"post": answer, "question": answer.question, "steps": steps})
