"""Cases in the states that tests begin from, reached through the verbs."""

import pytest

from community.support.models import Case


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """The second factor of staff is tested where it is the point."""
    settings.STAFF_NEED_SECOND_FACTOR = False


@pytest.fixture
def case(cast, work) -> Case:
    """The asker's question, for which they asked for staff."""
    question = cast.question()
    question.escalate(by=cast.asker, reason="It is about my contract.")
    work()
    return question.case


@pytest.fixture
def private_case(cast) -> Case:
    """A request of the asker that was never public."""
    return Case.open_privately(
        by=cast.asker, title="My invoice has the wrong address", body="It says **Elm Road**.", topic=cast.topic
    )


@pytest.fixture
def sign_in(client):
    def sign_in_as(member):
        client.force_login(member)
        return client

    return sign_in_as
