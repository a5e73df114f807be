"""Comments: asking for detail, adding it, editing one's own."""

from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from community.content.drafting import begin, sent, typed_in
from community.members.limits import limited
from community.members.permissions import member_required, require
from forum import permissions
from forum.forms import CommentForm, ReasonForm
from forum.limits import UPKEEP, count_comment
from forum.models import Answer, Comment, Question
from forum.views.finding import find_answer, find_comment, find_question
from forum.views.notices import say
from forum.views.posting import held, mark_refused, submit, version_of


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def comment_create(request, question_id):
    """A page with the form, or the form alone for a page that is on screen; POST adds the comment."""
    return _comment(request, find_question(request, question_id), None)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
def answer_comment_create(request, answer_id):
    answer = find_answer(request, answer_id)
    return _comment(request, answer.question, answer)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("edit", "10/m", "100/d")
def comment_edit(request, comment_id):
    comment = find_comment(request, comment_id)
    require(
        permissions.can_edit(request.user, comment), _("Only its author, and who looks after posts, can edit this.")
    )
    form = CommentForm(request.POST or None, initial={"body": comment.body})
    begin(request, f"comment-edit:{comment_id}", form, base=version_of(comment))
    if request.method == "POST" and form.is_valid():
        comment.edit(by=request.user, body=form.cleaned_data["body"])
        sent(request)
        say(request, _("Your changes are live."))
        return redirect(comment)
    context = {"form": form, "post": comment, "question": comment.question}
    return mark_refused(render(request, "forum/comment_edit.html", context), form)


@require_http_methods(["GET", "HEAD", "POST"])
@member_required
@limited("upkeep", *UPKEEP)
def comment_answer(request, comment_id):
    """A page that asks why; POST makes an answer of the comment. Whoever comes late is led to the answer."""
    made = Answer.objects.visible_to(request.user).filter(was_comment=comment_id).select_related("question").first()
    if made is not None:
        return redirect(made)
    comment = find_comment(request, comment_id)
    require(
        permissions.can_make_answer(request.user, comment),
        _("Only its author, and who looks after posts, can make an answer of a comment."),
    )
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answer = comment.become_answer(by=request.user, reason=form.cleaned_data["reason"])
        say(request, _("The comment is an answer now: people can vote for it, and accept it."))
        return redirect(answer)
    context = {"form": form, "post": comment, "question": comment.question}
    return mark_refused(render(request, "forum/comment_answer.html", context), form)


def _comment(request, question: Question, answer: Answer | None):
    require(permissions.can_comment(request.user, question), _("This question is locked: nobody can add a comment."))
    may_ask = answer is None and permissions.can_ask_for_detail(request.user, question)
    place = f"comment:question:{question.pk}" if answer is None else f"comment:answer:{answer.pk}"
    form = begin(request, place, CommentForm(request.POST or None, may_ask_for_detail=may_ask))
    if request.method == "POST":
        comment = submit(
            request,
            form,
            count_comment,
            lambda: Comment.post(
                by=request.user,
                question=question,
                answer=answer,
                body=form.cleaned_data["body"],
                asks_for_detail=form.cleaned_data.get("asks_for_detail", False),
                language=request.user.language,
                typed_in=typed_in(request),
            ),
        )
        if comment is not None:
            say(request, held() if comment.is_hidden else _("Your comment is live."))
            return redirect(comment)
    template = "forum/_comment_form.html" if request.htmx else "forum/comment_form.html"
    response = render(request, template, {"form": form, "question": question, "answer": answer})
    patch_vary_headers(response, ["HX-Request"])
    return mark_refused(response, form)
