"""The search page: open to everybody, found by nobody's robot, the query kept."""

import pytest


def test_a_reader_finds_a_question_and_its_passage(client, told):
    page = client.get("/search/", {"q": "wrong address"})
    html = page.content.decode()
    question = told["Invoice shows the wrong address"]
    assert page.status_code == 200
    assert f'href="{question.get_absolute_url()}"' in html
    assert "<mark>wrong</mark> <mark>address</mark>" in html
    assert 'value="wrong address"' in html
    assert page["X-Robots-Tag"] == "noindex"
    assert not page.cookies


def test_nothing_found_says_what_to_do_next(client, told):
    html = client.get("/search/", {"q": "zebra & <b>"}).content.decode()
    assert "Nobody has asked that yet" in html
    assert "/questions/ask/?title=zebra+%26+%3Cb%3E" in html
    assert "<b>" not in html


def test_without_a_query_it_asks_for_one(client, db):
    assert client.get("/search/").status_code == 200
    assert client.get("/search/", {"q": " \0 "}).status_code == 200


def test_it_can_be_narrowed_to_a_kind(client, told):
    assert "shows the wrong" in client.get("/search/", {"q": "invoice", "kind": "question"}).content.decode()
    assert "shows the wrong" not in client.get("/search/", {"q": "invoice", "kind": "article"}).content.decode()
    assert client.get("/search/", {"q": "invoice", "kind": "secret"}).status_code == 404


def test_what_is_found_has_pages(client, cast, work):
    for number in range(23):
        cast.question(title=f"The lamp flickers in room {number}")
    work("search")
    first = client.get("/search/", {"q": "flickers"}).content.decode()
    second = client.get("/search/", {"q": "flickers", "page": "2"}).content.decode()
    assert first.count('class="result"') == 20
    assert "page=2" in first
    assert second.count('class="result"') == 3


@pytest.mark.parametrize("page", ["0", "-1", "9999", "x", "1e3", "²", ""])
def test_a_page_that_is_none_is_not_found(client, told, page):
    assert client.get("/search/", {"q": "invoice", "page": page}).status_code == 404


def test_state_is_never_changed_by_searching(client, db):
    assert client.post("/search/", {"q": "invoice"}).status_code == 405


def test_a_signed_out_search_costs_few_queries(client, told, django_assert_max_num_queries):
    client.get("/search/", {"q": "invoice"})
    with django_assert_max_num_queries(6):
        client.get("/search/", {"q": "wrong address"})
