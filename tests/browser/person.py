"""Somebody with a browser: goes to pages, presses what they read, and notices what no page should have."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.chromium import CONTRAST, WCAG, is_complaint, violations

_TO_THE_TOP = """() => {
  window.scrollTo(0, 0);
  for (const bar of document.querySelectorAll(".thumb-bar")) bar.style.position = "static";
}"""
_NAME_OF_FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return "";
  const label = at.labels?.[0]?.innerText || "";
  return [at.getAttribute("aria-label") || "", label, at.innerText || ""].join(" ").trim() || at.tagName;
}"""


class Person:
    """A visitor, or a member who is signed in. Every page they come to is checked with axe and for console errors."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        member=None,
        *,
        width: int = 1280,
        theme: str = "light",
        scripts: bool = True,
    ):
        self.address = address
        self.context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            locale="en-GB",
            java_script_enabled=scripts,
        )
        if member is not None:
            self.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": _session(member), "url": address}]
            )
        self.page: Page = self.context.new_page()
        self.said: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def goes_to(self, path: str) -> "Person":
        """Open a page, which must be there."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"
        return self.looks()

    def turns(self, *, width: int | None = None, theme: str | None = None) -> "Person":
        """Make the window as wide as a desk's or a phone's, or let night come, on the page that is shown."""
        if width:
            self.page.set_viewport_size({"width": width, "height": 900})
        if theme:
            # Without motion, colours are there at once.
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        return self

    def walks_around(self, path: str) -> "Person":
        """Open a page and look at it on a desk and a small phone, by day and by night: accessible, as wide as its window."""
        self.goes_to(path)
        self._fits()
        self.turns(theme="dark").looks(only=CONTRAST)
        self.turns(width=320).looks(only=CONTRAST)
        self._fits()
        self.turns(theme="light").looks()
        return self.turns(width=1280)

    def _fits(self) -> None:
        assert self.overflow() <= 0, f"{self.page.url} is {self.overflow()} px wider than its window"

    def looks(self, only=WCAG) -> "Person":
        """Check the page that is shown: accessible, and nothing in the console."""
        self.page.wait_for_load_state()
        # What stands under a sticky bar is not too small, only covered until somebody scrolls: look from the top, and with
        # the bar at the foot of a phone where it stands at the end of the page.
        self.page.evaluate(_TO_THE_TOP)
        found = violations(self.page, only)
        assert found == [], f"{self.page.url}\n" + "\n".join(found)
        assert self.said == [], f"{self.page.url}: {self.said}"
        return self

    def presses(self, name: str, *, exact: bool = True) -> "Person":
        """Press the button or link of that name."""
        button = self.page.get_by_role("button", name=name, exact=exact)
        link = self.page.get_by_role("link", name=name, exact=exact)
        (button.or_(link)).first.click()
        return self

    def tabs_to(self, name: str, *, within: int = 120) -> "Person":
        """Press Tab until what has the focus is called that; the mouse is not touched."""
        for _press in range(within):
            self.page.keyboard.press("Tab")
            if name in self.page.evaluate(_NAME_OF_FOCUS):
                return self
        raise AssertionError(f"{self.page.url}: no {name!r} within {within} steps of the keyboard")

    def has_focus(self) -> str:
        """The name of what has the focus; "" when it is nowhere."""
        return self.page.evaluate(_NAME_OF_FOCUS)

    def writes(self, label: str, words: str) -> "Person":
        """Fill the field of that label."""
        self.page.get_by_label(label, exact=False).first.fill(words)
        return self

    def chooses(self, label: str, option: str) -> "Person":
        """Choose in the list of that label."""
        self.page.get_by_label(label, exact=False).first.select_option(label=option)
        return self

    def sees(self, *words: str) -> "Person":
        """The page says these words, now or in a moment."""
        for each in words:
            expect(self.page.get_by_text(each, exact=False).first).to_be_visible(timeout=15_000)
        return self

    def does_not_see(self, words: str) -> "Person":
        expect(self.page.get_by_text(words, exact=False)).to_have_count(0)
        return self

    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def cookies(self) -> Iterable[str]:
        return [cookie["name"] for cookie in self.context.cookies()]

    def _note(self, message: ConsoleMessage) -> None:
        # Chromium counts a form that was refused among the errors; it is an answer like any other.
        if is_complaint(message) and "status of 422" not in message.text:
            self.said.append(message.text)


def _session(member) -> str:
    """A session in which the member is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    return session.session_key
