"""Each figure is counted a second time by plain SQL, and a third time from the rows that it opens."""

import csv
import io
from statistics import median

import pytest
from django.db import connection
from django.urls import reverse

from community.insights.figures import FIGURES, TILES, Kind
from community.insights.window import Window
from tests.insights.month import Month

# Questions proper of the window.
ASKED = """
    FROM forum_question q
    WHERE q.kind = 'question' AND q.hidden_at IS NULL AND q.duplicate_of_id IS NULL AND q.origin_id IS NULL
      AND q.created_at >= %(since)s AND q.created_at < %(until)s
"""
# When, and by whom, a person who is not the asker answered first.
FIRST = """
    SELECT a.created_at, EXISTS (SELECT 1 FROM members_member_groups g WHERE g.member_id = a.author_id) AS by_staff
    FROM forum_answer a JOIN members_member m ON m.id = a.author_id
    WHERE a.question_id = q.id AND a.author_id <> q.author_id AND NOT m.is_automatic AND a.hidden_at IS NULL
    ORDER BY a.created_at LIMIT 1
"""
CLOCK = """
    JOIN django_content_type t ON t.app_label = 'forum' AND t.model = 'question'
    JOIN clocks_clock c ON c.subject_type_id = t.id AND c.subject_id = q.id AND c.promise = 'first-answer'
"""
QUESTIONS = ASKED.replace(
    "FROM forum_question q", f"FROM forum_question q LEFT JOIN LATERAL ({FIRST}) f ON true {{clock}}"
)
PROMISED = QUESTIONS.format(clock=CLOCK)
ANY = QUESTIONS.format(clock="")
HELPED = """
    FROM (
        SELECT q.author_id AS person FROM forum_question q JOIN forum_answer s ON s.id = q.solution_id
         WHERE s.author_id <> q.author_id AND q.solved_at >= %(since)s AND q.solved_at < %(until)s
           AND q.hidden_at IS NULL AND q.origin_id IS NULL AND q.duplicate_of_id IS NULL
        UNION
        SELECT m.member_id FROM forum_metoo m JOIN forum_question q ON q.id = m.question_id
          JOIN forum_answer s ON s.id = q.solution_id
         WHERE s.author_id <> q.author_id AND q.solved_at >= %(since)s AND q.solved_at < %(until)s
           AND m.member_id <> s.author_id AND q.hidden_at IS NULL AND q.origin_id IS NULL AND q.duplicate_of_id IS NULL
    ) helped
"""
SAID = "FROM knowledgebase_helpfulvote v WHERE v.at >= %(since)s AND v.at < %(until)s"
IN_TIME = "f.created_at <= c.due_at"
OVERDUE = "f.created_at IS NULL AND c.kept_at IS NULL AND c.settled_at IS NULL AND c.paused_at IS NULL AND c.due_at <= %(until)s"
LATE = f"(f.created_at > c.due_at OR ({OVERDUE}))"
QUIET = "q.last_activity_at < %(until)s - interval '7 days'"

# Figure: (part, whole) by plain SQL.
BY_HAND = {
    "asked": (f"SELECT count(*) {ASKED}", None),
    "answered": (f"SELECT count(f.created_at) {ANY}", f"SELECT count(*) {ASKED}"),
    "by-customers": (f"SELECT count(*) {ANY} AND f.by_staff = false", f"SELECT count(f.created_at) {ANY}"),
    "in-time": (f"SELECT count(*) {PROMISED} AND {IN_TIME}", f"SELECT count(*) {PROMISED} AND ({IN_TIME} OR {LATE})"),
    "first-answer": (None, f"SELECT count(f.created_at) {ANY}"),
    "solved": (f"SELECT count(*) {ASKED} AND q.solution_id IS NOT NULL", f"SELECT count(*) {ASKED}"),
    "probably-solved": (
        f"SELECT count(*) {ASKED} AND q.solution_id IS NULL AND q.answer_count > 0 AND q.best_score > 0 AND {QUIET}",
        f"SELECT count(*) {ASKED}",
    ),
    "past-promise": (f"SELECT count(*) {PROMISED} AND {OVERDUE}", None),
    "people-helped": (f"SELECT count(*) {HELPED}", None),
    "cases": ("SELECT count(*) FROM support_case WHERE opened_at >= %(since)s AND opened_at < %(until)s", None),
    "readers-helped": (f"SELECT count(*) {SAID} AND v.helped", f"SELECT count(*) {SAID}"),
}


def by_hand(sql: str, window: Window):
    with connection.cursor() as cursor:
        cursor.execute(sql, {"since": window.since, "until": window.until})
        return cursor.fetchone()[0]


def counted_by_hand(name: str, window: Window) -> tuple[int | None, int | None]:
    part, whole = BY_HAND[name]
    return (by_hand(part, window) if part else None, by_hand(whole, window) if whole else None)


def page_of(client, person, **query):
    client.force_login(person)
    return client.get(reverse("insights:index"), query).context


def shown(context) -> dict:
    return {tile.figure.name: tile for tile in (context["asked"], *context["tiles"])}


def file_of(client, tile) -> list[dict]:
    response = client.get(tile.url.replace("/rows/", "/rows.csv"))
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def month(cast) -> Month:
    return Month(cast)


def test_there_are_ten_figures_and_one_chart(month, client, cast):
    context = page_of(client, cast.manager)
    assert len(context["tiles"]) == 10
    assert len({figure.name for figure in TILES}) == 10
    for figure in FIGURES.values():
        assert str(figure.counts)
        assert str(figure.leaves_out)


@pytest.mark.parametrize("days", [7, 28, 90])
def test_each_figure_is_what_plain_sql_counts_and_what_its_rows_add_up_to(month, client, cast, days):
    context = page_of(client, cast.manager, days=days)
    for name, tile in shown(context).items():
        part, whole = counted_by_hand(name, context["window"])
        tile_says(name, tile, part, whole)
        rows_say(name, file_of(client, tile), part, whole)


def tile_says(name: str, tile, part: int | None, whole: int | None) -> None:
    kind = FIGURES[name].kind
    if kind == Kind.COUNT:
        assert tile.value == str(part), name
    elif kind == Kind.SHARE and whole:
        assert tile.value == str(round(100 * part / whole)), name
        assert tile.note.startswith(f"{part} of {whole}"), name
    elif kind == Kind.SPAN:
        assert f"Middle of {whole}" in tile.note, name
    else:
        assert tile.value == "–", name


def rows_say(name: str, rows: list[dict], part: int | None, whole: int | None) -> None:
    if name == "readers-helped":
        assert sum(int(row["It helped"]) for row in rows) == part
        assert sum(int(row["It helped"]) + int(row["It did not"]) for row in rows) == whole
    elif FIGURES[name].kind == Kind.SHARE:
        assert len(rows) == whole, name
        assert sum(row["Counts"] == "yes" for row in rows) == part, name
    else:
        assert len(rows) == (part if part is not None else whole), name


def test_the_month_has_one_of_everything(month, client, cast):
    """So that no figure is true only because there is nothing to count."""
    context = page_of(client, cast.manager)
    for name, tile in shown(context).items():
        part, whole = counted_by_hand(name, context["window"])
        assert part != 0, name
        if FIGURES[name].kind == Kind.SHARE:
            assert 0 < part < whole, name
        assert tile.value not in ("–", "0"), name


def test_the_middle_time_is_the_middle_of_the_rows(month, client, cast):
    tile = shown(page_of(client, cast.manager))["first-answer"]
    hours = [1, 3, 30]  # quick, liked, late
    assert (tile.value, tile.unit) == (str(median(hours)), "hours")
    assert "25 hours" in tile.note  # nine tenths of the way from the first to the last: 3 + 0.8 × 27, rounded


def test_people_are_counted_once(month, client, cast):
    tile = shown(page_of(client, cast.manager))["people-helped"]
    rows = {row["Person"]: row for row in file_of(client, tile)}
    assert set(rows) == {"Ann Asker", "Sam Stranger", "Ada Advocate"}
    assert rows["Ann Asker"]["Own questions solved"] == "2"
    assert rows["Sam Stranger"]["Shared questions solved"] == "2"


def test_a_topic_narrows_every_figure(month, client, cast):
    figures = shown(page_of(client, cast.manager, topic="billing"))
    assert figures["asked"].value == "1"
    assert figures["by-customers"].value == "0"
    assert figures["cases"].value == "0"
    assert [row["Article"] for row in file_of(client, figures["readers-helped"])] == ["Old article"]
    assert [row["Question"] for row in file_of(client, figures["answered"])] == ["About late"]


def test_the_time_before_is_shown_in_full(month, client, cast):
    figures = shown(page_of(client, cast.manager))
    assert figures["asked"].change == "2 in the 28 days before"
    assert figures["answered"].change == "100 % of 2 in the 28 days before"
    rows = client.get(figures["asked"].url).content.decode()
    before = client.get(reverse("insights:rows", args=["asked"]) + "?" + page_link(rows, "The 28 days before"))
    assert "About older" in before.content.decode()


def test_the_chart_adds_up_to_the_figure(month, client, cast):
    for days in (7, 28, 90):
        context = page_of(client, cast.manager, days=days)
        chart, figures = context["chart"], shown(context)
        assert str(chart.asked) == figures["asked"].value
        assert figures["answered"].note == f"{chart.answered} of {chart.asked}"
        for part in chart.parts:
            table = client.get(part.url).context
            assert table["count"] == part.asked


def page_link(page: str, words: str) -> str:
    end = page.index(words)
    start = page.rindex('href="?', 0, end) + len('href="?')
    return page[start : page.index('"', start)].replace("&amp;", "&")
