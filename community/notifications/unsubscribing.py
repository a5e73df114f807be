"""The link with which a mail is the last one of its kind: signed, for one person, without signing in (RFC 8058)."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.core import signing
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from community.notifications.models import GuestSubscription, Kind, MailPreference, Pace, Subscription
from community.notifications.notices import thread_key, thread_of

_SALT = "community.notifications.unsubscribe"
_DIGEST, _GUEST = "digest", "guest"


@dataclass(frozen=True)
class Done:
    """What a page says when it has stopped."""

    title: Any
    text: Any


class Unsubscription(Protocol):
    """Who wants to hear no more, of what."""

    def choices(self) -> list[tuple[str, Any]]:
        """What can be stopped, by name, the likeliest first: that is what one click stops."""

    def stop(self, what: str) -> Done:
        """Stop one of the choices; twice is the same as once."""


@dataclass(frozen=True)
class OfThread:
    """A member and a thread (None when it is gone), or all mail of a kind."""

    member: Member
    kind: Kind
    thread: models.Model | None

    def choices(self) -> list[tuple[str, Any]]:
        kind = format_lazy(_("No more mail of the kind “{kind}”"), kind=self.kind.label)
        if self.thread is None:
            return [("kind", kind)]
        is_fresh = self.kind == Kind.FRESH
        return [
            ("thread", _("Stop following it") if is_fresh else _("No more about this conversation")),
            ("kind", kind),
        ]

    def stop(self, what: str) -> Done:
        if what == "kind" or self.thread is None:
            MailPreference.choose(self.member, self.kind, Pace.OFF)
            text = _("“{kind}” does not come by mail any more. It still stands in your notifications.")
            return Done(_("Done: no more mail of this kind"), format_lazy(text, kind=self.kind.label))
        Subscription.unfollow(self.member, self.thread)
        if self.kind == Kind.FRESH:
            text = _("You do not follow it any more. If you change your mind, follow it again on its page.")
            return Done(_("Done: this was the last mail about it"), text)
        return Done(
            _("Done: this was the last mail about it"),
            _("You hear no more about this conversation. If you change your mind, follow it again on its page."),
        )


@dataclass(frozen=True)
class OfDigest:
    """A member and the digest of a pace."""

    member: Member
    pace: Pace

    def choices(self) -> list[tuple[str, Any]]:
        is_daily = self.pace == Pace.DAILY
        return [("digest", _("No more daily digests") if is_daily else _("No more weekly digests"))]

    def stop(self, what: str) -> Done:
        MailPreference.stop_digest(self.member, self.pace)
        return Done(
            _("Done: this digest does not come any more"), _("What would be in it still stands in your notifications.")
        )


@dataclass(frozen=True)
class OfGuest:
    """An address without an account, and what it follows; None when it does not any more."""

    guest: GuestSubscription | None

    def choices(self) -> list[tuple[str, Any]]:
        return [("guest", _("No more mail about this question"))]

    def stop(self, what: str) -> Done:
        if self.guest is not None:
            self.guest.delete()
        return Done(
            _("Done: this was the last mail about it"), _("Your address is deleted here, with what we had sent to it.")
        )


def link(member: Member, kind: Kind, thread: models.Model) -> str:
    """The full address that stands in a mail about a thread."""
    return _address([member.pk, kind.value, thread_key(thread)])


def digest_link(member: Member, pace: Pace) -> str:
    """The full address that stands in a digest."""
    return _address([_DIGEST, member.pk, pace.value])


def guest_link(guest: GuestSubscription) -> str:
    """The full address that stands in a mail to somebody without an account."""
    return _address([_GUEST, guest.pk])


def read(token: str) -> Unsubscription:
    """What a link stands for. Up to two queries. Raises Http404 for one that was not made here."""
    try:
        first, *rest = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Http404("This link was not made here.") from error
    if first == _GUEST:
        return OfGuest(GuestSubscription.objects.filter(pk=rest[0]).first())
    if first == _DIGEST:
        return OfDigest(_member(rest[0]), Pace(rest[1]))
    return OfThread(_member(first), Kind(rest[0]), thread_of(rest[1]))


def _address(facts: list) -> str:
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[signing.dumps(facts, salt=_SALT)])


def _member(pk: int) -> Member:
    member = Member.objects.filter(pk=pk).first()
    if member is None:
        raise Http404("This account is gone.")
    return member
