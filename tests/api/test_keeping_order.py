"""What programs of staff do about incidents and reports, and what everybody's may."""

import pytest

from community.incidents.models import Incident
from community.moderation.models import Decision, Flag
from tests.forum.programs import program_of, reader_of


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """The second factor of staff has a test of its own."""
    settings.STAFF_NEED_SECOND_FACTOR = False


def test_an_incident_is_declared_once_told_about_and_followed(client, cast):
    agent, new = program_of(cast.agent), {"title": "Hubs go offline", "body": "We look.", "severity": "major"}
    question = cast.question()

    declared, again = (
        agent("/incidents", new | {"topics": [cast.topic.slug], "next_update_in": 60}).json() for _ in range(2)
    )
    path = f"/incidents/{declared['slug']}"
    updated = [agent(f"{path}/updates", {"state": "fixing", "body": "Found it."}).json()["id"] for _ in range(2)]

    assert declared["slug"] == again["slug"] and declared["topics"] == ["wi-fi"] and declared["next_update_at"]
    assert updated[0] == updated[1]
    assert agent(f"{path}/questions", {"question": question.pk}).status_code == 204
    question.refresh_from_db()
    assert question.incident == Incident.objects.get()
    assert [words["body"] for words in client.get(f"/api/v1{path}").json()["updates"]] == ["Found it.", "We look."]
    assert client.get("/api/v1/incidents?state=resolved").json()["incidents"] == []
    assert [row["state"] for row in client.get("/api/v1/incidents?state=open").json()["incidents"]] == ["fixing"]
    assert program_of(cast.asker)(f"{path}/follow").json() == {"is_following": True}
    assert program_of(cast.asker)(f"{path}/follow/remove").json() == {"is_following": False}


def test_only_staff_with_the_right_tell_of_incidents_and_nothing_private(cast, settings):
    new = {"title": "Hubs go offline", "body": "Write to ann@mailbox.org.", "severity": "major"}

    assert program_of(cast.moderator)("/incidents", new).status_code == 403
    assert program_of(cast.agent)("/incidents", new).json()["facts"][0]["kind"] == "mail_address"
    settings.STAFF_NEED_SECOND_FACTOR = True
    assert "second factor" in program_of(cast.agent)("/incidents", new | {"body": "We look."}).json()["detail"]
    assert not Incident.objects.exists()


def test_a_report_is_counted_once_and_decided_by_a_moderator(cast):
    answer, moderator = cast.answer(), program_of(cast.moderator)
    path = f"/flags/answer/{answer.pk}"

    said = {"reason": "spam", "note": "An advertisement."}
    assert [program_of(cast.stranger)(path, said).status_code for _ in range(2)] == [204, 204]
    assert program_of(cast.stranger)(path, {"reason": "other"}).status_code == 422
    assert program_of(cast.helper)(path, said).status_code == 409
    assert program_of(cast.stranger)("/flags/answer/0", said).status_code == 404
    assert Flag.objects.count() == 1

    row = reader_of(cast.moderator)("/moderation/reviews").json()["reviews"][0]
    assert (row["author"], row["flags"]) == ("hugo", [said])
    decision = f"/moderation/reviews/{row['id']}/decision"
    assert program_of(cast.stranger)(decision, {"action": "hide", "reason": "spam"}).status_code == 403
    assert reader_of(cast.agent)("/moderation/reviews").status_code == 403
    assert moderator(decision, {"action": "hide"}).status_code == 422
    assert moderator(decision, {"action": "hide", "reason": "spam"}).json()["statement"]
    assert moderator(decision, {"action": "keep"}).status_code == 409
    answer.refresh_from_db()
    assert answer.is_hidden and Decision.objects.count() == 1
