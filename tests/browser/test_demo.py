"""The demo in a browser: be somebody else by one click, and read their mail."""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import make_answer, make_member, make_question


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
def test_a_visitor_becomes_somebody_and_reads_their_mail(person, cast, work, site, settings, width, theme):
    settings.SITE_URL = site
    maren = make_member("maren", full_name="Maren Solheim")
    question = make_question(by=maren, topic=cast.topic, title="The boost ends after twenty minutes")
    make_answer(question, by=cast.helper, body="It ends at 23 degrees: set it to *by time only*.")
    work()
    visitor = person(width=width, theme=theme)
    visitor.goes_to("/demo/mail/")
    subject = visitor.page.get_by_role("link", name="The boost ends after twenty minutes").first
    subject.click()
    visitor.looks().presses("Read it as Maren Solheim").sees("Written")
    expect(visitor.page.locator(".demo-bar summary")).to_have_text("Maren Solheim")
    letter = visitor.page.frame_locator(".mail-frame")
    expect(letter.get_by_text("Hugo Helper", exact=False).first).to_be_visible()
    letter.locator(f'a[href*="/questions/{question.pk}/"]').first.click()
    expect(visitor.page).to_have_url(re.compile(rf"/questions/{question.pk}/"))
    visitor.sees("by time only")


def test_the_bar_signs_out_again(person, cast):
    make_member("maren", full_name="Maren Solheim")
    visitor = person().goes_to("/")
    visitor.page.locator(".demo-bar summary").click()
    visitor.page.locator('.demo-bar button[value="maren"]').click()
    expect(visitor.page.locator(".demo-bar summary")).to_have_text("Maren Solheim")
    visitor.page.locator(".demo-bar summary").click()
    visitor.presses("A reader, signed out")
    expect(visitor.page.locator(".demo-bar summary")).to_have_text("Signed out")
    visitor.looks()
