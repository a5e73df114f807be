"""What each edit of a post changed."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from community.content.models import PostRevision
from community.lib.diff import compare


@dataclass(frozen=True)
class Step:
    """A revision and what it changed; the first one of all changed nothing."""

    revision: PostRevision
    changes: list[dict[str, Any]]


def steps_between(revisions) -> list[Step]:
    """A step for each revision of a post, newest first."""
    rows = list(revisions)
    return [Step(now, _changes(before, now)) for now, before in pairwise(rows)] + [Step(row, []) for row in rows[-1:]]


def _changes(before: PostRevision, now: PostRevision) -> list[dict[str, Any]]:
    names = sorted({*before.fields, *now.fields})
    parts = [
        (_("title"), before.title, now.title),
        (_("text"), before.body, now.body),
        *((name, _as_text(before.fields.get(name)), _as_text(now.fields.get(name))) for name in names),
    ]
    return [{"name": name, "lines": lines} for name, old, new in parts if (lines := compare(old, new))]


def _as_text(value) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")
