"""To whom a mail goes: a member, or an address that follows something without an account."""

from dataclasses import dataclass

from django.db import models

from community.members.models import Member
from community.notifications import unsubscribing
from community.notifications.models import GuestSubscription, Kind, Notification


@dataclass(frozen=True)
class Receiver:
    """What letters need to know of whom they are for."""

    address: str
    language: str
    name: str  # among the keys of mails, where it is never another's
    member: Member | None = None
    guest: GuestSubscription | None = None

    @classmethod
    def of_member(cls, member: Member) -> "Receiver":
        return cls(member.email, member.language, str(member.pk), member=member)

    @classmethod
    def of_guest(cls, guest: GuestSubscription) -> "Receiver":
        return cls(guest.email, guest.language, f"guest-{guest.pk}", guest=guest)

    @classmethod
    def of(cls, line: Notification) -> "Receiver":
        """Who is told by a line."""
        return cls.of_guest(line.guest) if line.guest is not None else cls.of_member(line.member)  # type: ignore[arg-type]

    def unsubscribe_link(self, kind: Kind | None, thread: models.Model) -> str:
        """Where mail of this kind and about this thread stops; empty where it cannot."""
        if self.guest is not None:
            return unsubscribing.guest_link(self.guest)
        return unsubscribing.link(self.member, kind, thread) if kind is not None and kind.is_optional else ""  # type: ignore[arg-type]
