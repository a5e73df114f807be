"""Fixtures for all tests: a cast of people, and a worker that reads what waits when a test says so."""

import json

import pytest
from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.test import override_settings

from community.activity import dispatch
from community.clocks.models import Promise, ServiceTarget
from community.search.queries import synonyms, vocabulary
from tests.cast import Cast
from tests.chromium import chromium, open_page, pytest_unconfigure  # noqa: F401  for all rooms


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests that really commit run last, and find the tables as the migrations left them, with the same ids.

    What they leave behind is an empty database: nothing that counts on rows of the migrations may come after them.
    """
    for item in items:
        if _commits(item):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
    items.sort(key=_place)


def _place(item) -> int:
    """First what is rolled back, then the browser's, whose programs remember ids, then all others that commit."""
    if not _commits(item):
        return 0
    return 1 if item.get_closest_marker("browser") else 2


def _commits(item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {"transactional_db", "live_server"}
    return bool(marker and marker.kwargs.get("transaction")) or not fixtures.isdisjoint(item.fixturenames)


@pytest.fixture(autouse=True, scope="session")
def _files_in_memory():
    """What a test uploads is gone with the tests."""
    in_memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    with override_settings(STORAGES=django_settings.STORAGES | {"default": in_memory}):
        yield


@pytest.fixture(autouse=True)
def _unlimited(settings):
    """Limits are tested where they are the point; elsewhere they would only be in the way."""
    settings.LIMITS_ENABLED = False


@pytest.fixture(autouse=True)
def _nobody_held_out(settings):
    """Whom the lot holds out is tested where it is the point; elsewhere everybody sees what is suggested."""
    settings.HELD_OUT_PERCENT = 0


@pytest.fixture(autouse=True)
def _fresh_cache(request):
    cache.clear()
    vocabulary.forget()
    synonyms.forget()
    if _commits(request.node):
        ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def _outbox(settings):
    """Mail becomes rows, as it does outside of tests; without EMAIL_URL the rows are the mailbox."""
    settings.EMAIL_BACKEND = "community.notifications.outbox.OutboxBackend"
    settings.EMAIL_URL = ""


@pytest.fixture
def is_proving(request) -> bool:
    """Whether figures are what the run is for: elsewhere races and kills are repeated less often."""
    return request.config.getoption("markexpr") == "proof"


@pytest.fixture
def proving(is_proving):
    """Skips where figures are not what the run is for."""
    if not is_proving:
        pytest.skip("takes minutes: measured by `make prove`")


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
    """`work()` does what a worker would do now: every reader reads what waits; `work("search")`: that reader alone."""
    return dispatch.drain
