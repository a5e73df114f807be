"""What changed from one revision of a post to the next, line by line and word by word."""

import difflib
import re
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from community.content.models import PostRevision

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Step:
    """A revision, and its words with what went out (<del>) and what came in (<ins>)."""

    revision: PostRevision
    title: SafeString | None
    body: SafeString
    fields: list[tuple[str, str, str]]


def steps_between(revisions) -> list[Step]:
    """A step for each revision, newest first; the first one of all stands as it was written."""
    rows = list(revisions)
    steps = []
    for now, before in zip(rows, [*rows[1:], None], strict=False):
        old_title, old_body = (before.title, before.body) if before else (now.title, now.body)
        steps.append(
            Step(
                revision=now,
                title=marked(old_title, now.title) if now.title else None,
                body=marked(old_body, now.body),
                fields=_changed_fields(before.fields, now.fields) if before else [],
            )
        )
    return steps


def marked(before: str, now: str) -> SafeString:
    """The words of both states, escaped, with what went out in <del> and what came in in <ins>."""
    old, new = _WORDS.findall(before), _WORDS.findall(now)
    parts = []
    for what, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = escape("".join(old[a:b])), escape("".join(new[c:d]))
        if what == "equal":
            parts.append(come)
            continue
        parts.extend(f"<{tag}>{text}</{tag}>" for tag, text in (("del", gone), ("ins", come)) if text)
    return mark_safe("".join(parts))


def _changed_fields(before: dict, now: dict) -> list[tuple[str, str, str]]:
    names = sorted({*before, *now})
    return [(n, _as_text(before.get(n)), _as_text(now.get(n))) for n in names if before.get(n) != now.get(n)]


def _as_text(value) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "–")
