"""What a program finds, and what an editor's program says about words."""

import pytest

from community.search.models import Search, Synonyms
from tests.forum.programs import program_of, reader_of


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.STAFF_NEED_SECOND_FACTOR = False


def test_a_program_finds_what_the_page_finds_and_says_what_was_opened(client, cast, work):
    question = cast.question(title="The hub loses its Wi-Fi every night", tags=["router"])
    cast.question(title="Wi-Fi of our own tariff", audience="organisation", organisation=cast.organisation)
    work()
    found = client.get("/api/v1/search", {"q": "wifi", "tag": "router"}).json()
    (result,) = found["results"]
    assert (result["kind"], result["id"], result["url"]) == ("question", question.pk, question.get_absolute_url())
    assert result["title_html"] == "The hub loses its <mark>Wi-Fi</mark> every night"
    assert (result["topic"], result["is_solved"]) == (cast.topic.slug, False)
    assert len(reader_of(cast.colleague)("/search?q=wifi").json()["results"]) == 2

    said = client.post("/api/v1/search/opened", {"shown": found["shown"], "place": 1}, content_type="application/json")
    assert said.status_code == 204
    assert Search.objects.get(is_narrowed=True).clicked == 1


def test_what_is_no_filter_is_refused_in_words(client, db):
    refused = client.get("/api/v1/search", {"q": "wifi", "state": "broken"})
    assert refused.status_code == 422
    assert "nothing of that kind" in refused.json()["detail"]


def test_an_editors_program_keeps_words_that_mean_the_same(cast):
    editor = program_of(cast.editor)
    made = editor("/search/synonyms", {"words": ["wifi", "wlan"], "topic": cast.topic.slug}).json()
    assert made["topic"] == cast.topic.slug
    assert editor("/search/synonyms", {"words": ["one"]}).status_code == 409
    assert program_of(cast.stranger)("/search/synonyms", {"words": ["wifi", "wlan"]}).status_code == 403
    assert editor(f"/search/synonyms/{made['id']}/remove").status_code == 204
    assert not Synonyms.objects.exists()
    assert reader_of(cast.editor)("/search/synonyms").json() == []
