"""What was broken for many, and what was said about it."""

from datetime import datetime, timedelta

from django.utils import timezone

from community.incidents.models import Incident
from community.operations.demo.replay.acts import plays
from community.operations.demo.script import Happening
from community.operations.demo.stage import Stage


@plays("incident")
def declare(stage: Stage, happening: Happening) -> None:
    incident = Incident.declare(
        by=stage.person(happening),
        title=happening.title,
        body=stage.words(happening),
        severity=happening["severity"],
        topics=[stage.topics[slug] for slug in happening.listed("topics")],
        next_update_at=_next_update(happening),
    )
    stage.name(happening.thread, incident)


@plays("update")
def update(stage: Stage, happening: Happening) -> None:
    stage.thing(happening, "incident").update(
        by=stage.person(happening),
        state=happening["state"],
        body=stage.words(happening),
        next_update_at=_next_update(happening),
    )


def _next_update(happening: Happening) -> datetime | None:
    """`next=2h` promises the next update in two hours."""
    hours = happening.get("next").removesuffix("h")
    return timezone.now() + timedelta(hours=int(hours)) if hours else None
