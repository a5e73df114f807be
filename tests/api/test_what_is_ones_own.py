"""What a program reads and does of what is its member's alone: private cases, and what they were told."""

import pytest

from community.support.models import Case
from tests.forum.programs import program_of, reader_of

OTHERS = ["stranger", "helper", "colleague", "moderator", "agent"]


def test_a_customer_opens_a_case_and_talks_with_support(cast, settings):
    cast.topic.save()
    asker, read = program_of(cast.asker), reader_of(cast.asker)
    new = {"title": "My  invoice is wrong", "topic": "wi-fi", "body": "Write to ann@mailbox.org."}

    opened, again = (asker("/cases", new).json() for _ in range(2))
    case = Case.objects.get()
    case.reply(by=cast.agent, body="Which *street*?")
    case.add_note(by=cast.agent, body="She moved.")
    sent = asker(f"/cases/{case.ref.lower()}/messages", {"body": "Elm Road."})

    assert opened["ref"] == again["ref"] and opened["title"] == "My invoice is wrong" and opened["promise"]
    assert (sent.status_code, sent.json()["is_from_customer"]) == (201, True)
    found = read(f"/cases/{case.ref}")
    assert [words["body"] for words in found.json()["messages"]] == [new["body"], "Which *street*?", "Elm Road."]
    assert found["Cache-Control"] == sent["Cache-Control"] == "no-store, private"
    assert "She moved" not in found.content.decode()
    assert [row["ref"] for row in read("/cases").json()["cases"]] == [case.ref]

    Case.objects.update(state=Case.State.CLOSED, ended_at=case.opened_at)
    assert asker(f"/cases/{case.ref}/messages", {"body": "Hello?"}).status_code == 409


@pytest.mark.parametrize("who", OTHERS)
def test_a_case_is_for_no_program_of_anybody_else(cast, who):
    case = Case.open_privately(by=cast.asker, title="My invoice is wrong", body="Elm Road.", topic=cast.topic)
    other = getattr(cast, who)

    for ref in (case.ref, "C-222222"):
        assert reader_of(other)(f"/cases/{ref}").status_code == 404
        assert program_of(other)(f"/cases/{ref}/messages", {"body": "Hi"}).status_code == 404
    assert reader_of(other)("/cases").json()["cases"] == []
    assert case.messages.count() == 1


def test_without_a_key_nothing_of_this_is_there(client, cast):
    for path in ("/cases", "/cases/C-222222", "/notifications", "/moderation/reviews"):
        assert client.get(f"/api/v1{path}").status_code == 401
    assert client.post("/api/v1/cases", {}, content_type="application/json").status_code == 401


def test_a_program_reads_what_its_member_was_told_and_mutes_a_thread(cast, work):
    first, second = cast.question(), cast.question(title="The light blinks red at noon")
    cast.answer(first)
    cast.answer(second)
    work()
    asker, read = program_of(cast.asker), reader_of(cast.asker)

    told = read("/notifications?unread=true").json()["notifications"]

    assert [line["thread_title"] for line in told] == [second.title, first.title]
    assert program_of(cast.helper)(f"/notifications/{told[0]['id']}/mute").status_code == 404
    assert asker(f"/notifications/{told[0]['id']}/mute").json() == {"unread": 1}
    assert asker("/notifications/read").json() == {"unread": 0}
    cast.answer(second, body="Or another cable?", by=cast.stranger)
    work()
    assert read("/notifications?unread=true").json()["notifications"] == []
