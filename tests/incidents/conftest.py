"""An incident that is declared, and members who are signed in."""

import pytest

from community.incidents.models import Incident


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """The second factor of staff is tested where it is the point."""
    settings.STAFF_NEED_SECOND_FACTOR = False


@pytest.fixture
def incident(cast) -> Incident:
    """Something that is broken since a moment ago, declared by the agent."""
    return Incident.declare(
        by=cast.agent,
        title="Hubs lose their connection",
        body="Since noon, about **one in ten**. Heating goes on as it was set.",
        severity="major",
        topics=[cast.topic],
    )


@pytest.fixture
def sign_in(client):
    def sign_in_as(member):
        client.force_login(member)
        return client

    return sign_in_as
