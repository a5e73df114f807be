"""Which mails may be answered by mail, under which address, and what they say about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from community.activity.models import Event
from community.members.models import Member
from community.notifications.models import ReplyToken
from community.notifications.notices import Notice
from community.notifications.replies.registry import Place, place_of


@dataclass(frozen=True)
class Invitation:
    """The address that takes the reply, and the sentence that says what becomes of it."""

    address: str
    sentence: Any


def invitations(event: Event, told: Mapping[int, Notice], members: Mapping[int, Member]) -> dict[int, Invitation]:
    """By member: nobody where no mail comes in, and none for a thread that takes no replies. Two queries a thread."""
    if not settings.REPLY_ADDRESS:
        return {}
    by_thread: dict[str, dict[int, Place]] = {}
    for pk, notice in told.items():
        try:
            place = place_of(notice.thread, member=members[pk], told=event)
        except ValidationError:
            continue
        by_thread.setdefault(notice.thread_key, {})[pk] = place
    return {
        pk: Invitation(token.address, by_thread[key][pk].invitation)
        for key in by_thread
        for pk, token in ReplyToken.renew(by_thread[key], key).items()
    }
