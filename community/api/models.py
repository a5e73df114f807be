"""ApiKey: lets a program act for a member, with a scope and an end."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PREFIX = "plk_"


class ApiKeyQuerySet(models.QuerySet):
    def in_force(self, now=None):
        """Keys that are neither revoked nor over, of members whose account works."""
        now = now or timezone.now()
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None, member__is_active=True)


class ApiKey(models.Model):
    """A key of a member. Only its SHA-256 is kept: the key has 256 random bits, so a slow hash would add nothing."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and write")

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_keys")
    name = models.CharField(_("what it is for"), max_length=80)
    scope = models.CharField(_("may"), max_length=10, choices=Scope, default=Scope.READ)
    start = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("ends"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_on = models.DateField(_("last used"), null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["-created_at"]

    def __str__(self):
        return f"{self.name} ({self.start}…)"

    @classmethod
    def make(cls, *, member, name: str, scope: str, expires_at=None) -> tuple["ApiKey", str]:
        """A new key and its words, which can be shown this once only."""
        words = PREFIX + secrets.token_urlsafe(32)
        key = cls.objects.create(
            member=member, name=name, scope=scope, start=words[:10], digest=_digest(words), expires_at=expires_at
        )
        return key, words

    def renew(self) -> str:
        """Other words for the key, which are returned; the ones before open nothing any more."""
        words = PREFIX + secrets.token_urlsafe(32)
        self.start, self.digest = words[:10], _digest(words)
        self.save(update_fields=["start", "digest"])
        return words

    @classmethod
    def find(cls, words: str) -> "ApiKey | None":
        """The key in force with these words, with its member. One query, and one write a day."""
        key = cls.objects.in_force().select_related("member").filter(digest=_digest(words)).first()
        today = timezone.now().date()
        if key is not None and key.last_used_on != today:
            cls.objects.filter(pk=key.pk).update(last_used_on=today)
        return key

    @property
    def may_write(self) -> bool:
        return self.scope == self.Scope.WRITE

    def revoke(self) -> None:
        """End the key now. Revoking twice changes nothing."""
        type(self).objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now())
        self.refresh_from_db(fields=["revoked_at"])


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
