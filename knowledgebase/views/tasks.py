"""Pages for who owns articles: what they quote and is no longer what it was."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import member_required, require
from knowledgebase import permissions
from knowledgebase.comparing import compared
from knowledgebase.forms import StaysForm
from knowledgebase.limits import WRITING
from knowledgebase.models import SourceTask


@require_safe
@member_required
def changed_sources(request):
    """What waits for a look, oldest first, each with both texts; `?mine=1` for one's own articles."""
    require(permissions.can_draft(request.user), _("Only editors look after articles."))
    mine = request.GET.get("mine", "") == "1"
    tasks = SourceTask.objects.visible_to(request.user).open().with_words()
    if mine:
        tasks = tasks.filter(article__owner=request.user)
    page = paginate(tasks, request.GET.get("after", ""), order=("opened_at", "id"))
    return render(
        request,
        "kb/tasks.html",
        {
            "page": page,
            "rows": [(row, StaysForm(auto_id=f"task-{row.task.pk}-%s")) for row in compared(page.rows, request.user)],
            "mine": mine,
            "base": "?mine=1&" if mine else "?",
        },
    )


@require_POST
@member_required
@limited("article", *WRITING)
def take_over(request, task_id):
    """The next revision quotes the new words; on to the editor."""
    task = _task(request, task_id)
    try:
        task.take_over(by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("kb:tasks")
    messages.success(request, _("The draft quotes the new words. Read it, shape it, then hand it in."))
    return redirect("kb:article-edit", task.article.slug)


@require_POST
@member_required
@limited("article", *WRITING)
def stay(request, task_id):
    """The article stays as it is, and why."""
    task = _task(request, task_id)
    form = StaysForm(request.POST)
    if form.is_valid():
        task.stay(by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Noted. The article stays as it is."))
    else:
        messages.error(request, _("Say why it stays: whoever comes after you reads it here."))
    return redirect("kb:tasks")


def _task(request, task_id: int) -> SourceTask:
    require(permissions.can_draft(request.user), _("Only editors look after articles."))
    task = get_object_or_404(SourceTask.objects.visible_to(request.user).with_words(), pk=task_id)
    require(permissions.can_edit(request.user, task.article), _("You may not change this article."))
    return task
