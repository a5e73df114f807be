"""Fixtures for all tests: a cast of people, and a worker that reads what waits when a test says so."""

import json

import pytest
from django.core.cache import cache

from community.activity import dispatch
from community.clocks.models import Promise, ServiceTarget
from tests.cast import Cast
from tests.chromium import chromium, open_page, pytest_unconfigure  # noqa: F401  for all rooms


@pytest.fixture(autouse=True)
def _unlimited(settings):
    """Limits are tested where they are the point; elsewhere they would only be in the way."""
    settings.LIMITS_ENABLED = False


@pytest.fixture(autouse=True)
def _fresh_cache():
    cache.clear()


@pytest.fixture(autouse=True)
def _outbox(settings):
    """Mail becomes rows, as it does outside of tests; without EMAIL_URL the rows are the mailbox."""
    settings.EMAIL_BACKEND = "community.notifications.outbox.OutboxBackend"
    settings.EMAIL_URL = ""


@pytest.fixture
def figure(record_property):
    """`figure("measure", "bar", value)`: a line of docs/evidence.md, written by `make prove`."""

    def note(measure: str, bar: str, value: object) -> None:
        record_property("figure", json.dumps([measure, bar, str(value)]))

    return note


@pytest.fixture
def cast(db) -> Cast:
    """Ann asks, Hugo helps, Ada is an advocate, and so on: see tests/cast.py. The promise of a fresh site is made."""
    # Tests with real transactions empty all tables afterwards, also of what migrations wrote.
    ServiceTarget.objects.get_or_create(promise=Promise.FIRST_ANSWER, topic=None, defaults={"minutes": 24 * 60})
    return Cast()


@pytest.fixture
def work(db):
    """`work()` does what a worker would do now: every reader reads what waits."""
    return dispatch.drain
