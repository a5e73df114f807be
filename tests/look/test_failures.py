"""What goes wrong ends in a page that says what to do next, whatever else is broken."""

import json

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.test import RequestFactory

from community.api.models import ApiKey
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
    said = json.loads(fail(status, "/api/v1/questions").content)
    assert (said["status"], said["detail"]) == (status, "It is so.")
    assert said["next"]


def test_htmx_gets_a_toast_and_no_page():
    response = fail(429, **{"HX-Request": "true"})
    assert b"toast--error" in response.content
    assert b"<html" not in response.content


def test_a_failure_page_has_one_heading_and_a_way_home():
    page = fail(500).content.decode()
    assert page.count("<h1") == 1
    assert 'href="/"' in page


def _gone(*args, **kwargs):
    raise OperationalError("the server closed the connection")


def _broken(*args, **kwargs):
    raise ProgrammingError("there is no such column")


class Mishaps:
    """Each failure, brought about by a request that a person or a program sends."""

    def __init__(self, client, cast, settings, monkeypatch):
        self.client, self.cast, self.settings, self.monkeypatch = client, cast, settings, monkeypatch
        self.key = ApiKey.make(member=cast.stranger, name="test", scope=ApiKey.Scope.WRITE)[1]
        client.raise_request_exception = False

    def page(self, status: int):
        self.client.force_login(self.cast.stranger)
        question = self.cast.question()
        match status:
            case 403:
                return self.client.get("/support/")
            case 404:
                return self.client.get("/no/such/page/")
            case 405:
                return self.client.post("/")
            case 413:
                return self.client.post("/questions/ask/", {"title": "Too much", "body": "x" * 1_100_000})
            case 429:
                self.settings.LIMITS_ENABLED = True
                responses = [self.client.post(f"{_short(question)}me-too/") for _time in range(200)]
                return next(response for response in responses if response.status_code == 429)
            case 500:
                return self._without_a_database(_broken, lambda: self.client.get("/members/nobody/"))
            case 503:
                return self._without_a_database(_gone, lambda: self.client.get("/members/nobody/"))

    def call(self, status: int):
        question = self.cast.question()
        new = {"title": "Blinks red since today", "body": "It blinks.", "topic": self.cast.topic.slug}
        match status:
            case 403:
                reading = ApiKey.make(member=self.cast.stranger, name="reads", scope=ApiKey.Scope.READ)[1]
                return self._send("/questions", new, key=reading)
            case 404:
                return self.client.get("/api/v1/questions/999999")
            case 405:
                return self.client.put("/api/v1/questions")
            case 413:
                return self._send("/questions", new | {"body": "x" * 1_100_000})
            case 429:
                self.settings.LIMITS_ENABLED = True
                responses = [self._send(f"/questions/{question.pk}/me-too", {}) for _time in range(200)]
                return next(response for response in responses if response.status_code == 429)
            case 500:
                return self._without_a_database(_broken, lambda: self.client.get("/api/v1/questions"))
            case 503:
                return self._without_a_database(_gone, lambda: self.client.get("/api/v1/questions"))

    def _send(self, path, body, *, key=""):
        headers = {"Authorization": f"Bearer {key or self.key}"}
        return self.client.post(f"/api/v1{path}", body, content_type="application/json", headers=headers)

    def _without_a_database(self, failure, act):
        with self.monkeypatch.context() as patch:
            patch.setattr(connection, "cursor", failure)
            return act()


def _short(question) -> str:
    return f"/questions/{question.pk}/"


@pytest.fixture
def mishaps(client, cast, settings, monkeypatch) -> Mishaps:
    settings.STAFF_NEED_SECOND_FACTOR = False
    return Mishaps(client, cast, settings, monkeypatch)


PROMISED = [403, 404, 405, 413, 429, 500, 503]


@pytest.mark.proof
def test_every_failure_is_a_designed_page_and_json_for_a_program(mishaps, figure):
    for status in PROMISED:
        response = mishaps.page(status)
        page = response.content.decode()
        assert (response.status_code, "data-error-page" in page) == (status, True), page[:500]
        assert NEXT[status].replace("Wait 30 seconds", "Wait ") in page
        assert status not in (429, 503) or int(response["Retry-After"]) > 0
    for status in PROMISED:
        response = mishaps.call(status)
        assert response.headers["Content-Type"] == "application/problem+json", response.content[:500]
        said = json.loads(response.content)
        assert (response.status_code, said["status"]) == (status, status)
        assert said["detail"]
        assert said["next"]
        assert status not in (429, 503) or int(response["Retry-After"]) > 0
    figure(
        "403, 404, 405, 413, 429, 500, 503, each brought about by a request",
        "a designed page, JSON for the API, with what to do next",
        f"{len(PROMISED)} of {len(PROMISED)} pages, {len(PROMISED)} of {len(PROMISED)} answers of the API",
    )


def test_nobody_finds_a_page_that_is_not_there(client, db):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()


def test_a_post_to_a_page_that_takes_none(client, db):
    response = client.post("/", headers={"sec-fetch-site": "same-origin", "origin": "http://testserver"})
    assert response.status_code == 405
    assert "GET" in response["Allow"]
    assert "Open this page" in response.content.decode()


@pytest.mark.parametrize("is_member", [False, True])
def test_the_database_went_away(client, monkeypatch, cast, is_member):
    """A page that needs the database says so, with when to come back; also where it is missed before any view."""
    if is_member:
        client.force_login(cast.asker)
    client.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", _gone)
        response = client.get("/members/nobody/")
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "We are away for a moment" in response.content.decode()
