"""The status page, an incident, its feed: for everybody; declaring and updating: for staff with the right."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.utils import timezone

from community.activity.models import Event
from community.content import subjects
from community.incidents.models import Incident
from community.notifications.models import Subscription
from tests.cast import make_question

ATOM = "{http://www.w3.org/2005/Atom}"
DECLARATION = {
    "title": "Hubs lose their connection",
    "severity": "critical",
    "body": "Since noon, about **one in ten**.",
    "next_update_in": "60",
}


def test_agent_declares_an_incident(cast, sign_in, client):
    client = sign_in(cast.agent)
    response = client.post("/incidents/new/", DECLARATION | {"topics": [cast.topic.pk]})
    incident = Incident.objects.get()
    assert response["Location"] == incident.get_absolute_url()
    assert incident.slug.startswith("hubs-lose-their-connection-")
    assert list(incident.topics.all()) == [cast.topic]
    assert timedelta(minutes=59) < incident.next_update_at - timezone.now() <= timedelta(minutes=60)
    client.logout()
    page = client.get(incident.get_absolute_url()).content.decode()
    for words in (
        "Hubs lose their connection",
        "<strong>one in ten</strong>",
        "Agnes Agent",
        "Next update by",
        "Wi-Fi",
    ):
        assert words in page


@pytest.mark.django_db(transaction=True)
def test_banner_stands_on_every_page_at_once(cast, client):
    assert "Hubs lose" not in client.get("/incidents/").content.decode()
    incident = Incident.declare(by=cast.agent, title="Hubs lose their connection", body="Now.", severity="major")
    assert "incident-banner" in client.get("/incidents/").content.decode()
    incident.update(by=cast.agent, state="resolved", body="It is over.")
    page = client.get("/incidents/").content.decode()
    assert "incident-banner" not in page
    assert "Everything works, as far as we know." in page


def test_declaring_twice_declares_once(cast, sign_in):
    client = sign_in(cast.agent)
    assert (
        client.post("/incidents/new/", DECLARATION)["Location"]
        == client.post("/incidents/new/", DECLARATION)["Location"]
    )
    assert Incident.objects.count() == 1


def test_what_was_typed_is_not_lost_to_an_error(cast, sign_in):
    response = sign_in(cast.agent).post("/incidents/new/", DECLARATION | {"title": "Hm"})
    assert response.status_code == 422
    assert "Say a little more" in response.content.decode()
    assert "one in ten" in response.content.decode()


@pytest.mark.parametrize("who", ["asker", "advocate", "editor", "moderator", "manager"])
def test_others_may_not_declare_update_or_attach(cast, incident, sign_in, who):
    client = sign_in(getattr(cast, who))
    for page in (
        "/incidents/new/",
        f"{incident.get_absolute_url()}updates/",
        f"{incident.get_absolute_url()}questions/",
    ):
        assert client.post(page, DECLARATION).status_code == 403
    assert "Write an update" not in client.get(incident.get_absolute_url()).content.decode()
    assert incident.updates.count() == 1


def test_updates_are_newest_first_with_who_said_it(cast, incident, sign_in):
    client = sign_in(cast.second_agent)
    client.post(
        f"{incident.get_absolute_url()}updates/",
        {"state": "cause-found", "body": "A certificate ran out.", "next_update_in": "30"},
    )
    page = client.get(incident.get_absolute_url()).content.decode()
    assert page.index("A certificate ran out.") < page.index("one in ten")
    assert "Albert Agent" in page
    incident.refresh_from_db()
    assert incident.state == Incident.State.CAUSE_FOUND


def test_resolved_incident_is_history(cast, incident, sign_in, client):
    sign_in(cast.agent).post(
        f"{incident.get_absolute_url()}updates/", {"state": "resolved", "body": "It is over.", "next_update_in": "30"}
    )
    incident.refresh_from_db()
    assert incident.next_update_at is None
    client.logout()
    page = client.get("/incidents/").content.decode()
    assert page.index("Past incidents") < page.index("Hubs lose their connection")


def test_overdue_update_reminds_staff(cast, incident, sign_in, client):
    Incident.objects.update(next_update_at=timezone.now() - timedelta(minutes=5))
    assert list(Incident.objects.update_overdue()) == [incident]
    assert "The next update is overdue." in sign_in(cast.agent).get(incident.get_absolute_url()).content.decode()
    client.logout()
    cache.clear()
    assert "An update was promised by" in client.get(incident.get_absolute_url()).content.decode()


def test_question_is_attached_by_number_or_address(cast, incident, sign_in):
    first = cast.question()
    second = make_question(by=cast.asker, topic=cast.topic, title="Is it only me?")
    client = sign_in(cast.agent)
    address = f"{incident.get_absolute_url()}questions/"
    client.post(address, {"attach-question": str(first.pk)})
    client.post(address, {"attach-question": f"http://localhost:8000{second.get_absolute_url()}"})
    assert set(incident.questions.all()) == {first, second}
    client.logout()
    assert "Is it only me?" in client.get(incident.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("said", "status"), [("none", 422), ("999999", 404), ("12345678901234567890", 422)])
def test_question_that_is_none(cast, incident, sign_in, said, status):
    response = sign_in(cast.agent).post(f"{incident.get_absolute_url()}questions/", {"attach-question": said})
    assert response.status_code == status


def test_member_follows_and_stops(cast, incident, sign_in):
    client = sign_in(cast.asker)
    client.post(f"{incident.get_absolute_url()}follow/")
    assert Subscription.is_following(cast.asker, incident)
    fragment = client.post(f"{incident.get_absolute_url()}follow/remove/", headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in fragment.content.decode()
    assert not Subscription.is_following(cast.asker, incident)


def test_who_declares_follows(cast, incident):
    assert Subscription.is_following(cast.agent, incident)


def test_feed_has_every_update(cast, incident, client):
    incident.update(by=cast.agent, state="fixing", body="We are on it.")
    feed = ElementTree.fromstring(client.get("/incidents/feed.atom").content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Fixing: Hubs lose their connection", "Investigating: Hubs lose their connection"]
    assert len({entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")}) == 2


def test_incident_for_staff_is_for_staff(cast, client, sign_in):
    inside = Incident.declare(by=cast.agent, title="Desk phones are down", body="…", severity="minor", audience="staff")
    assert "Desk phones" not in client.get("/incidents/").content.decode()
    assert "Desk phones" not in client.get("/incidents/feed.atom").content.decode()
    assert client.get(inside.get_absolute_url()).status_code == 404
    assert sign_in(cast.editor).get(inside.get_absolute_url()).status_code == 200


def test_signed_out_pages_carry_no_cookie_and_few_queries(cast, incident, client, django_assert_max_num_queries):
    for page in ("/incidents/", incident.get_absolute_url(), "/incidents/feed.atom"):
        cache.clear()
        with django_assert_max_num_queries(6):
            response = client.get(page)
        assert response.status_code == 200
        assert not response.cookies
        assert response["Cache-Control"].startswith("public")
        with django_assert_max_num_queries(0):
            client.get(page)


def test_many_incidents_cost_the_same(cast, incident, client, django_assert_max_num_queries):
    def count():
        cache.clear()
        with django_assert_max_num_queries(6) as found:
            client.get("/incidents/")
        return len(found)

    for number in range(2):
        Incident.declare(by=cast.agent, title=f"Open number {number}", body="…", severity="minor", topics=[cast.topic])
    ended = Incident.declare(by=cast.agent, title="Ended number 0", body="…", severity="minor", topics=[cast.topic])
    ended.update(by=cast.agent, state="resolved", body="Over.")
    few = count()
    for number in range(1, 12):
        one = Incident.declare(
            by=cast.agent, title=f"Ended number {number}", body="…", severity="minor", topics=[cast.topic]
        )
        one.update(by=cast.agent, state="resolved", body="Over.")
    assert count() == few


def test_incident_is_a_subject(cast, incident):
    assert subjects.name_of(incident) == "incident"
    assert subjects.get_visible("incident", incident.pk, cast.asker) == incident
    assert "one in ten" in incident.search_document()["body_html"]
    incident.hide(by=cast.moderator)
    incident.refresh_from_db()
    assert incident.search_document() is None


def test_events_hold_no_words(cast, incident):
    incident.update(by=cast.agent, state="fixing", body="We are on it.")
    for event in Event.objects.filter(verb__startswith="incidents."):
        assert "one in ten" not in str(event.data)
        assert "on it" not in str(event.data)
