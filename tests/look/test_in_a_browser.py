"""What a person with a screen, a keyboard or a screen reader meets, in a real Chromium."""

import pytest

from tests.chromium import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOOR = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/no/such/page/"]


# Each run shows every part in both themes; the two differ in width and in the theme of the frame.
@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1280, "dark")])
def test_the_component_page_is_for_everybody(open_page, client, cast, width, theme):
    client.force_login(cast.agent)
    page = open_page("/styleguide/", width=width, theme=theme, client=client)
    assert page.complaints == []
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_at_the_door_are_for_everybody(open_page, theme):
    for path in DOOR:
        page = open_page(path, width=390, theme=theme)
        assert [text for text in page.complaints if "404" not in text] == [], path
        assert violations(page) == [], path


def test_nothing_is_cut_off_at_320_pixels(open_page, client, cast):
    client.force_login(cast.agent)
    for path in ("/styleguide/", "/accounts/email/", "/accounts/2fa/"):
        page = open_page(path, width=320, client=client)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_the_first_key_skips_to_the_content(open_page):
    page = open_page("/accounts/login/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_focus_can_be_seen(open_page):
    page = open_page("/accounts/login/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "2px" in ring
    assert "none" not in ring


def test_slash_goes_to_the_search(open_page):
    page = open_page("/accounts/signup/")
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    assert page.locator("input[name=q]").input_value() == ""


def test_a_menu_opens_by_key_and_closes_on_escape_with_the_focus_back(open_page):
    page = open_page("/accounts/login/", width=390)
    page.locator(".site-header__phone > summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="Knowledge base").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Knowledge base").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_chosen_theme_stays_and_does_not_need_a_cookie(open_page):
    page = open_page("/no/such/page/", theme="light")
    page.goto(page.url.replace("/no/such/page/", "/accounts/login/"))
    before = {cookie["name"] for cookie in page.context.cookies()}
    page.get_by_role("button", name="Dark").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    assert page.get_by_role("button", name="Dark").get_attribute("aria-pressed") == "true"
    assert {cookie["name"] for cookie in page.context.cookies()} == before


def test_times_are_told_relative_to_now(open_page, client, cast):
    client.force_login(cast.agent)
    page = open_page("/styleguide/", client=client)
    assert page.locator("relative-time", has_text="hour ago").count() > 0
    assert page.locator("relative-time time[title]").count() > 0


def test_the_editor_writes_markdown(open_page, client, cast):
    client.force_login(cast.agent)
    page = open_page("/styleguide/", client=client)
    area = page.locator("markdown-editor textarea").first
    area.fill("light on")
    area.select_text()
    page.locator("markdown-editor").first.get_by_role("button", name="Bold").click()
    assert area.input_value() == "**light on**"
    area.select_text()
    page.locator("markdown-editor").first.get_by_role("button", name="Quote").click()
    assert area.input_value() == "> **light on**"


def test_without_scripts_the_pages_hold(open_page):
    page = open_page("/accounts/login/", width=390, java_script_enabled=False)
    page.locator(".site-header__phone > summary").click()
    assert page.get_by_role("link", name="Knowledge base").is_visible()
    assert not page.locator("theme-switch").is_visible(), "a switch that cannot switch is not shown"


def test_nothing_moves_for_who_asks_for_less_motion(open_page):
    page = open_page("/accounts/login/", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration") == "0s"


def test_the_lamp_can_be_told_apart_in_forced_colours(open_page, client, cast):
    client.force_login(cast.agent)
    page = open_page("/styleguide/", client=client, forced_colors="active")
    glass = "getComputedStyle(document.querySelector('.lamp--%s')).getPropertyValue('--lamp-glass').trim()"
    assert page.evaluate(glass % "lit") != page.evaluate(glass % "dim")
