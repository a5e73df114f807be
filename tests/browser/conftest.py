"""A real site, driven by a real browser, where a Chromium is installed."""

import pytest
from django.conf import settings
from django.test import override_settings

from tests.browser.person import Person
from tests.browser.site import running_site
from tests.chromium import CHROMIUM


def pytest_collection_modifyitems(items):
    """Everything here needs a browser, and a database that other programs can see."""
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium is installed: apt install chromium"))


@pytest.fixture(scope="package")
def programs(chromium, tmp_path_factory):
    """The site's programs. They end with the last test in a browser: they would disturb all others."""
    folder = tmp_path_factory.mktemp("site")
    # What a test uploads is where the site looks for it.
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder / "files")}}
    with running_site(folder) as site, override_settings(STORAGES=settings.STORAGES | {"default": disk}):
        yield site


@pytest.fixture(autouse=True)
def site(programs, db):
    """The address of the running site. It runs during a test, and holds still while the tables are emptied."""
    programs.go_on()
    yield programs.address
    programs.hold_still()


@pytest.fixture
def environment(programs) -> dict[str, str]:
    """What the site's programs run with, for one more that works beside them."""
    return programs.environment


@pytest.fixture(scope="session")
def browser(chromium):
    """The one Chromium of the session: Playwright cannot be started twice in a process."""
    return chromium


@pytest.fixture
def person(site, browser, cast):
    """`person()` is a visitor, `person(cast.asker)` a member who is signed in."""
    people = []

    def come(member=None, **how) -> Person:
        people.append(Person(browser, site, member, **how))
        return people[-1]

    yield come
    for each in people:
        each.context.close()
