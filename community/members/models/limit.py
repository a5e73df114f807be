"""Counts for rate limits, where all processes share them and nothing else has to run."""

from django.db import models


class LimitWindow(models.Model):
    """How often one person or address did one thing in one window of time."""

    key = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "starts_at"], name="limit_window_once")]
        indexes = [models.Index(fields=["starts_at"], name="limit_window_start")]

    def __str__(self):
        return f"{self.key} {self.starts_at:%H:%M}: {self.count}"
