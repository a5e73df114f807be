"""A few members, drawn by lot for a quarter, are shown nothing while they ask, and everything else works as ever."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.api.models import ApiKey
from community.catalogue.models import Topic
from community.incidents.models import Incident
from community.insights.deflection.outcomes import forget_people
from community.lib.quarters import Quarter
from community.members.models import Role
from forum.asking.held_out import is_held_out, protected_now, pseudonym
from forum.models import Exposure, Question
from tests.cast import Cast, make_member, make_topic
from tests.forum.answered import TITLE, TYPED, make_answered

pytestmark = pytest.mark.django_db
SHOWS = "This answered it"


class Asking:
    """Somebody at the form, in a community that has answered their question."""

    def __init__(self, client, cast: Cast, settings):
        settings.HELD_OUT_PERCENT = 50
        self.client, self.cast = client, cast
        self.solved = make_answered(cast)
        self.inside, self.out = self._drawn(False), self._drawn(True)

    def _drawn(self, out: bool):
        """A member whom the lot put there."""
        found = (make_member(f"drawn-{out}-{n}".lower()) for n in range(60))
        return next(member for member in found if is_held_out(member, timezone.now()) is out)

    def typed(self, by=None, **more) -> str:
        """What they see while they type."""
        self._is(by)
        return self.client.get("/questions/similar/", {"title": TYPED["title"]} | more).content.decode()

    def posted(self, by=None, topic: Topic | None = None):
        """What they see when they post."""
        self._is(by)
        return self.client.post("/questions/ask/", TYPED | {"topic": (topic or self.cast.topic).pk})

    def looked(self, by, **more) -> dict:
        """What their program sees."""
        key = ApiKey.make(member=by, name="mine", scope="write")[1]
        said = {"title": TYPED["title"]} | more
        headers = {"Authorization": f"Bearer {key}"}
        return self.client.get("/api/v1/questions/suggestions", said, headers=headers).json()

    def _is(self, person) -> None:
        self.client.force_login(person) if person else self.client.logout()


@pytest.fixture
def asking(client, cast, settings) -> Asking:
    return Asking(client, cast, settings)


def test_the_lot_is_the_same_for_a_quarter_and_independent_of_the_next(settings):
    settings.HELD_OUT_PERCENT = 10
    members = [SimpleNamespace(pk=pk) for pk in range(1, 8001)]
    first, last, after = (datetime(2026, *day, tzinfo=UTC) for day in ((1, 1), (3, 31, 23, 59), (4, 1)))
    out = {member.pk for member in members if is_held_out(member, first)}
    assert 730 <= len(out) <= 870
    assert out == {member.pk for member in members if is_held_out(member, last)}
    again = {member.pk for member in members if is_held_out(member, after)}
    assert 730 <= len(again) <= 870 and 50 <= len(out & again) <= 115  # as many of both as chance has
    assert pseudonym(members[0], first) == pseudonym(members[0], last) != pseudonym(members[0], after)
    settings.SECRET_KEY = "another"
    assert {member.pk for member in members if is_held_out(member, first)} != out


def test_a_quarter_is_one_of_utc():
    quarter = Quarter.of(datetime.fromisoformat("2026-01-01T00:30:00+02:00"))
    assert str(quarter) == "2025-4" and quarter.after == Quarter.named("2026-1")
    assert (quarter.since, quarter.until) == (datetime(2025, 10, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    for nonsense in ("2026-5", "2026", "x", "9999-1"):
        with pytest.raises(ValueError, match=nonsense):
            Quarter.named(nonsense)


def test_who_is_held_out_sees_nothing_anywhere_and_asks_as_where_nothing_is_known(asking):
    nothing = asking.typed(asking.out, title="The kettle leaks at its lid, slowly")
    form = asking.client.get("/questions/ask/")
    assert form.status_code == 200 and 'hx-get="/questions/similar/"' in form.content.decode()
    assert not Exposure.objects.exists()

    assert asking.typed(asking.out) == nothing and TITLE not in nothing
    assert asking.looked(asking.out) == {"suggestions": [], "seen": ""}
    posted = asking.posted(asking.out)
    question = Question.objects.latest("pk")
    assert posted["Location"] == question.get_absolute_url() and question.author == asking.out
    assert "held" not in " ".join(f"{name} {value}" for name, value in posted.headers.items()).lower()
    assert TITLE in asking.client.get("/search/", {"q": TITLE}).content.decode()
    row = Exposure.objects.get()
    assert (row.is_held_out, row.member, row.contact) == (True, asking.out, None)


def test_a_title_that_the_form_comes_with_counts_like_one_that_is_typed(asking):
    for person, is_out in ((asking.out, True), (asking.inside, False)):
        asking.client.force_login(person)
        html = asking.client.get("/questions/ask/", {"title": TYPED["title"]}).content.decode()
        assert (TITLE in html) is not is_out
        assert Exposure.objects.get(member=person).is_held_out is is_out


def test_all_others_see_what_answers_it_and_are_written_down_once_a_quarter(asking, cast):
    assert TITLE in asking.typed(asking.inside, topic=cast.topic.pk)
    assert asking.looked(asking.inside)["suggestions"][0]["title"] == TITLE
    assert SHOWS in asking.posted(asking.inside).content.decode()
    row = Exposure.objects.get()
    assert (row.is_held_out, row.member, row.topic) == (False, asking.inside, cast.topic)
    assert asking.typed(asking.inside, topic="999999") and asking.typed(asking.inside, topic="x")

    earlier = Quarter.of(timezone.now()).before.since
    Exposure.objects.update(at=earlier, person=pseudonym(asking.inside, earlier))
    cache.clear()
    asking.typed(asking.inside)
    assert [each.at == earlier for each in Exposure.objects.order_by("at")] == [True, False]
    assert (forget_people(), forget_people()) == (1, 0)
    assert Exposure.objects.filter(person=None).get().at == earlier


def test_without_scripts_the_lot_holds_when_they_post(asking):
    assert asking.posted(asking.out).status_code == 302
    assert SHOWS in asking.posted(asking.inside).content.decode()
    assert sorted(Exposure.objects.values_list("is_held_out", flat=True)) == [False, True]


def test_visitors_staff_and_programs_are_outside_of_it_and_so_is_everybody_at_nothing(asking, cast, settings):
    agents = (make_member(f"agent{n}", Role.AGENT) for n in range(60))
    robots = (make_member(f"robot{n}", is_automatic=True) for n in range(60))
    out = [next(each for each in kind if is_held_out(each, timezone.now())) for kind in (agents, robots)]
    for person in (None, *out):
        assert TITLE in asking.typed(person)
    settings.HELD_OUT_PERCENT = 0
    assert TITLE in asking.typed(asking.out)
    assert not Exposure.objects.exists()


def test_nobody_is_held_out_where_it_is_about_safety(asking, cast):
    safety = make_topic("Smoke alarms", never_held_out=True)
    assert TITLE not in asking.typed(asking.out)
    assert TITLE in asking.typed(asking.out, topic=safety.pk)
    assert asking.looked(asking.out, topic=safety.slug)["suggestions"]
    assert SHOWS in asking.posted(asking.out, topic=safety).content.decode()
    Exposure.objects.all().delete()
    cache.clear()
    Topic.objects.filter(pk=cast.topic.pk).update(never_held_out=True)  # what is found says that it is about safety
    assert TITLE in asking.typed(asking.out) and TITLE in asking.typed(asking.inside)
    assert not Exposure.objects.exists()
    assert {topic.name for topic in protected_now().topics} == {"Smoke alarms", cast.topic.name}


@pytest.mark.parametrize("names_the_topic", [True, False])
def test_nobody_is_held_out_while_something_is_broken_there(asking, cast, names_the_topic):
    topics = [cast.topic] if names_the_topic else []
    elsewhere = {"body": "We look.", "severity": "major", "by": cast.agent}
    Incident.declare(title="Another thing", topics=[make_topic("Billing")], **elsewhere)
    assert TITLE not in asking.typed(asking.out)
    incident = Incident.declare(title="The Wi-Fi is gone", topics=topics, **elsewhere)
    assert TITLE in asking.typed(asking.out)
    assert protected_now().everywhere is not names_the_topic
    incident.update(by=cast.agent, state="resolved", body="It is back.")
    assert TITLE not in asking.typed(asking.out)


def test_typing_on_costs_a_member_one_query_more(asking, settings):
    counts = []
    for percent in (0, 50):
        settings.HELD_OUT_PERCENT = percent
        asking.typed(asking.inside)
        with CaptureQueriesContext(connection) as queries:
            asking.typed(asking.inside)
        counts.append(len(queries))
    assert counts[1] - counts[0] == 1 and counts[1] <= 12


def test_who_leaves_takes_their_look_with_them(asking):
    asking.typed(asking.inside)
    asking.inside.delete()
    assert not Exposure.objects.exists()
