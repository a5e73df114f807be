"""What suggestions save is the difference between two groups, counted from rows, with an interval that holds what it says."""

import csv
import io
from datetime import timedelta

import numpy
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.content.audiences import Audience
from community.insights.deflection import intervals, outcomes
from community.insights.tasks import settle_looks
from community.lib.quarters import Quarter
from community.support.models import Case
from forum.asking.held_out import is_held_out
from forum.asking.suggestions import Seen
from forum.models import Deflection, Exposure, Question
from knowledgebase.models import ContactCost
from tests.cast import make_member, make_question
from tests.forum.answered import TITLE, TYPED, make_answered
from tests.knowledgebase.articles import make_published

PAGE = "/insights/deflection/"
LAST = Quarter.of(timezone.now()).before


# -- The interval


def test_the_intervals_are_those_of_the_papers():
    """The examples of Newcombe 1998, and Wilson's interval of 81 of 263 that he gives in the paper before it."""
    for counts, low, high in (
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
    ):
        found = intervals.difference(*counts)
        assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    found = intervals.share(81, 263)
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)
    assert intervals.share(0, 10).low == 0 and intervals.share(10, 10).high == 1
    for part, whole in ((0, 0), (3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="no share"):
            intervals.share(part, whole)


@pytest.mark.proof
def test_the_interval_covers_a_known_effect_as_often_as_it_says(figure):
    """Members are drawn into groups and make contact or not, as often as the truth says; 1,000 seeded runs of each."""
    runs, covered, money = 1_000, {}, {}
    truths = ((300, 0.5, 0.60, 0.60), (300, 0.1, 0.60, 0.40), (1_000, 0.1, 0.55, 0.35), (1_000, 0.2, 0.30, 0.25),
              (2_000, 0.1, 0.45, 0.45), (5_000, 0.1, 0.60, 0.48), (5_000, 0.1, 0.25, 0.22))  # fmt: skip
    for members, part, without, shown in truths:
        random = numpy.random.default_rng(20_261_122)
        held = random.binomial(members, part, runs)
        cases, more_cases = 0.2 * without, 0.2 * shown  # one in five contacts is a case
        asked = random.multinomial(held, [without - cases, cases, 1 - without])
        asked_shown = random.multinomial(members - held, [shown - more_cases, more_cases, 1 - shown])
        found = [
            (
                intervals.difference(a + b, n, c + d, members - n),
                intervals.difference(a, n, c, members - n).times(2.0),
                intervals.difference(b, n, d, members - n).times(9.0),
            )
            for n, (a, b, _n), (c, d, _m) in zip(held.tolist(), asked.tolist(), asked_shown.tolist(), strict=True)
        ]
        setting = f"{members:,} members, {part:.0%} held out, {without:.0%} against {shown:.0%}"
        covered[setting] = sum(share.low <= without - shown <= share.high for share, *_channels in found)
        truth = 2.0 * (without - cases - shown + more_cases) + 9.0 * (cases - more_cases)
        totals = [intervals.total(channels) for _share, *channels in found]
        money[setting] = sum(each.low <= truth <= each.high for each in totals)
    figure(
        "runs of 1,000 in which the 95 % interval of the deflection covers the truth",
        "935 to 965",
        "; ".join(f"{setting}: {number}" for setting, number in covered.items()),
    )
    figure(
        "runs of 1,000 in which the interval of the money saved covers the truth",
        "at least 935",
        f"{min(money.values())} to {max(money.values())} in the same simulations",
    )
    assert all(935 <= number <= 965 for number in covered.values()), covered
    assert all(number >= 935 for number in money.values()), money


# -- Looks and how they ended


class Weeks:
    """Members of both groups at the real form, eight days ago and since."""

    def __init__(self, client, cast, settings):
        settings.HELD_OUT_PERCENT = 50
        self.client, self.cast = client, cast
        make_answered(cast)
        self.ids = iter(range(200))
        self.began = timezone.now() - timedelta(days=8)

    def member(self, *, out: bool):
        """Somebody whom the lot put there."""
        drawn = (make_member(f"drawn{n}") for n in self.ids)
        return next(member for member in drawn if is_held_out(member, timezone.now()) is out)

    def look(self, *, out: bool):
        """Somebody types their question, and goes away."""
        member = self.member(out=out)
        self.client.force_login(member)
        seen = TITLE in self.client.get("/questions/similar/", {"title": TYPED["title"]}).content.decode()
        assert seen is not out
        Exposure.objects.filter(member=member).update(at=self.began)
        return member

    def ask(self, member, days: float, **fields) -> Question:
        """They ask, so many days after they looked."""
        question = make_question(by=member, topic=self.cast.topic, title=f"About {days} days", **fields)
        Question.objects.filter(pk=question.pk).update(created_at=self.began + timedelta(days=days))
        return question

    def open_case(self, member, days: float) -> None:
        case = Case.open_privately(by=member, title="It hurts", body="Please help.")
        Case.objects.filter(pk=case.pk).update(opened_at=self.began + timedelta(days=days))

    def ended(self) -> dict[str, list[str]]:
        """How the looks ended, by group."""
        rows = Exposure.objects.settled().order_by("pk")
        return {
            "held out": [row.contact for row in rows if row.is_held_out],
            "shown": [row.contact for row in rows if not row.is_held_out],
        }


@pytest.fixture
def weeks(client, cast, settings) -> Weeks:
    return Weeks(client, cast, settings)


def test_a_look_ends_in_what_its_member_did_within_seven_days(weeks, client, cast, settings):
    looks = [weeks.look(out=out) for out in (True, True, True, True, False, False, False, False)]
    weeks.ask(looks[0], 0.01)
    weeks.open_case(looks[1], 6.9)
    weeks.ask(looks[2], 7.1)  # too late to be of this look
    weeks.ask(looks[3], -1)  # before it
    asked = weeks.ask(looks[4], 3)
    Case.open_for(asked, by=cast.agent, why=Case.Why.PROMISE)
    Case.objects.filter(question=asked).update(opened_at=weeks.began + timedelta(days=4))
    weeks.ask(looks[5], 2).hide(by=cast.moderator)
    weeks.ask(looks[6], 2, kind=Question.Kind.DISCUSSION)
    earlier = weeks.ask(looks[7], -3)  # staff took an older question: no contact of these days
    Case.open_for(earlier, by=cast.agent, why=Case.Why.PROMISE)
    Case.objects.filter(question=earlier).update(opened_at=weeks.began + timedelta(days=1))
    lately = weeks.member(out=False)
    client.force_login(lately)
    page = client.post("/questions/ask/", TYPED | {"topic": cast.topic.pk})
    assert "This answered it" in page.content.decode()

    settle_looks()
    assert weeks.ended() == {
        "held out": ["question", "case", "none", "none"],
        "shown": ["case", "question", "none", "none"],
    }
    assert [row.member for row in Exposure.objects.settled()] == [None] * 8
    assert [row.member for row in Exposure.objects.unsettled()] == [lately]

    Question.objects.filter(author=looks[0]).delete()
    assert outcomes.settle() == 0
    assert weeks.ended()["held out"][0] == "question"


# -- The page


def fill(members: int, *, held_out: bool, questions: int, cases: int, at=None) -> None:
    """Looks of the last quarter that are settled."""
    ended = ["question"] * questions + ["case"] * cases + ["none"] * (members - questions - cases)
    at = at or LAST.since + timedelta(days=3)
    Exposure.objects.bulk_create(Exposure(is_held_out=held_out, contact=contact, at=at) for contact in ended)


@pytest.fixture
def measured(client, cast, settings):
    """A quarter in which 60 of 100 who were held out made contact, and 405 of 900 others."""
    settings.HELD_OUT_PERCENT, settings.COST_PER_CONTACT = 10, 8.0
    fill(100, held_out=True, questions=50, cases=10)
    fill(900, held_out=False, questions=360, cases=45)
    client.force_login(cast.manager)


def tiles_of(response) -> dict:
    found = [*response.context["tiles"], *response.context["groups"], *response.context["said_tiles"]]
    return {tile.figure.name: tile for tile in found}


def test_the_page_says_what_was_saved_and_between_what_it_lies(measured, client):
    response = client.get(f"{PAGE}?quarter={LAST}")
    tiles = tiles_of(response)
    share = intervals.difference(60, 100, 405, 900)
    assert (tiles["deflected"].value, tiles["deflected"].note) == ("15", "95 % sure: 5 to 25")
    assert (round(100 * share.low), round(100 * share.high)) == (5, 25)
    months = (LAST.until - LAST.since - timedelta(days=3)) / timedelta(days=365.2425 / 12)
    if LAST.until < timezone.now() - timedelta(days=7):
        assert tiles["contacts-saved"].value == str(round(0.15 * 900 / months))
        assert tiles["money-saved"].value == str(round(8 * 0.15 * 900 / months)) and tiles["money-saved"].unit == "EUR"
    assert (tiles["held-out"].value, tiles["held-out"].note) == ("60", "60 of 100")
    assert (tiles["suggested"].value, tiles["suggested"].note) == ("45", "405 of 900")
    html = response.content.decode()
    assert "By channel" in html and "40 % (360 of 900)" in html and "10 % (10 of 100)" in html
    ContactCost.objects.create(channel="community", cost=2)
    ContactCost.objects.create(channel="case", cost=20)
    response = client.get(f"{PAGE}?quarter={LAST}")
    assert [line.cost for line in response.context["channels"]] == ["2.00 EUR", "20.00 EUR"]
    if LAST.until < timezone.now() - timedelta(days=7):
        found = (2 * (50 / 100 - 360 / 900) + 20 * (10 / 100 - 45 / 900)) * 900 / months
        assert tiles_of(response)["money-saved"].value == str(round(found))
    assert "Not enough yet" not in html and "it may be nothing" not in tiles["deflected"].note


def test_every_figure_opens_its_rows_and_they_add_up(measured, client, cast):
    fill(3, held_out=False, questions=1, cases=0, at=LAST.before.since)  # of another quarter
    unknown = Exposure(member=cast.stranger, person="x", is_held_out=False, at=LAST.since)
    unknown.save()
    for name, tile in tiles_of(client.get(f"{PAGE}?quarter={LAST}")).items():
        rows = client.get(tile.url)
        assert rows.status_code == 200 and PAGE in rows.content.decode(), name
        assert cast.stranger.name not in rows.content.decode()
        file = b"".join(client.get(tile.url.replace("/rows/", "/rows.csv")).streaming_content).decode("utf-8-sig")
        lines = list(csv.DictReader(io.StringIO(file)))
        expected = {"held-out": 100, "suggested": 900, "still-open": 1, "looks": 0, "answered-it": 0, "asked-anyway": 0}
        expected["read-and-asked"] = 0
        assert len(lines) == rows.context["count"] == expected.get(name, 1000), name
        if name == "held-out":
            assert sum(line["Within seven days"] != "neither" for line in lines) == 60
            assert {line["Group"] for line in lines} == {"held out"}
            for contact, number in (("question", 50), ("case", 10)):
                assert client.get(f"{tile.url}&contact={contact}").context["count"] == number
            assert client.get(f"{tile.url}&contact=fax").status_code == 404


def test_below_fifty_in_a_group_the_page_says_how_many_it_takes(client, cast, settings):
    settings.HELD_OUT_PERCENT = 10
    fill(49, held_out=True, questions=40, cases=0)
    fill(450, held_out=False, questions=10, cases=0)
    client.force_login(cast.agent)
    response = client.get(f"{PAGE}?quarter={LAST}")
    html = response.content.decode()
    assert "Not enough yet" in html and "49 of 50" in html and "about 10 more members" in html
    assert (
        tiles_of(response)["held-out"].value == "–" and "%</span>" not in html and "deflected" not in tiles_of(response)
    )
    settings.HELD_OUT_PERCENT = 0
    assert "HELD_OUT_PERCENT" in client.get(PAGE).content.decode()
    settings.HELD_OUT_PERCENT = 10
    fill(1, held_out=True, questions=0, cases=0)
    assert "Not enough yet" not in client.get(f"{PAGE}?quarter={LAST}").content.decode()


def test_no_difference_is_said_to_be_perhaps_nothing_and_more_contacts_are_below_nothing(client, cast):
    fill(60, held_out=True, questions=30, cases=0)
    fill(540, held_out=False, questions=280, cases=0)
    client.force_login(cast.manager)
    tiles = tiles_of(client.get(f"{PAGE}?quarter={LAST}"))
    assert tiles["deflected"].value == "-2" and "it may be nothing" in tiles["deflected"].note


def test_what_people_said_stands_by_article_and_question(client, cast):
    article, question = make_published(cast, title="Keep one channel"), make_answered(cast)
    secret = cast.question(title="Between us", audience=Audience.STAFF)
    shown = [("article", article.pk), ("question", question.pk), ("question", secret.pk)]
    for _time in range(2):
        Seen("hub", cast.topic.pk, shown).note(by=cast.asker, helped=("article", article.pk))
    Seen("hub", None, shown[:2]).note(
        by=cast.stranger, question=cast.question(title="It is still lost", by=cast.stranger)
    )
    Seen("hub", None, shown[1:2]).note(by=cast.stranger)
    unshown = make_published(cast, title="Read, and never shown")
    for title, read in (("Five channels only", article), ("No such menu", article), ("And then?", unshown)):
        cast.question(title=title, after_article=read)
    cast.question(title="Spam", after_article=article).hide(by=cast.moderator)
    client.force_login(cast.manager)
    response = client.get(PAGE)
    tiles = tiles_of(response)
    assert [tiles[name].value for name in ("answered-it", "asked-anyway", "looks")] == ["2", "1", "4"]
    assert tiles["read-and-asked"].value == "3"
    read = {thing.name: thing.read_and_asked for thing in response.context["said"].things}
    assert read == {f"article-{article.pk}": 2, f"article-{unshown.pk}": 1} | {
        f"question-{n}": None for _q, n in shown[1:]
    }
    rows = client.get(f"/insights/read-and-asked/rows/?{response.context['address']}&about=article-{article.pk}")
    listed = rows.content.decode()
    assert rows.context["count"] == 2 and "Five channels only" in listed and "No such menu" in listed
    assert (
        "And then?" not in listed and "Spam" not in listed and "Read it, and asked anyway" in response.content.decode()
    )
    things = {thing.name: (thing.answered, thing.asked, thing.looks) for thing in response.context["said"].things}
    assert things[f"article-{article.pk}"] == (2, 1, 3) and things[f"question-{question.pk}"] == (0, 1, 4)
    for (name, pk), (answered, asked, looks) in {tuple(name.split("-")): said for name, said in things.items()}.items():
        for figure_name, number in (("answered-it", answered), ("asked-anyway", asked), ("looks", looks)):
            rows = client.get(f"/insights/{figure_name}/rows/?{response.context['address']}&about={name}-{pk}")
            assert rows.context["count"] == number, (name, figure_name)
    rows = client.get(tiles["answered-it"].url).content.decode()
    assert article.get_absolute_url() in rows and "hub" not in rows.split("<tbody")[1].lower().replace("the hub", "")
    for nonsense in ("article", "member-1", "article-x"):
        assert client.get(f"{tiles['looks'].url}&about={nonsense}").status_code == 404


def test_the_page_is_for_who_sees_figures_and_costs_the_same_however_much_there_is(client, cast, settings):
    settings.HELD_OUT_PERCENT = 10
    assert client.get(PAGE).status_code == 302
    for person, status in ((cast.stranger, 403), (cast.moderator, 403), (cast.manager, 200)):
        client.force_login(person)
        assert client.get(PAGE).status_code == status
    assert "no-store" in client.get(PAGE).headers["Cache-Control"]
    assert "Nobody has said anything yet" in client.get(PAGE).content.decode()
    for wrong in ("x", "2026-5", str(Quarter.of(timezone.now()).after)):
        assert client.get(f"{PAGE}?quarter={wrong}").status_code == 404
    counts = []
    for _time in range(2):
        for number in range(8):
            question = cast.question(title=f"Question {number}, {_time}")
            article = make_published(cast, title=f"Article {number}, {_time}")
            shown = [("question", question.pk), ("article", article.pk)]
            Seen("x", None, shown).note(by=cast.asker, helped=shown[number % 2])
        for address in (PAGE, "/insights/answered-it/rows/?days=28"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:] and max(counts) <= 12
    assert Deflection.objects.count() == 16
