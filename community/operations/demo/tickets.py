"""What people wrote to the help desk before they found the community: made up, a few, for common requests."""

import csv
from datetime import timedelta
from pathlib import Path

from community.operations.demo.stage import Stage
from community.search import index
from knowledgebase.models import ContactCost, Ticket

_FILE = Path(__file__).with_name("story") / "tickets.csv"
_COSTS = {"email": 9, "phone": 14, "chat": 6, "community": 2}


def make_tickets(stage: Stage) -> None:
    """The tickets of the story, in the index, and what a contact costs by its channel. As often as one likes."""
    for channel, cost in _COSTS.items():
        ContactCost.objects.get_or_create(channel=channel, defaults={"cost": cost})
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    Ticket.objects.bulk_create(
        (_ticket(stage, number, row) for number, row in enumerate(rows, start=1)), ignore_conflicts=True
    )
    index.refresh(Ticket, Ticket.objects.filter(source="helpdesk").values_list("pk", flat=True))


def _ticket(stage: Stage, number: int, row: dict[str, str]) -> Ticket:
    written = stage.start - timedelta(days=int(row["days ago"]), hours=number % 7)
    took = row["hours to solve"]
    return Ticket(
        source="helpdesk",
        external_id=f"HD-{1000 + number}",
        subject=row["subject"],
        body=row["text"],
        channel=row["channel"],
        topic=stage.topics.get(row["topic"]),
        language="en",
        created_at=written,
        solved_at=written + timedelta(hours=int(took)) if took else None,
    )
