"""What a page puts into itself while it is used is as accessible as the page: on a phone at night, on a desk by day.

tests/look/test_every_swap.py says which test looks at which swap, and fails when a template gains one that no test looks at.
The desk, the moderators' queue and the notifications load pages anew; each of their steps is looked at here as well.
"""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from community.activity import dispatch
from community.catalogue.models import IntakeField
from community.moderation.models import Flag
from community.notifications.guests import confirmation_link
from community.notifications.models import GuestSubscription
from community.search.index import refresh
from community.search.vectors import make_missing
from community.support.models import Case
from forum.models import Question
from tests.cast import make_answer

TITLE = "My hub loses its Wi-Fi every night"


def _solved(cast) -> Question:
    question = cast.question(title="The hub loses its Wi-Fi every night")
    question.accept(make_answer(question, by=cast.helper), by=cast.asker)
    refresh(Question, [question.pk])
    make_missing()
    return question


def test_while_somebody_asks_and_after_they_were_helped(person, cast):
    question = _solved(cast)
    IntakeField.objects.create(topic=cast.topic, label="Firmware", kind="version")
    ann = person(cast.asker, width=320, theme="dark")
    page = ann.goes_to("/questions/ask/").page
    page.get_by_label("Your question").fill(TITLE)
    ann.sees("Is it this one?")
    page.get_by_label("Topic", exact=True).select_option(label=cast.topic.name)
    expect(page.get_by_label("Firmware")).to_be_visible()
    page.locator("#id_body").fill("HELP!!! THERE IS AN ERROR 4111 1111 1111 1111")
    ann.sees("Capitals read as shouting.", "everybody could read it").looks()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".editor__preview")).to_contain_text("THERE IS AN ERROR")
    ann.turns(width=1280, theme="light").looks()
    assert ann.overflow() <= 0

    ann.turns(width=320, theme="dark").goes_to(question.get_absolute_url())
    ann.presses("Not solved after all").sees("This solved it").looks()
    page.locator("a[hx-target='#comment-on-question']").click()
    expect(page.get_by_label("Your comment")).to_be_visible()
    ann.looks()
    assert ann.overflow() <= 0


def test_each_step_of_an_agent_at_the_desk(person, cast):
    question = _solved(cast)
    case = Case.open_privately(by=cast.stranger, title=TITLE, body="Please.", topic=cast.topic)
    assert cast.second_agent
    agnes = person(cast.agent, width=390, theme="dark").goes_to("/support/")
    page = agnes.presses(TITLE).page
    expect(page.locator("#known")).to_contain_text(question.title)
    agnes.looks().presses("Take").sees("It is yours.").looks()
    page.get_by_label("Priority").select_option(index=0)
    agnes.presses("Set priority").looks()
    page.locator("#reply textarea").fill("Which channel?")
    agnes.presses("Send to the customer").sees("Sent.").looks()
    agnes.turns(width=1280, theme="light").page.locator("#note textarea").fill("Sounds like the channel.")
    agnes.presses("Keep as a note").sees("Noted, for staff only.").looks()
    agnes.presses("Hand off").looks()
    page.locator("select[name=receiver]").select_option(index=1)
    page.locator("textarea[name=note]").fill("She calls back.")
    agnes.presses("Hand it over").looks()

    albert = person(cast.second_agent, width=390, theme="dark").goes_to("/support/")
    albert.presses("I have it").looks().page.locator("#end select").select_option("solved")
    albert.page.locator("#end textarea").fill("Choose a fixed channel.")
    albert.presses("End the case").sees("The case has ended.").looks()
    case.refresh_from_db()
    assert (case.owner, case.outcome) == (cast.second_agent, "solved")


def test_each_step_of_a_moderator_and_of_who_is_told(person, cast):
    question = cast.question()
    spam = make_answer(question, by=cast.helper, body="Cheap watches: https://watches.example")
    Flag.raise_on(spam, by=cast.stranger, reason="spam", note="A shop.")
    dispatch.drain()
    mona = person(cast.moderator, width=320, theme="dark").goes_to("/moderation/").sees("Cheap watches")
    mona.presses("Keep").sees("Nothing waits for you").looks()

    ann = person(cast.asker, width=320, theme="dark").goes_to("/notifications/")
    ann.presses("Mark all as read").looks()
    expect(ann.page.get_by_role("button", name="Mark all as read")).to_have_count(0)
    ann.presses("What you follow").looks().turns(width=1280, theme="light")
    ann.page.get_by_role("button", name="Stop following").first.click()
    ann.sees("You follow nothing yet").looks()

    guest, _is_new = GuestSubscription.offer("gina@example.com", question, language="en")
    gina = person(width=320, theme="dark").goes_to(urlsplit(confirmation_link(guest)).path)
    gina.presses("Yes, send me the answers").sees("Done: you follow this question").looks()
