"""The held-out group: members who, drawn by lot for a quarter, see no suggestions while they ask.

What suggestions do is the difference between them and all others. Pages and programs ask `as_seen_by`, and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from community.catalogue.models import Topic
from community.incidents.models import Incident
from community.lib.quarters import Quarter
from community.members.standing import standing_of
from community.search.models import Document
from forum.models import Exposure

_SALT = "porchlight.held-out"
_REMEMBERED_FOR = (
    3600  # seconds in which whoever types on is not written down again; the database would refuse it anyway
)


class Found(Protocol):
    """Something that is suggested."""

    @property
    def document(self) -> Document: ...


F = TypeVar("F", bound=Found)


def as_seen_by(person, found: list[F], *, topic_id: int | None = None) -> list[F]:
    """What of `found` is shown to `person`: all of it, or nothing to who is held out.

    The first time in a quarter is written down, for both groups alike. Somebody who is not signed in, staff and programs
    are outside of it and see everything, and so does everybody about a protected topic. At most 3 queries.
    """
    if not found or not takes_part(person):
        return found
    topics = {topic_id, *(each.document.topic_id for each in found)}
    if are_protected(pk for pk in topics if pk is not None):
        return found
    now = timezone.now()
    is_out, key = is_held_out(person, now), pseudonym(person, now)
    if cache.get(f"looked-{key}") is None:
        Exposure.note(person=key, member=person, topic_id=topic_id, is_held_out=is_out, at=now)
        cache.set(f"looked-{key}", True, _REMEMBERED_FOR)
    return [] if is_out else found


def takes_part(person) -> bool:
    """Whether there is a lot for them at all. One query, which most pages have made already."""
    return bool(
        settings.HELD_OUT_PERCENT
        and person.is_authenticated
        and not person.is_automatic
        and not standing_of(person).is_staff
    )


def is_held_out(member, moment: datetime) -> bool:
    """Whether the lot holds a member out in the quarter of `moment`: the same for all of it, and drawn anew for the next."""
    return int.from_bytes(_lot(member, moment)[:8]) < settings.HELD_OUT_PERCENT / 100 * 2**64


def pseudonym(member, moment: datetime) -> str:
    """What stands for a member within a quarter. Nobody without the site's key can tell who it is."""
    return _lot(member, moment)[8:24].hex()


def are_protected(topic_ids: Iterable[int]) -> bool:
    """Whether any of these topics is about safety, or an open incident is about one of them or names none. One query."""
    ids = list(topic_ids)
    broken = Incident.objects.open().filter(Q(topics__in=ids) | Q(topics=None), hidden_at=None)
    safety = Topic.objects.filter(pk__in=ids, never_held_out=True)
    return broken.order_by().values("pk").union(safety.order_by().values("pk")).exists()


@dataclass(frozen=True)
class Protection:
    """Topics in which nobody is held out; `everywhere` while an open incident names none."""

    topics: list[Topic]
    everywhere: bool


def protected_now() -> Protection:
    """Where nobody is held out at the moment. Two queries."""
    broken = Incident.objects.open().filter(hidden_at=None)
    topics = Topic.objects.filter(Q(never_held_out=True) | Q(incidents__in=broken)).distinct()
    return Protection(list(topics), broken.filter(topics=None).exists())


def _lot(member, moment: datetime) -> bytes:
    return salted_hmac(_SALT, f"{Quarter.of(moment)}:{member.pk}", algorithm="sha256").digest()
