"""Asking in a real Chromium: what the topic asks comes when it is chosen, what answers it comes once, no word is lost."""

import pytest
from playwright.sync_api import expect

from community.catalogue.models import IntakeField
from community.search.index import refresh
from community.search.vectors import forget_makers, make_missing
from forum.models import Deflection, Question
from tests.cast import make_topic
from tests.chromium import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "My hub loses Wi-Fi every night"


@pytest.fixture
def solved(cast):
    question = cast.question(title="The hub loses its Wi-Fi every night")
    question.accept(cast.answer(question, body="Choose a fixed Wi-Fi channel for the hub."), by=cast.asker)
    refresh(Question, [question.pk])
    make_missing()
    forget_makers()
    return question


def test_choosing_a_topic_looking_going_back_and_posting(open_page, client, cast, solved):
    IntakeField.objects.create(topic=cast.topic, label="Firmware", kind="version", is_required=True)
    IntakeField.objects.create(topic=make_topic("Valves"), label="Code on the display")

    # A visitor's words stay in their tab, with those of the topic that they had chosen.
    visitor = open_page("/questions/ask/", width=390)
    with visitor.expect_response("**/questions/similar/**"):
        visitor.get_by_label("Topic", exact=True).select_option(label="Wi-Fi")
    visitor.get_by_label("Firmware").fill("3.10.1")
    with visitor.expect_response("**/questions/similar/**"):
        visitor.get_by_label("Your question").fill(TITLE)
    visitor.reload()
    expect(visitor.get_by_label("Firmware")).to_have_value("3.10.1")
    assert visitor.complaints == []

    client.force_login(cast.stranger)
    page = open_page("/questions/ask/", width=390, theme="dark", client=client)
    page.get_by_label("Your question").fill(TITLE)
    page.get_by_label("Topic", exact=True).select_option(label="Wi-Fi")
    page.get_by_label("Firmware").fill("3.10.1")
    # Another topic asks something else; whoever comes back finds what they typed.
    page.get_by_label("Topic", exact=True).select_option(label="Valves")
    page.get_by_label("Code on the display").fill("E1")
    page.get_by_label("Topic", exact=True).select_option(label="Wi-Fi")
    expect(page.get_by_label("Firmware")).to_have_value("3.10.1")
    page.locator("#id_body").fill("HELP!!! THERE IS AN ERROR")
    page.get_by_text("Capitals read as shouting.").wait_for()

    page.get_by_role("button", name="Post it").click()
    page.get_by_text("Before you post it").wait_for()
    assert "Before you post it" in page.evaluate("document.activeElement.textContent")
    assert page.locator("mark").inner_text() == "Choose a fixed Wi-Fi channel for the hub."
    _is_for_everybody(page)

    page.get_by_role("button", name="This answered it").click()
    page.get_by_role("heading", name="Good that you found it").wait_for()
    _is_for_everybody(page)

    page.get_by_role("button", name="Back to my question").click()
    page.get_by_role("heading", name="Ask a question").wait_for()
    assert page.get_by_label("Firmware").input_value() == "3.10.1"
    page.get_by_role("button", name="Post it").click()
    page.wait_for_url("**/questions/*/my-hub-loses-*/")
    assert page.locator(".facts").inner_text().split() == ["Firmware", "3.10.1"]
    assert page.complaints == []
    row = Deflection.objects.get()
    assert (row.outcome, row.question.title) == ("none", TITLE)
    page.goto(page.url.split("/questions/")[0] + "/questions/ask/")
    assert page.get_by_label("Your question").input_value() == ""


def _is_for_everybody(page) -> None:
    """Accessible on a phone and a desk, by day and by night, and never wider than its window."""
    for width, theme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate("window.scrollTo(0, 0)")
        assert violations(page) == []
