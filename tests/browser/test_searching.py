"""Somebody searches: on the home page while typing, on the page of results, and what is known of it afterwards."""

import pytest
from playwright.sync_api import expect

from community.search import lexical
from community.search.models import Search
from tests.lib.embedded import eventually

TITLES = (
    "The thermostat loses its schedule after an update",
    "Thermostat display stays dark in the morning",
    "The hub loses its Wi-Fi every night at two",
)


@pytest.fixture
def asked(cast, work):
    questions = [cast.question(title=title, tags=["update"]) for title in TITLES]
    work()
    lexical.count_words()
    return questions


def test_a_reader_types_walks_the_list_and_opens_what_helps(person, asked):
    rea = person(width=390, theme="dark").goes_to("/")
    page = rea.page
    field, found = page.locator(".hero input[type=search]"), page.locator(".hero found-list")
    field.press_sequentially("thermost")
    expect(found.get_by_role("link", name="Thermostat display")).to_be_visible()
    expect(found.get_by_role("link")).to_have_count(3)
    rea.looks().turns(width=1280, theme="light").looks()
    assert rea.overflow() <= 0

    field.press("ArrowDown")
    expect(found.get_by_role("link").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(found.get_by_role("link", name="All that was found")).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(found.get_by_role("link")).to_have_count(0)
    assert not Search.objects.exists(), "typing alone is nobody's business"

    field.press_sequentially(" display")
    expect(found.get_by_role("link", name="Thermostat display")).to_be_visible()
    field.press("ArrowDown")
    page.keyboard.press("Enter")
    rea.sees("Thermostat display stays dark in the morning")
    eventually(lambda: Search.objects.values_list("query", "clicked").first() == ("thermost display", 1))


def test_a_reader_misspells_narrows_opens_and_comes_back(person, asked):
    rea = person().goes_to("/search/")
    rea.sees("What the search understands").looks()
    rea.page.locator("main input[type=search]").fill("thermostta schedul")
    rea.page.keyboard.press("Enter")
    rea.sees("Shown for thermostat schedul").looks()
    rea.page.get_by_text("Narrow it down").click()
    rea.looks().turns(width=390, theme="dark").looks()
    assert rea.overflow() <= 0
    rea.page.get_by_label("How far it is").select_option("open")
    rea.presses("Show these").sees("not solved yet", TITLES[0]).looks()
    rea.page.keyboard.press("j")
    expect(rea.page.locator("[data-row]").first).to_be_focused()
    rea.page.keyboard.press("Enter")
    rea.sees(TITLES[0])
    eventually(
        lambda: list(Search.objects.order_by("at").values_list("clicked", "is_narrowed")) == [(None, False), (1, True)]
    )
    assert not rea.context.cookies()
