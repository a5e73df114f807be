"""Somebody is named while an answer is typed: the list, its keys, and what is written."""

from playwright.sync_api import expect

from tests.cast import make_member
from tests.knowledgebase.articles import make_published

LONG = "Hubertus-Maximilian Wolkenstein-Trostburg zu Hohenlohe-Langenburg"


def test_a_name_is_chosen_with_the_keys_and_becomes_a_link(person, cast):
    question = cast.question()
    assert cast.helper.username == "hugo"
    make_member("hubertus.maximilian.wolkenstein-trostburg", full_name=LONG)
    sam = person(cast.stranger, width=320, theme="dark").goes_to(question.get_absolute_url())
    page = sam.page
    area, people = page.locator("#your-answer textarea"), page.locator("#your-answer [role=listbox]")
    area.press_sequentially("As @hu")
    expect(people.get_by_role("option")).to_have_count(2)
    # Below the words, within the window, and named to who cannot see it.
    assert area.bounding_box()["y"] + area.bounding_box()["height"] <= people.bounding_box()["y"] + 1
    assert area.get_attribute("aria-activedescendant") == people.get_by_role("option").first.get_attribute("id")
    sam.looks().turns(width=1280, theme="light").looks()
    assert sam.overflow() <= 0

    chosen = page.locator("#your-answer [aria-selected=true]")
    while "@hugo" not in chosen.inner_text():
        area.press("ArrowDown")
    area.press("Enter")
    expect(area).to_have_value("As @hugo ")
    expect(people).to_be_hidden()

    area.press_sequentially("and @hu")
    expect(people).to_be_visible()
    area.press("Escape")
    expect(people).to_be_hidden()
    expect(area).to_be_focused()
    area.press("Backspace")
    expect(people).to_be_visible()
    area.press("ArrowLeft")
    area.press("ArrowLeft")
    expect(people).to_be_hidden()
    area.press("End")
    expect(people).to_be_visible()
    area.press("Tab")
    expect(people).to_be_hidden()
    expect(area).not_to_be_focused()
    expect(area).to_have_value("As @hugo and @h")

    area.press("End")
    area.press_sequentially(" said: ")
    area.press("Control+B")
    area.press_sequentially("hold it")
    expect(area).to_have_value("As @hugo and @h said: **hold it**")
    area.press("Control+Shift+P")
    expect(page.locator(".editor__preview").get_by_role("link", name="@hugo")).to_have_attribute(
        "href", "/members/hugo/"
    )
    expect(page.locator(".editor__preview strong")).to_have_text("hold it")
    sam.looks()


def test_an_article_is_cited_by_typing_its_title(person, cast):
    article = make_published(cast, title="Keep the [old] hub on one channel")
    sam = person(cast.stranger, width=390).goes_to(cast.question().get_absolute_url())
    area, found = sam.page.locator("#your-answer textarea"), sam.page.locator("#your-answer [role=listbox]")
    area.press_sequentially("See [[one cha")
    expect(found.get_by_role("option")).to_have_count(1)
    sam.looks()
    area.press("Enter")
    expect(area).to_have_value(f"See [Keep the \\[old\\] hub on one channel]({article.get_absolute_url()}) ")
    expect(found).to_be_hidden()
