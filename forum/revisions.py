"""The history of a post: what each edit changed, and where it was brought, in one line of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from community.content.models import PostRevision
from community.lib.diff import compare
from community.members.models import Member
from forum.models import Answer, Comment, Merge, Question, Split


@dataclass(frozen=True)
class Step:
    """A revision and what it changed; the first one of all changed nothing."""

    revision: PostRevision
    changes: list[dict[str, Any]]

    @property
    def at(self) -> datetime:
        return self.revision.at


@dataclass(frozen=True)
class Turn:
    """Something that was done to the thread: what, by whom, why. `other` is the question at the other end, if in sight."""

    what: str
    at: datetime
    by: Member | None
    reason: str
    other: Question | None = None
    undo_url: str = ""


def history_of(post: Question | Answer | Comment, person) -> list[Step | Turn]:
    """All that happened to a post, newest first. Six queries at most."""
    steps = steps_between(PostRevision.objects.of(post).select_related("editor"))
    turns = _in_sight(_turns_of(post), person)
    return sorted([*steps, *turns], key=lambda entry: entry.at, reverse=True)


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


def _turns_of(post: Question | Answer | Comment) -> list[Turn]:
    answer = post if isinstance(post, Answer) else getattr(post, "answer", None)
    if isinstance(post, Question):
        merges, splits = Merge.objects.of(post), Split.objects.of(post)
    elif answer is not None:
        merges, splits = Merge.objects.filter(answers=answer), Split.objects.filter(answers=answer)
    else:
        merges, splits = Merge.objects.filter(comments=post.pk), Split.objects.none()
    question = post if isinstance(post, Question) else None
    turns: list[Turn] = []
    for merge in merges.select_related("question", "canonical", "by", "undone_by"):
        turns += _of_merge(merge, question)
    turns += [_of_split(split, question) for split in splits.select_related("question", "made", "by")]
    return turns


def _of_merge(merge: Merge, question: Question | None) -> Iterable[Turn]:
    """It was brought there; and sent back, where that was undone."""
    came = question is not None and question.pk == merge.canonical_id
    other = merge.question if came or question is None else merge.canonical
    undo_url = "" if merge.undone_at else f"/questions/{merge.question_id}/merge/remove/"
    if question is None:
        what = _("Brought here from another question")
    elif came:
        what = _("Another question was merged into this one")
    else:
        what = _("Merged into another question")
    yield Turn(what, merge.at, merge.by, merge.reason, other, undo_url)
    if merge.undone_at:
        yield Turn(_("The merge was undone"), merge.undone_at, merge.undone_by, merge.undone_reason, other)


def _of_split(split: Split, question: Question | None) -> Turn:
    if question is not None and question.pk == split.question_id:
        return Turn(_("A part of it became a question of its own"), split.at, split.by, split.reason, split.made)
    what = _("Split off from another question") if question is not None else _("Brought here from another question")
    return Turn(what, split.at, split.by, split.reason, split.question)


def _in_sight(turns: list[Turn], person) -> list[Turn]:
    """Nobody reads the title of a question that is not for them. One query, where there is anything."""
    wanted = {turn.other.pk for turn in turns if turn.other is not None}
    seen = set(Question.objects.visible_to(person).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else ()
    return [
        turn if turn.other is None or turn.other.pk in seen else Turn(turn.what, turn.at, turn.by, turn.reason)
        for turn in turns
    ]
