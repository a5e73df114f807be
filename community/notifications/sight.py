"""What may still be told: neither deleted, hidden nor muted meanwhile, and still for the eyes of who is told."""

from collections import defaultdict
from collections.abc import Iterable

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models

from community.members.models import Member
from community.notifications.models import Notification, Subscription
from community.notifications.notices import thread_key


def still_true(lines: Iterable[Notification]) -> list[Notification]:
    """Those of one receiver's lines that hold as the rows are now. Two queries, and two for each kind of row."""
    lines = list(lines)
    if not lines:
        return []
    shown = _shown_rows({key for line in lines for key in (line.place or line.thread, line.thread)})
    seen = _seen(lines, lines[0].member)
    muted = _muted(lines, lines[0].member)
    return [
        line
        for line in lines
        if {line.place or line.thread, line.thread} <= shown
        and line.thread not in muted
        and (line.about_type_id is None or (line.about_type_id, line.about_id) in seen)
    ]


def is_hidden(row: models.Model) -> bool:
    """Moderators and authors see what is hidden, but nobody is told about it."""
    return getattr(row, "hidden_at", None) is not None


def _shown_rows(keys: Iterable[str]) -> set[str]:
    """Those of the keys that stand for a row which is there, and which nobody has hidden."""
    by_model = defaultdict(set)
    for key in keys:
        label, _colon, pk = key.partition(":")
        by_model[apps.get_model(label)].add(int(pk))
    rows = [row for model, pks in by_model.items() for row in model._base_manager.filter(pk__in=pks)]
    return {thread_key(row) for row in rows if not is_hidden(row)}


def _seen(lines: list[Notification], person: Member | None) -> set[tuple[int, int]]:
    by_type = defaultdict(set)
    for line in lines:
        if line.about_type_id is not None:
            by_type[line.about_type_id].add(line.about_id)
    seen = set()
    for type_id, pks in by_type.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        rows = model._default_manager.visible_to(person).filter(pk__in=pks)
        seen |= {(type_id, row.pk) for row in rows if not is_hidden(row)}
    return seen


def _muted(lines: list[Notification], member: Member | None) -> set[str]:
    if member is None:
        return set()
    rows = Subscription.objects.filter(member=member, muted_at__isnull=False).select_related("subject_type")
    muted = {f"{row.subject_type.app_label}.{row.subject_type.model}:{row.subject_id}" for row in rows}
    return muted & {line.thread for line in lines}
