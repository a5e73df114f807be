"""What people look for is known, who looked is not."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from community.search.models import Search, SearchDay
from community.search.models.search import PASSED_OVER
from community.search.shown import MOST, Shown, note_asked, note_opened
from community.search.tasks import keep_figures
from forum.models import Question


def shown_on(page):
    return re.search(r'data-shown="([^"]+)"', page.content.decode())[1]


def test_a_search_is_written_down_without_the_person(client, told, cast):
    client.force_login(cast.asker)
    client.get("/search/", {"q": "Wrong  Address"}, REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Known by it")
    search = Search.objects.get()
    assert (search.query, search.folded, search.language) == ("Wrong Address", "wrong address", "en")
    assert search.shown[0] == f"question-{told['Invoice shows the wrong address'].pk}"
    assert search.results == len(search.shown) >= 1
    kept = " ".join(str(value) for value in Search.objects.values_list().get())
    for secret in (cast.asker.username, "203.0.113.9", "Known by it"):
        assert secret not in kept
    assert not any(field.related_model is type(cast.asker) for field in Search._meta.get_fields())


def test_private_facts_are_taken_out(client, db):
    client.get("/search/", {"q": "card 4111 1111 1111 1111 declined, write to ann@firm-of-ann.de"})
    query = Search.objects.get().query
    assert "4111" not in query and "ann@" not in query and "declined" in query


def test_looking_at_further_pages_and_looking_ahead_is_no_other_search(client, cast, work):
    for number in range(23):
        cast.question(title=f"The lamp flickers in room {number}")
    work("search")
    first = client.get("/search/", {"q": "flickers"})
    following = re.search(r'href="(\?[^"]*page=2[^"]*)"', first.content.decode())[1].replace("&amp;", "&")
    second = client.get(f"/search/{following}")
    client.head("/search/", {"q": "flickers"})
    client.get("/search/", {"q": "flickers"}, headers={"sec-purpose": "prefetch;prerender"})
    client.get("/search/")
    client.get("/search/", {"q": "?!"})
    client.get("/search/", {"q": "flickers", "go": "1"})
    assert Search.objects.count() == 1
    client.post("/search/opened/", {"shown": shown_on(second), "place": "21"})
    assert Search.objects.get().clicked == 21


def test_what_is_opened_first_is_the_place_that_counts(client, told):
    shown = shown_on(client.get("/search/", {"q": "invoice"}))
    for place in ("2", "1"):
        assert client.post("/search/opened/", {"shown": shown, "place": place}).status_code == 204
    assert Search.objects.get().clicked == 2


@pytest.mark.parametrize(
    ("shown", "place"), [("", "1"), ("made:up", "1"), (None, "0"), (None, "51"), (None, "x"), (None, "²")]
)
def test_what_no_page_carried_counts_nothing(client, told, shown, place):
    real = shown_on(client.get("/search/", {"q": "invoice"}))
    client.post("/search/opened/", {"shown": real if shown is None else shown, "place": place})
    assert Search.objects.get().clicked is None


def test_what_is_typed_is_written_down_once_something_is_opened(client, counted):
    page = client.get("/search/typed/", {"q": "invoi"})
    assert not Search.objects.exists()
    for _time in range(2):
        client.post("/search/opened/", {"shown": shown_on(page), "place": "1"})
    search = Search.objects.get()
    assert (search.query, search.clicked, search.results) == ("invoi", 1, len(search.shown))


def test_a_search_that_becomes_a_question_is_known_and_the_question_is_not(client, cast, told):
    client.force_login(cast.stranger)
    html = client.get("/search/", {"q": "lamp hums at night"}).content.decode()
    ask = re.search(r'href="(/questions/ask/\?[^"]+)"', html)[1].replace("&amp;", "&")
    form = client.get(ask).content.decode()
    mark = re.search(r'name="search" value="([^"]+)"', form)[1]
    assert parse_qs(urlsplit(ask).query)["search"] == [mark]
    said = {"title": "My lamp hums at night", "body": "Since Monday.", "topic": cast.topic.pk, "seen": ""}
    client.post("/questions/ask/", said | {"search": mark})
    assert Question.objects.filter(title="My lamp hums at night").exists()
    assert Search.objects.get().became_question
    assert 'name="search"' not in client.get("/questions/ask/?search=made:up").content.decode()
    assert not note_asked("made:up")


def test_searches_go_after_ninety_days_and_their_figures_stay(db):
    now = timezone.now().replace(hour=12)
    for days, names, clicked in (
        (0, ["question-1"], 1),
        (0, [], None),
        (30, ["question-1"], None),
        (89, [], None),
        (91, [], None),
    ):
        shown = Shown("lost key", "en", names, len(names))
        shown.note()
        Search.objects.filter(flow=shown.flow).update(at=now - timedelta(days=days), clicked=clicked)
    SearchDay.objects.create(
        day=(now - timedelta(days=91)).date(),
        language="en",
        searches=9,
        nowhere=8,
        found=1,
        opened=1,
        became_questions=0,
    )
    keep_figures()
    keep_figures()
    assert Search.objects.count() == 4
    day = SearchDay.objects.get(day=now.date())
    assert (day.searches, day.nowhere, day.found, day.opened) == (2, 1, 1, 1)
    assert SearchDay.objects.get(day=(now - timedelta(days=91)).date()).searches == 9, (
        "its rows are gone, its figures stand"
    )
    assert SearchDay.objects.count() == 4


def test_searches_are_gathered_by_their_words(db):
    for query, names in (
        ("Lost key", []),
        ("lost  KEY", []),
        ("lost key", ["question-1"]),
        ("found it", ["question-1"]),
    ):
        Shown(query, "en", names, len(names)).note()
    Shown("lost key", "en", [], 0, is_narrowed=True).note()
    row = Search.objects.by_words().get(folded="lost key")
    assert (row["times"], row["nowhere"], row["opened"]) == (4, 2, 0)
    assert Search.objects.to_nowhere().count() == 2
    assert Search.objects.filter(PASSED_OVER).count() == 2
    assert not note_opened(Shown("x1", "en", ["question-1"], 1).written, MOST + 1)
