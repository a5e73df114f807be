"""ReplyToken: the address that takes a member's replies to one thread."""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LASTS = timedelta(days=90)
_IN_AN_ADDRESS = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)


def new_token() -> str:
    """128 random bits, in letters that no mail program changes: some write an address in capitals, or without them."""
    return secrets.token_hex(16)


class ReplyToken(models.Model):
    """One for each member and thread. It lasts for 90 days after the last mail about the thread.

    It is kept as it is: the mails that carry it are rows too. What guards a thread is that the sender must be the member.
    """

    token = models.CharField(max_length=32, unique=True, default=new_token)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reply_tokens")
    thread = models.CharField(max_length=80)
    expires_at = models.DateTimeField(_("lasts until"))

    class Meta:
        verbose_name = _("reply address")
        verbose_name_plural = _("reply addresses")
        constraints = [models.UniqueConstraint(fields=["member", "thread"], name="reply_token_once")]
        indexes = [models.Index(fields=["expires_at"], name="reply_token_expires")]

    def __str__(self):
        return f"{self.member}: {self.thread}"

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def address(self) -> str:
        """`reply+0f…@help.example.com`, made of `REPLY_ADDRESS`."""
        local, _at, domain = settings.REPLY_ADDRESS.partition("@")
        return f"{local}+{self.token}@{domain}"

    @classmethod
    def renew(cls, members: Iterable[int], thread: str) -> dict[int, "ReplyToken"]:
        """The tokens of these members for the thread, by member, good for 90 days from now. Two queries."""
        ids = sorted(set(members))
        cls.objects.bulk_create(
            [cls(member_id=pk, thread=thread, expires_at=timezone.now() + LASTS) for pk in ids],  # type: ignore[misc]
            update_conflicts=True,
            unique_fields=["member", "thread"],
            update_fields=["expires_at"],
        )
        return {token.member_id: token for token in cls.objects.filter(member__in=ids, thread=thread)}

    @classmethod
    def in_addresses(cls, addresses: Iterable[str]) -> "ReplyToken | None":
        """The token that one of these addresses carries, the first that is ours. One query."""
        named = [found[1].lower() for address in addresses if (found := _IN_AN_ADDRESS.search(address))]
        ours = {token.token: token for token in cls.objects.filter(token__in=named).select_related("member")}
        return next((ours[name] for name in named if name in ours), None)

    @classmethod
    def forget(cls, now: datetime | None = None) -> int:
        """Delete what expired as long ago as it lasted: until then, who answers is told that it is too late."""
        deleted, _rows = cls.objects.filter(expires_at__lt=(now or timezone.now()) - LASTS).delete()
        return deleted

    @staticmethod
    def is_in(address: str) -> bool:
        """Whether an address has the form of one that carries a token."""
        return _IN_AN_ADDRESS.search(address) is not None
