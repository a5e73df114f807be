"""The page of the figures: who sees it, what it says, how much it asks of the database."""

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.content.audiences import Audience
from community.insights.chart import _pieces, _scale
from community.insights.spans import in_words
from community.insights.window import Window
from community.lib.spreadsheets import as_text
from community.members.models import Grant, Right
from community.support.models import Case
from tests.cast import make_member

INDEX = "/insights/"
ROWS = "/insights/{}/rows/"


def test_only_who_may_see_figures_sees_them(cast, client):
    addresses = [INDEX, ROWS.format("asked"), "/insights/asked/rows.csv"]
    assert [client.get(address).status_code for address in addresses] == [302] * 3
    for person, status in ((cast.stranger, 403), (cast.moderator, 403), (cast.manager, 200), (cast.editor, 200)):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [status] * 3


def test_pages_with_figures_are_kept_nowhere(cast, client):
    client.force_login(cast.manager)
    assert "no-store" in client.get(INDEX).headers["Cache-Control"]


@pytest.mark.parametrize(
    "query",
    [
        "days=8",
        "days=x",
        "since=2026-01-01T00:00:00Z",
        "since=2026-02-01T00:00:00Z&until=2026-01-01T00:00:00Z",
        "since=2026-01-01T00:00:00&until=2026-02-01T00:00:00",
        "since=2000-01-01T00:00:00Z&until=2026-02-01T00:00:00Z",
        "since=nonsense&until=nonsense",
        "topic=nowhere",
    ],
)
def test_what_is_no_time_or_topic_is_not_found(cast, client, query):
    client.force_login(cast.manager)
    assert client.get(f"{INDEX}?{query}").status_code == 404


def test_no_such_figure(cast, client):
    client.force_login(cast.manager)
    assert client.get(ROWS.format("happiness")).status_code == 404


def test_an_empty_month_says_so(cast, client):
    client.force_login(cast.manager)
    page = client.get(INDEX).content.decode()
    assert "0 questions asked" in page
    assert "None in this time" in page
    rows = client.get(ROWS.format("solved")).content.decode()
    assert "No row in this time" in rows


def test_the_queries_stay_the_same_however_much_there_is(cast, client):
    client.force_login(cast.manager)
    client.get(INDEX)
    counts = []
    for how_many in (1, 30):
        for number in range(how_many):
            question = cast.question(title=f"Question number {number}")
            answer = cast.answer(question)
            question.accept(answer, by=cast.asker)
            question.say_me_too(by=cast.stranger)
        for address in (INDEX, ROWS.format("asked"), ROWS.format("answered"), ROWS.format("people-helped")):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
    assert counts[:4] == counts[4:]
    assert max(counts) <= 12


def test_long_lists_go_on(cast, client):
    client.force_login(cast.manager)
    for number in range(55):
        cast.question(title=f"Question number {number}")
    response = client.get(ROWS.format("asked"))
    first = response.context["page"]
    assert len(first) == 50
    following = client.get(response.context["base"].join([ROWS.format("asked"), f"after={first.next_cursor}"]))
    assert len(following.context["page"]) == 5
    assert response.context["count"] == 55


def test_what_a_private_request_is_about_is_for_who_handles_cases(cast, client):
    Case.open_privately(by=cast.stranger, title="Canary: my card", body="Secret.")
    addresses = [ROWS.format("cases"), "/insights/cases/rows.csv"]
    for person, may in ((cast.manager, False), (cast.editor, False), (cast.agent, True)):
        client.force_login(person)
        for address in addresses:
            response = client.get(address)
            said = b"".join(response.streaming_content) if response.streaming else response.content
            assert (b"Canary" in said) is may
            assert b"C-" in said


def test_who_holds_the_right_without_being_staff_counts_what_they_may_know_of(cast, client):
    watcher = make_member("watcher")
    Grant.give(watcher, Right.SEE_INSIGHTS, reason="asked for it")
    cast.question(title="Between us", audience=Audience.ORGANISATION, organisation=cast.organisation)
    cast.question(title="For everybody")
    for person, titles in ((watcher, {"For everybody"}), (cast.manager, {"For everybody", "Between us"})):
        client.force_login(person)
        assert client.get(INDEX).context["asked"].value == str(len(titles))
        page = client.get(ROWS.format("asked"))
        assert {cells[0][1].text for cells in page.context["lines"]} == titles


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start):
    assert as_text(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"
    assert as_text("3 = 3") == "3 = 3"


def test_the_file_for_a_spreadsheet_is_safe(cast, client):
    cast.question(title="=HYPERLINK(A1) does what?")
    client.force_login(cast.manager)
    response = client.get("/insights/asked/rows.csv")
    assert response.headers["Content-Disposition"].startswith('attachment; filename="asked-')
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))
    assert rows[1][0] == "'=HYPERLINK(A1) does what?"


def test_each_figure_says_what_it_leaves_out(cast, client):
    client.force_login(cast.manager)
    page = client.get(INDEX).content.decode()
    assert page.count("Left out:") == 11
    rows = client.get(ROWS.format("in-time")).content.decode()
    assert "Questions without a promise" in rows


def test_the_picture_has_a_table_behind_it(cast, client):
    cast.question()
    client.force_login(cast.manager)
    page = client.get(INDEX).content.decode()
    assert 'role="img"' in page
    assert "1 in all, 0 of them answered by now." in page
    assert page.count("<svg") - page.count('class="icon') >= 2
    assert "The same as a table" in page
    assert " style=" not in page


def test_a_day_is_a_day_of_the_reader_also_when_clocks_change():
    berlin = ZoneInfo("Europe/Berlin")
    since = datetime(2026, 10, 24, tzinfo=berlin)
    until = datetime(2026, 10, 27, 12, tzinfo=berlin)
    with timezone.override(berlin):
        pieces = _pieces(Window(since, until, 4), 1)
    hours = [(piece.until.astimezone(UTC) - piece.since.astimezone(UTC)).total_seconds() / 3600 for piece in pieces]
    assert hours == [24, 25, 24, 12]


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (0, [1, 2, 3, 4]),
        (4, [1, 2, 3, 4]),
        (5, [2, 4, 6]),
        (11, [5, 10, 15]),
        (40, [10, 20, 30, 40]),
        (93, [25, 50, 75, 100]),
    ],
)
def test_the_scale_is_round_and_reaches_the_top(most, lines):
    assert _scale(most) == lines


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (119, "119 minutes"),
        (125, "2 hours"),
        (60 * 47, "47 hours"),
        (60 * 72, "3 days"),
    ],
)
def test_a_time_reads_at_a_glance(minutes, words):
    assert in_words(timedelta(minutes=minutes)) == words


def test_the_window_is_whole_days_of_the_reader(cast, client):
    client.force_login(cast.manager)
    window = client.get(INDEX, {"days": 7}).context["window"]
    assert (window.since.hour, window.since.minute) == (0, 0)
    assert (timezone.localtime().date() - window.since.date()).days == 6
    assert window.before.until - window.before.since == window.until - window.since
    assert reverse("insights:index") == INDEX
