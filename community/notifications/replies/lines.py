"""Which mails may be answered by mail, under which address, and what they say about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Model

from community.activity.models import Event
from community.members.models import Member
from community.notifications.models import ReplyToken
from community.notifications.notices import Notice, thread_key
from community.notifications.replies.registry import Place, place_of


@dataclass(frozen=True)
class ReplyLine:
    """The address that takes the reply, and the sentence that says what becomes of it."""

    address: str
    sentence: Any


def reply_lines(event: Event, told: Mapping[int, Notice], members: Mapping[int, Member]) -> dict[int, ReplyLine]:
    """By member: nobody where no mail comes in, and none for a thread that takes no replies. Two queries a thread."""
    by_thread: dict[str, dict[int, Notice]] = {}
    for pk, notice in told.items():
        by_thread.setdefault(notice.thread_key, {})[pk] = notice
    found: dict[int, ReplyLine] = {}
    for notices in by_thread.values():
        thread = next(iter(notices.values())).thread
        found |= reply_lines_to(thread, [members[pk] for pk in notices], told=event)
    return found


def reply_lines_to(thread: Model, members: Iterable[Member], *, told: Event | None) -> dict[int, ReplyLine]:
    """The same for one thread; `told` is the one event that the mail tells of, None where it tells of many. Two queries."""
    if not settings.REPLY_ADDRESS:
        return {}
    places: dict[int, Place] = {}
    for member in members:
        try:
            places[member.pk] = place_of(thread, member=member, told=told)
        except ValidationError:
            continue
    if not places:
        return {}
    tokens = ReplyToken.renew(places, thread_key(thread))
    return {pk: ReplyLine(token.address, places[pk].sentence) for pk, token in tokens.items()}
