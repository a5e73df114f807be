"""A source then and now, side by side, for who may read both."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from community.content.models import PostRevision
from community.lib import markdown
from community.lib.diff import compare
from knowledgebase import permissions
from knowledgebase.models import SourceTask
from knowledgebase.models.source import html_of, is_html, posts_in_sight_of


@dataclass
class Compared:
    """A task with what its reader may see of the post. `url`, `then` and `now` are empty where that is nothing."""

    task: SourceTask
    what: str
    may_decide: bool
    url: str = ""
    then: str = ""
    now: str = ""
    changes: list[dict[str, Any]] = field(default_factory=list)


def compared(tasks: list[SourceTask], person) -> list[Compared]:
    """Each task with what changed in the words, where `person` may see the post; three queries for all."""
    prefetch_related_objects(tasks, "post")
    in_sight = posts_in_sight_of([(task.post_type_id, task.post_id) for task in tasks], person)
    return [_compared(task, person, sees=(task.post_type_id, task.post_id) in in_sight) for task in tasks]


def _compared(task: SourceTask, person, *, sees: bool) -> Compared:
    what = ContentType.objects.get_for_id(task.post_type_id).model_class()._meta.verbose_name
    row = Compared(task, str(what), permissions.can_edit(person, task.article))
    if sees:
        row.url, row.then = task.url, _readable(task.quoted, task.post)
        if task.now is not None:
            row.now = _readable(task.now, task.post)
            parts = (_("title"), task.quoted.title, task.now.title), (_("text"), row.then, row.now)
            row.changes = [{"name": name, "lines": lines} for name, a, b in parts if (lines := compare(a, b))]
    return row


def _readable(revision: PostRevision, post) -> str:
    """As it was typed; of what was imported as HTML, as it reads."""
    return markdown.plain_lines(html_of(revision, from_html=True)) if is_html(post) else revision.body
