"""The head of support reads what people look for, and which of it leads nowhere."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from community.search.models import Search, SearchDay
from community.search.shown import Shown


@pytest.fixture
def searched(db):
    """Three found and one of them opened, two to nowhere, one of which became a question, one narrowed to nothing."""
    for query, names, changed in (
        ("wifi", ["question-1"], {"clicked": 1}),
        ("wifi", ["question-1"], {}),
        ("invoice", ["article-1"], {}),
        ("Lost key", [], {"became_question": True}),
        ("lost key", [], {}),
        ("router", [], {"is_narrowed": True}),
    ):
        shown = Shown(query, "en", names, len(names))
        shown.note()
        Search.objects.filter(flow=shown.flow).update(**changed)
    old = Shown("long ago", "en", [], 0)
    old.note()
    Search.objects.filter(flow=old.flow).update(at=timezone.now() - timedelta(days=40))
    SearchDay.count()


def lines(html):
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).split() for row in re.findall(r"<tr><td>.*?</tr>", html)]


def test_each_figure_opens_the_words_behind_it(client, cast, searched):
    client.force_login(cast.manager)
    html = client.get("/insights/searches/").content.decode()
    values = re.findall(r'figure__value">([^<]+)', html)
    assert values == ["6", "33", "67", "17"], "searches, found nothing, opened nothing, became questions"
    assert "2 of 6" in html and "2 of 3" in html
    assert lines(html)[0][:6] == ["lost", "key", "2", "2", "0", "1"]
    listed = {
        face: client.get(f"/insights/searches/?face={face}").content.decode()
        for face in ("all", "passed-over", "asked")
    }
    assert [row[0] for row in lines(listed["passed-over"])[:2]] == ["invoice", "wifi"]
    assert len(re.findall("table__title", listed["asked"])) == 1
    assert len(re.findall("table__title", listed["all"])) == 4
    assert "long ago" in client.get("/insights/searches/?days=90").content.decode()
    assert "Month by month" in html


def test_an_empty_time_says_so(client, cast):
    client.force_login(cast.manager)
    html = client.get("/insights/searches/?days=7&face=asked").content.decode()
    assert "No such search in this time" in html
    assert client.get("/insights/searches/?face=secret").status_code == 404
