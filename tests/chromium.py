"""A real browser, for what only a browser can tell: focus, overflow, contrast as painted, errors in the console."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.db import connection
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

# CHROMIUM names another one; a path at which there is nothing means none.
_NAMES = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else ["chromium", "chromium-browser", "google-chrome"]
CHROMIUM = next((path for name in _NAMES if (path := shutil.which(name))), "")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


# What axe looks for. Of what passes it need not tell, which takes it longer than to look; pages load no fonts or frames of
# other hosts that it would have to wait for.
_QUICKLY = {"resultTypes": ["violations"], "preload": False}
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], **_QUICKLY}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, **_QUICKLY}

# A request that gave way to a newer one, or to the next page, has not failed; htmx says it twice.
_GAVE_WAY = ("htmx:sendAbort", "htmx:afterRequest")


# What fades in has no contrast yet.
_AT_REST = """() => {
  const ends = animation => animation.effect?.getComputedTiming().iterations !== Infinity;
  for (const animation of document.getAnimations().filter(ends)) animation.finish();
}"""


def is_complaint(message: ConsoleMessage) -> bool:
    """Whether the console of a page says that something went wrong."""
    return message.type == "error" and not message.text.startswith(_GAVE_WAY)


def pytest_unconfigure(config):
    """Say last of all, after pytest's own closing line, whether pages were looked at in a browser."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if not CHROMIUM and reporter is not None and not hasattr(config, "workerinput"):
        reporter.write_line(
            "No Chromium was found, so nothing was tried in a browser. On Debian: apt install chromium", yellow=True
        )


@pytest.fixture(scope="session")
def chromium(django_db_setup) -> Iterator[Browser]:
    """One Chromium for the session; tests are skipped where there is none."""
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine: apt install chromium")
    # Playwright runs an event loop in this thread, and Django takes that for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    first_rows = connection._test_serialized_contents
    with sync_playwright() as playwright:
        # With a loop there is another connection object. Without the first rows, every test that empties the tables would
        # leave nothing of what the migrations wrote to the tests after it.
        connection._test_serialized_contents = first_rows
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, live_server):
    """`open_page("/questions/", width=390, theme="dark", session=client)`: the page, and what its console complained of."""
    contexts = []

    def open_it(path: str, *, width: int = 1280, theme: str = "light", client=None, **options) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=theme, **options)
        contexts.append(context)
        if client:
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
            )
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: is_complaint(message) and page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_it
    for context in contexts:
        # What a page would send as it is left, such as a draft, would meet the tables while they are emptied.
        if context.pages:
            context.set_offline(True)
        context.close()


def violations(page: Page, only: dict = WCAG) -> list[str]:
    """What axe finds on the page, a line for each, also where its address leads into a shadow."""
    page.evaluate(_AT_REST)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("async options => (await axe.run(options)).violations", only)
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]
