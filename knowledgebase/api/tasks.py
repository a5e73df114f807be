"""Sources that have changed, for programs: what waits for a look, and what was decided."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from community.lib.pagination import paginate
from community.members.limits import limited
from community.members.permissions import require
from knowledgebase import permissions
from knowledgebase.api.work import WorkOut
from knowledgebase.comparing import compared
from knowledgebase.limits import WRITING
from knowledgebase.models import SourceTask

router = Router()


class TaskOut(Schema):
    id: int = Field(alias="task.pk")
    article: str = Field(alias="task.article.slug")
    kind: str = Field(alias="task.kind", description="edited, unaccepted, hidden, gone")
    what: str = Field(description="What kind of post it is.")
    url: str = Field(description="Empty where you may not see the post.")
    then: str = Field(description="What the article quotes; empty where you may not see the post.")
    now: str = Field(description="What the post says now, if it was edited.")
    opened_at: datetime = Field(alias="task.opened_at")


class TaskPage(Schema):
    tasks: list[TaskOut]
    next_cursor: str


class StaysIn(Schema):
    reason: str = Field(min_length=1, max_length=300, description="Why the article stays as it is.")


class Settled(Schema):
    outcome: str


@router.get("/articles/tasks", response=TaskPage, summary="Editors: sources of articles that have changed")
def list_tasks(request, cursor: str = ""):
    """What waits for a look, oldest first, twenty a page, with both texts."""
    require(permissions.can_draft(request.user))
    tasks = SourceTask.objects.visible_to(request.user).open().with_words()
    page = paginate(tasks, cursor, order=("opened_at", "id"), may_be_empty=True)
    return {"tasks": compared(page.rows, request.user), "next_cursor": page.next_cursor}


@router.post("/articles/tasks/{task_id}/new-words", response=WorkOut, summary="Editors: quote what the source says now")
@limited("article", *WRITING)
def take_over(request, task_id: int):
    """A draft of the next revision, to be read and handed in. 409 when the source has no new words."""
    task = _task(request, task_id)
    task.take_over(by=request.user)
    return task.article


@router.post("/articles/tasks/{task_id}/stays", response=Settled, summary="Editors: the article stays as it is")
@limited("article", *WRITING)
def stay(request, task_id: int, said: StaysIn):
    """Whoever comes after you reads why."""
    task = _task(request, task_id)
    task.stay(by=request.user, reason=said.reason)
    return task


def _task(request, task_id: int) -> SourceTask:
    require(permissions.can_draft(request.user))
    task = get_object_or_404(SourceTask.objects.visible_to(request.user).with_words(), pk=task_id)
    require(permissions.can_edit(request.user, task.article))
    return task
