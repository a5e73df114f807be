"""An answer becomes an article, readers find it, and the head of support sees it counted."""

import pytest
from playwright.sync_api import expect

from knowledgebase.models import Article, EditLock, Section

TITLE = "Hub loses its Wi-Fi at night: choose a channel"


@pytest.fixture
def solution(cast):
    question = cast.question(title="The hub loses its Wi-Fi every night at two")
    answer = cast.answer(question, body="1. Open *Settings*.\n2. Set the channel to 6 by hand.")
    question.accept(answer, by=cast.asker)
    return answer


def test_an_answer_becomes_an_article_that_readers_find(person, cast, solution):
    question = solution.question
    edda = person(cast.editor)
    edda.goes_to(question.get_absolute_url())
    edda.page.locator(f"#answer-{solution.pk} summary", has_text="More").click()
    edda.presses("Make an article of it").sees("Edit the article", "Written from").looks()
    expect(edda.page.get_by_label("Title")).to_have_value(question.title)
    edda.writes("Title", TITLE).writes("In short", "When the hub looks for a better channel and does not find back.")
    edda.presses("Save and hand in for review").sees("Handed in", "somebody else has to read and publish it").looks()

    egon = person(cast.second_editor, width=390, theme="dark")
    egon.goes_to("/kb/drafts/").presses(TITLE).sees(
        "You have not written this", "Set the channel to 6 by hand."
    ).looks()
    egon.presses("Publish").sees("Published.").looks()
    article = Article.objects.published().get()

    for width, theme in ((390, "light"), (1280, "dark")):
        reader = person(width=width, theme=theme)
        reader.goes_to(question.get_absolute_url()).sees(TITLE)
        reader.presses(TITLE).sees("What to do", "Hugo Helper", "Written from 2 posts").looks()
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
        assert list(reader.cookies()) == []
        for path in ("/kb/", article.section.get_absolute_url(), f"{article.get_absolute_url()}history/"):
            reader.goes_to(path)


def test_a_reader_says_that_it_helped(person, cast, solution):
    article = _published(cast, solution)
    reader = person()
    reader.goes_to(article.get_absolute_url()).presses("Yes").sees("Good to know that it helped").looks()
    reader.page.reload()
    reader.sees("It helped 1 of 1 reader")
    reader.turns(theme="dark")
    reader.page.emulate_media(media="print")
    expect(reader.page.locator(".site-header")).to_be_hidden()
    expect(reader.page.locator("#helpful")).to_be_hidden()
    expect(reader.page.locator(".tabs")).to_be_hidden()
    assert "dark" not in reader.page.evaluate("getComputedStyle(document.documentElement).colorScheme")


def test_a_reader_says_that_it_did_not_help_and_why(person, cast, solution):
    article = _published(cast, solution)
    asking = article.ask_readers("Was step 4 clear?", by=cast.editor, choices=["Yes", "Not quite"], enough=9)
    reader = person(width=390, theme="dark")
    reader.goes_to(article.get_absolute_url()).sees("Was step 4 clear?").looks()
    reader.page.get_by_label("Not quite").check()
    reader.writes("Anything to add?", "Which of the two menus?").presses("Send the answer")
    reader.sees("Editors read your answer").looks()
    reader.presses("No").sees("What was wrong?").looks()
    reader.presses("Tell the editors").sees("Choose a reason, or write a sentence.").looks()
    reader.page.get_by_label("The steps did not work").check()
    reader.writes("What should be different?", "My hub has no such menu.").presses("Tell the editors")
    reader.sees("Editors read it").looks()
    editor = person(cast.editor)
    editor.goes_to(f"{article.get_absolute_url()}readers/").sees("My hub has no such menu.", "not signed in").looks()
    editor.presses("Made an edit for this").sees("An edit was made for this").looks()
    editor.presses("Ask readers one question").sees("1 answer").looks()
    editor.presses("Read the answers").sees("Which of the two menus?").looks()
    editor.presses("End it now").sees("by Edda Editor", "The answers stay here").looks()
    editor.goes_to(f"{article.get_absolute_url()}asking/").sees("Answers that are enough").looks()
    assert asking.answers.get().choice == "Not quite"


def test_one_editor_writes_and_another_takes_over(person, cast, solution):
    form = f"{_published(cast, solution).get_absolute_url()}edit/"
    edda = person(cast.editor)
    edda.goes_to(form).sees("others cannot save meanwhile").looks()
    egon = person(cast.second_editor, width=390, theme="dark")
    egon.goes_to(form).sees("Edda Editor is writing this article").looks()
    egon.presses("Take over").sees("others cannot save meanwhile").looks()
    edda.presses("Save as draft").sees("Egon Editor is writing this article").looks()
    assert EditLock.objects.get().member == cast.second_editor


def test_without_javascript_a_reader_says_that_it_did_not(site, browser, cast, solution):
    article = _published(cast, solution)
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("Ask about it, and somebody will answer")).to_be_visible()
    context.close()
    article.refresh_from_db()
    assert article.unhelpful_count == 1


def test_the_head_of_support_opens_the_rows_behind_a_figure(person, cast, solution):
    for width, theme in ((1280, "light"), (390, "dark")):
        max_manager = person(cast.manager, width=width, theme=theme)
        max_manager.goes_to("/insights/").sees("1 question asked", "Answered by a person", "Left out:")
        assert max_manager.page.evaluate("document.documentElement.scrollWidth") <= width
        max_manager.presses("Solved").sees("1 row", solution.question.title).looks()
        max_manager.goes_to("/insights/?days=90&topic=wi-fi").looks()


def _published(cast, solution) -> Article:
    article = Article.draft(
        by=cast.editor,
        title=TITLE,
        section=Section.objects.get_or_create(slug="wi-fi", name="Wi-Fi")[0],
        topic=solution.question.topic,
        steps="Choose channel 6.",
        body="## Why\n\nTwo hubs shout.\n\n## What else\n\nNothing.",
    )
    article.submit(by=cast.editor)
    article.publish(by=cast.second_editor)
    return article
