"""The link with which a mail is the last one of its kind: signed, for one member, without signing in (RFC 8058)."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.db import models
from django.http import Http404
from django.urls import reverse

from community.members.models import Member
from community.notifications.models import Kind, MailPreference, Subscription
from community.notifications.notices import thread_key, thread_of

_SALT = "community.notifications.unsubscribe"


@dataclass(frozen=True)
class Unsubscription:
    """Who wants to hear no more, of which thread (None when it is gone) and of which kind."""

    member: Member
    kind: Kind
    thread: models.Model | None

    def mute_thread(self) -> None:
        """Nothing more about this thread, by mail or in the list. Twice is the same as once."""
        if self.thread is not None:
            Subscription.unfollow(self.member, self.thread)

    def switch_off_kind(self) -> None:
        """No more mail of this kind; the list on the site still has it. Twice is the same as once."""
        MailPreference.choose(self.member, self.kind, MailPreference.Pace.OFF)


def link(member: Member, kind: Kind, thread: models.Model) -> str:
    """The full address that stands in the mail."""
    token = signing.dumps([member.pk, kind.value, thread_key(thread)], salt=_SALT)
    return settings.SITE_URL + reverse("notifications:unsubscribe", args=[token])


def read(token: str) -> Unsubscription:
    """What a link stands for. Up to two queries. Raises Http404 for one that was not made here."""
    try:
        member_id, kind, thread = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise Http404("This link was not made here.") from error
    member = Member.objects.filter(pk=member_id).first()
    if member is None:
        raise Http404("This account is gone.")
    return Unsubscription(member, Kind(kind), thread_of(thread))
