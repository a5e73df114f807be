"""Submission: a form that was sent, and what it made. Sending the same again leads there and makes nothing."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils import timezone

REMEMBERED_FOR = timedelta(minutes=10)


class Submission(models.Model):
    """The same words from the same member to the same place, within ten minutes, are one submission."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    subject_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    subject_id = models.BigIntegerField(null=True)
    subject = GenericForeignKey("subject_type", "subject_id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "digest"], name="submission_once")]

    def __str__(self):
        return f"{self.member_id}: {self.digest[:8]}"

    @classmethod
    def once(cls, what: str, *, by, words: Any, make: Callable[[], models.Model]) -> models.Model:
        """What `make` returns; or what it returned when `by` sent the same `words` under `what` a moment ago.

        Whoever sends the same at the same instant waits for the first, and gets its row. When `make` raises, nothing is
        remembered. `words` is anything that JSON can hold.
        """
        digest = hashlib.sha256(json.dumps([what, words], sort_keys=True, default=str).encode()).hexdigest()
        with transaction.atomic():
            now = timezone.now()
            cls.objects.filter(member=by, at__lt=now - REMEMBERED_FOR).delete()
            row, is_first = cls._claim(by.pk, digest, now)
            if not is_first and row.subject is not None:
                return row.subject
            row.subject = make()
            row.save(update_fields=["subject_type", "subject_id"])
            return row.subject

    @classmethod
    def _claim(cls, member_id: int, digest: str, now) -> tuple["Submission", bool]:
        """The row, locked, and whether it was written now. Waits for a transaction that writes the same row."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {cls._meta.db_table} (member_id, digest, at) VALUES (%s, %s, %s) "  # noqa: S608  own table
                "ON CONFLICT (member_id, digest) DO NOTHING",
                [member_id, digest, now],
            )
            is_first = cursor.rowcount == 1
        return cls.objects.select_for_update(of=("self",)).get(member_id=member_id, digest=digest), is_first
