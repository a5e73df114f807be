"""Who may open and do what: every address of the site, for every role.

A line of the table is a method, a page, and one letter a role, in the order of ROLES:
`o` it opens (or the form is read, even when it is found incomplete), `s` they are asked to sign in, `f` forbidden (403),
`n` not to be known of (404). A page that is not in the table fails the test below it.
"""

from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from tests.world import World, routes

ROLES = (
    "visitor", "stranger", "asker", "helper", "advocate", "agent", "editor", "moderator", "manager", "administrator",
)  # fmt: skip
TABLE = Path(__file__).with_name("permissions.txt")
LINES = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]


def letter(response) -> str:
    """What an answer means for who asked."""
    status = response.status_code
    if status == 302 and response["Location"].startswith(settings.LOGIN_URL_PATH):
        return "s"
    return {403: "f", 404: "n", 401: "s"}.get(status, "o" if status < 500 else "!")


@pytest.fixture
def world(db, settings):
    settings.STAFF_NEED_SECOND_FACTOR = False
    settings.LOGIN_URL_PATH = "/accounts/login/"
    return World()


def who_may(world, client, sessions, method, name) -> str:
    """A letter for each role. What a request changes is taken back before the next one."""
    address, form = world.address(name), world.form(name)
    found = ""
    for role in ROLES:
        with transaction.atomic():
            client.cookies = SimpleCookie(sessions[role])
            found += letter(getattr(client, method.lower())(address, form))
            transaction.set_rollback(True)
    return found


def signed_in(world) -> dict[str, dict[str, str]]:
    """The cookies of each role, who signed in once."""
    cookies = {"visitor": {}}
    for role in ROLES[1:]:
        client = Client()
        client.force_login(getattr(world, role))
        cookies[role] = {name: cookie.value for name, cookie in client.cookies.items()}
    return cookies


@pytest.mark.parametrize("room", sorted({name.split(":")[0] for _method, name, _letters in LINES}))
def test_who_may(world, client, room):
    expected = {(method, name): letters for method, name, letters in LINES if name.split(":")[0] == room}

    sessions = signed_in(world)
    found = {(method, name): who_may(world, client, sessions, method, name) for method, name in expected}

    assert found == expected


def test_every_page_is_in_the_table():
    assert {name for _method, name, _letters in LINES} == set(routes())
