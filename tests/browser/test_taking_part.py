"""Asking, answering, voting, accepting, commenting and following: by keyboard alone, and without any script."""

import re

import pytest
from playwright.sync_api import expect

from community.notifications.models import Subscription
from forum.models import Answer, Comment, Question, Vote
from tests.cast import make_answer, make_comment

TITLE = "The hub blinks red after the update"


def test_with_the_keyboard_alone(person, cast):
    question = cast.question()
    answer = cast.answer(question)
    sam = person(cast.stranger).goes_to(question.get_absolute_url())

    sam.tabs_to("Follow").page.keyboard.press("Enter")
    expect(sam.page.locator("button", has_text="Follow").first).to_have_attribute("aria-pressed", "true")
    assert sam.looks().has_focus(), "after a press, the focus stays where it was"

    sam.tabs_to("Useful").page.keyboard.press("Enter")
    expect(sam.page.locator(f"#vote-{answer.pk}")).to_have_attribute("aria-pressed", "true")
    assert "Useful" in sam.looks().has_focus()

    sam.tabs_to("Comment").page.keyboard.press("Enter")
    expect(sam.page.get_by_label("Your comment")).to_be_visible()
    sam.looks()
    if "Your comment" not in sam.has_focus():
        sam.tabs_to("Your comment")
    sam.page.keyboard.type("Which channel did you choose?")
    sam.tabs_to("comment").page.keyboard.press("Enter")
    sam.sees("Which channel did you choose?").looks()

    sam.tabs_to("Your answer").page.keyboard.type("Hold reset for ten seconds.")
    sam.tabs_to("Post your answer").page.keyboard.press("Enter")
    sam.sees("Your answer is live").looks()

    ann = person(cast.asker).goes_to(question.get_absolute_url())
    ann.tabs_to("This solved it").page.keyboard.press("Enter")
    ann.sees("the solution first").looks()
    assert ann.has_focus(), "after the swap the focus is on what is new"

    ann.goes_to("/questions/ask/").tabs_to("Your question").page.keyboard.type(TITLE)
    ann.tabs_to("Topic").page.keyboard.type("Wi")
    ann.tabs_to("What happens").page.keyboard.type("Since Monday it blinks red.")
    ann.tabs_to("Post it").page.keyboard.press("Enter")
    ann.page.wait_for_url(re.compile(r"/questions/\d+/the-hub-blinks-red"))

    assert set(Question.objects.values_list("title", flat=True)) == {question.title, TITLE}
    question.refresh_from_db()
    assert question.solution == answer
    assert Comment.objects.get().author == Answer.objects.latest("pk").author == Vote.objects.get().member
    assert Subscription.is_following(cast.stranger, question)


def test_without_any_script(person, cast):
    question = cast.question()
    answer = cast.answer(question)
    sam = person(cast.stranger, scripts=False)
    page = sam.page
    page.goto(question.get_absolute_url())
    page.locator(f"form[action='/questions/{question.pk}/follow/'] button").click()
    page.locator(f"form[action='/answers/{answer.pk}/vote/'] button").click()
    page.locator(f"a[href='/answers/{answer.pk}/comments/']").click()
    page.get_by_label("Your comment").fill("Which channel did you choose?")
    page.locator(f"form[action='/answers/{answer.pk}/comments/'] button[type=submit]").last.click()
    expect(page.get_by_text("Which channel did you choose?")).to_be_visible()
    page.locator("textarea[name=body]").last.fill("Hold reset for ten seconds.")
    page.get_by_role("button", name="Post your answer").click()
    expect(page.get_by_text("Your answer is live")).to_be_visible()

    asker = person(cast.asker, scripts=False).page
    asker.goto(question.get_absolute_url())
    asker.locator("form", has=asker.locator(f"input[value='{answer.pk}']")).get_by_role("button").click()
    expect(asker.get_by_text("Solved. Thank you")).to_be_visible()

    question.refresh_from_db()
    answer.refresh_from_db()
    assert question.solution == answer
    assert answer.score == 1
    assert question.answer_count == 2
    assert answer.comments.count() == 1
    assert Subscription.is_following(cast.stranger, question)


@pytest.mark.proof
def test_a_long_thread_weighs_little_and_asks_nobody_else(person, cast, figure):
    question = cast.question()
    for n in range(30):
        answer = make_answer(
            question, by=cast.helper, body=f"**Try {n}.** " + "Set the channel by hand, then wait. " * 20
        )
        make_comment(question, by=cast.stranger, answer=answer)
    question.accept(answer, by=cast.asker)
    weights, hosts = [], set()
    reader = person(width=390)

    def weigh(request):
        sizes = request.sizes()
        weights.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])
        hosts.add(request.url.split("/")[2])

    reader.page.on("requestfinished", weigh)
    reader.goes_to(question.get_absolute_url())
    reader.page.wait_for_load_state("networkidle")

    assert len(hosts) == 1
    assert len(weights) <= 15
    assert sum(weights) <= 150_000
    figure(
        "question page with 30 answers",
        "at most 150 kB in all, at most 15 requests, no third party",
        f"{sum(weights) / 1000:.0f} kB in {len(weights)} requests to one host",
    )
