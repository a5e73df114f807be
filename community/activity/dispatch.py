"""Hand waiting deliveries to their readers: in batches, locked, each batch and its effects in one transaction."""

import logging
import time

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from community.activity import registry
from community.activity.models import Delivery

log = logging.getLogger(__name__)
BATCH = 100


def read_all(*, budget: float = 20.0) -> int:
    """Let every reader read what waits, until nothing is left or `budget` seconds are over. Returns how many were read."""
    ends = time.monotonic() + budget
    total = 0
    while True:
        found = sum(read_batch(name) for name in sorted(registry.all_readers()))
        total += found
        if not found or time.monotonic() > ends:
            return total


def read_batch(name: str) -> int:
    """Let one reader read one batch; returns the number of deliveries that were tried.

    Rows that another worker holds are passed over. A batch that fails is read one by one, so that one poisoned event
    delays nobody: it alone comes back later, and is parked in the end.
    """
    read = registry.all_readers()[name]
    with transaction.atomic():
        waiting = _take(name, skip_locked=True)
        if not waiting:
            return 0
        done = waiting if _succeeds(read, waiting) else [d for d in waiting if _read_alone(read, d)]
        Delivery.objects.filter(pk__in=[d.pk for d in done]).delete()
    return len(waiting)


def drain(*only: str, rounds: int = 1000) -> None:
    """Let these readers, or all, read until nothing waits for them, now; for tests and commands. Raises what a reader raises."""
    for _round in range(rounds):
        waiting_for = Delivery.objects.waiting().order_by().values_list("reader", flat=True).distinct()
        names = set(waiting_for) & set(only or registry.all_readers())
        if not names:
            return
        for name in sorted(names):
            with transaction.atomic():
                waiting = _take(name, skip_locked=False)
                registry.all_readers()[name]([d.event for d in waiting])
                Delivery.objects.filter(pk__in=[d.pk for d in waiting]).delete()
    raise RuntimeError("Readers keep feeding each other.")


def backlog() -> dict[str, float | int]:
    """For `/readyz`: seconds since the oldest unread event fell due, and how many are unread and parked. Three queries."""
    now = timezone.now()
    oldest = Delivery.objects.waiting(now).values_list("event__at", flat=True).first()
    return {
        "oldest_unread_seconds": round((now - oldest).total_seconds(), 1) if oldest else 0,
        "unread": Delivery.objects.filter(parked_at=None).count(),
        "parked": Delivery.objects.parked().count(),
    }


def _take(name: str, *, skip_locked: bool) -> list[Delivery]:
    """Lock a batch of what waits for a reader, with events and their subjects loaded."""
    waiting = list(
        Delivery.objects.waiting()
        .filter(reader=name)
        .select_for_update(skip_locked=skip_locked, of=("self",))
        .select_related("event", "event__actor", "event__topic")[:BATCH]
    )
    prefetch_related_objects([d.event for d in waiting], "subject")
    return waiting


def _succeeds(read, waiting: list[Delivery]) -> bool:
    try:
        with transaction.atomic():
            read([d.event for d in waiting])
    except Exception:
        log.exception("A batch of %d events failed; reading them one by one.", len(waiting))
        return False
    return True


def _read_alone(read, delivery: Delivery) -> bool:
    try:
        with transaction.atomic():
            read([delivery.event])
    except Exception as error:
        log.exception("Reader %s failed on event %s.", delivery.reader, delivery.event_id)
        delivery.note_failure(error)
        return False
    return True
