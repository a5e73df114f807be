"""What goes wrong ends in a page that says what to do next, whatever else is broken."""

import json

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory

from community.views import errors

NEXT = {
    400: "Go back",
    403: "Sign in",
    404: "Ask a question",
    405: "Open this page",
    413: "smaller",
    429: "Wait 30 seconds",
    500: "Reload",
    503: "Wait 30 seconds",
}


def fail(status: int, path: str = "/somewhere/", **headers):
    return errors.error(RequestFactory().get(path, headers=headers), status, "It is so.", retry_after=30)


@pytest.mark.parametrize("status", NEXT)
def test_a_page_for_every_failure_without_a_database(status):
    """No database mark: a query would fail this test."""
    response = fail(status)
    page = response.content.decode()
    assert response.status_code == status
    assert str(errors.HEADINGS[status]) in page
    assert "It is so." in page
    assert NEXT[status] in page
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", NEXT)
def test_a_failure_speaks_the_language_of_a_program_to_the_api(status):
    assert json.loads(fail(status, "/api/v1/questions").content) == {"status": status, "detail": "It is so."}


def test_htmx_gets_a_toast_and_no_page():
    response = fail(429, **{"HX-Request": "true"})
    assert b"toast--error" in response.content
    assert b"<html" not in response.content


def test_a_failure_page_has_one_heading_and_a_way_home():
    page = fail(500).content.decode()
    assert page.count("<h1") == 1
    assert 'href="/"' in page


def test_nobody_finds_a_page_that_is_not_there(client, db):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()


def test_a_post_to_a_page_that_takes_none(client, db):
    response = client.post("/", headers={"sec-fetch-site": "same-origin", "origin": "http://testserver"})
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert "Open this page" in response.content.decode()


def test_the_database_went_away(client, monkeypatch, db):
    """A page that needs the database says so, with when to come back."""

    def refuse(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
        response = client.get("/members/nobody/")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "We are away for a moment" in response.content.decode()
