"""What members are told about incidents that they follow."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.incidents.models import Incident
from community.notifications.models import Kind
from community.notifications.notices import Notice, followers_of, notice, withdrawn_by

withdrawn_by("incidents.incident.hidden")


@notice("incidents.incident.updated", "incidents.incident.resolved")
def incident_updated(event) -> Iterator[Notice]:
    """Whoever follows it."""
    yield from news(event, to=followers_of(event.subject), because=_("You get this because you follow this incident."))


def news(event, *, to, because) -> Iterator[Notice]:
    """What an update says; nothing when the update is gone. Higher rooms tell it to more people."""
    incident: Incident = event.subject
    update = incident.updates.filter(pk=event.data.get("update")).select_related("author").first()
    if update is None:
        return
    is_over = update.state == Incident.State.RESOLVED
    yield Notice(
        to=to,
        kind=Kind.FOLLOWED,
        title=format_lazy(_("News: {state}"), state=Incident.State(update.state).label),
        next_step="" if is_over else _("The next news comes by mail too."),
        action=_("See where it stands"),
        because=because,
        thread=incident,
        thread_title=incident.title,
        url=incident.get_absolute_url(),
        in_sight=incident,
        words=update.body_html,
        state="lit" if is_over else "dim",
        state_word=Incident.State(update.state).label,
        is_private=not incident.is_public,
    )
