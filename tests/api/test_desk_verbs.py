"""What an agent's program does on the desk, and who finds nothing there."""

import pytest

from community.support.models import Case
from tests.forum.programs import program_of, reader_of


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """The second factor of staff is tested where it is the point."""
    settings.STAFF_NEED_SECOND_FACTOR = False


@pytest.fixture
def path(cast) -> str:
    case = Case.open_privately(by=cast.asker, title="My invoice is wrong", body="Elm Road.", topic=cast.topic)
    return f"/support/cases/{case.ref}"


def test_an_agent_works_on_a_case_from_the_queue_to_its_end(cast, path):
    agent, second, read = program_of(cast.agent), program_of(cast.second_agent), reader_of(cast.agent)

    assert [row["title"] for row in read("/support/cases?owner=nobody").json()["cases"]] == ["My invoice is wrong"]
    assert agent(f"{path}/acknowledgement").json()["owner"]["username"] == "agnes"
    assert second(f"{path}/owner", {}).status_code == 409
    assert agent(f"{path}/priority", {"priority": "urgent"}).json()["priority"] == "urgent"
    assert [agent(f"{path}/notes", {"body": "She moved."}).status_code for _ in range(2)] == [201, 201]
    first = read(path).json()["messages"][0]["id"]
    Case.objects.get().customer_replies(body="Or Oak Street?")
    assert agent(f"{path}/messages", {"body": "Which street?", "seen": first}).status_code == 409
    assert agent(f"{path}/messages", {"body": "Which street?"}).json()["is_from_customer"] is False

    handed = agent(f"{path}/handoff", {"to": "albert", "note": "Ask her."}).json()
    assert (handed["owner"]["username"], handed["handoff"]["note"]) == ("albert", "Ask her.")
    assert agent(f"{path}/handoff", {"to": "sam", "note": "Ask her."}).status_code == 422
    assert second(f"{path}/handoff/acceptance").json()["handoff"] is None
    assert second(f"{path}/owner", {"to": "agnes"}).json()["owner"]["username"] == "agnes"

    ended = agent(f"{path}/outcome", {"outcome": "solved", "public_words": "Sent to ann@mailbox.org."}).json()
    assert ended["outcome"] == "solved" and [note["body"] for note in ended["notes"]] == ["She moved.", "Ask her."]
    assert agent(f"{path}/outcome/remove").json()["ended_at"] is None
    found = read(path)
    assert found["Cache-Control"] == "no-store, private" and len(found.json()["messages"]) == 3


def test_an_end_that_everybody_reads_says_how_and_nothing_private(cast, work):
    question = cast.question()
    question.escalate(by=cast.asker, reason="It is about my contract.")
    work()
    address, agent = f"/support/cases/{question.case.ref}/outcome", program_of(cast.agent)

    assert agent(address, {"outcome": "solved"}).status_code == 422
    private = agent(address, {"outcome": "solved", "public_words": "Sent to ann@mailbox.org."})
    assert private.json()["facts"][0]["kind"] == "mail_address"
    agent(address, {"outcome": "solved", "public_words": "Sent to ann@mailbox.org.", "private_facts": "remove"})
    question.refresh_from_db()
    assert question.outcome == "solved" and "ann@" not in question.outcome_reason


@pytest.mark.parametrize("who", ["asker", "stranger", "advocate", "editor", "moderator", "manager"])
def test_who_cannot_work_on_a_case_finds_none(cast, path, who):
    send, read = program_of(getattr(cast, who)), reader_of(getattr(cast, who))

    assert read("/support/cases").status_code == 403
    for address in (path, "/support/cases/C-222222"):
        assert read(address).status_code == send(f"{address}/notes", {"body": "Hm."}).status_code == 404
    assert not Case.objects.get().notes.exists()


def test_the_desk_asks_for_a_second_factor_where_the_site_does(cast, path, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True

    assert "second factor" in reader_of(cast.agent)(path).json()["detail"]
    assert program_of(cast.agent)(f"{path}/acknowledgement").status_code == 403
    assert Case.objects.get().acknowledged_at is None
