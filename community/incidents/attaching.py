"""A question belongs to an incident. Questions live in a higher room."""

from typing import Protocol, cast

from community.content import subjects
from community.incidents.models import Incident


class Attachable(Protocol):
    """What incidents ask of a question."""

    def attach_to(self, incident: Incident, *, by) -> None: ...


def attach(question_id: int, incident: Incident, *, by) -> None:
    """The question is about this incident: its clock stops, its asker hears of updates. Http404 for one out of sight."""
    cast(Attachable, subjects.get_visible("question", question_id, by)).attach_to(incident, by=by)
