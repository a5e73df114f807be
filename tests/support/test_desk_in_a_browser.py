"""The desk by keyboard alone, and every page of cases and incidents for everybody, in a real Chromium."""

import pytest

from community.incidents.models import Incident
from community.support.models import Case
from tests.cast import make_member
from tests.chromium import violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def three_cases(cast) -> list[Case]:
    return [
        Case.open_privately(
            by=make_member(f"customer{number}"), title=f"Request number {number}", body="Please.", topic=cast.topic
        )
        for number in range(3)
    ]


def test_agent_works_through_the_queue_by_keyboard(open_page, client, cast, three_cases):
    client.force_login(cast.agent)
    page = open_page("/support/", client=client)
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Request number 1"
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("t")
    page.get_by_text("It is yours.").wait_for()
    assert page.get_by_role("heading", level=1).inner_text() == "Request number 1"
    page.keyboard.press("r")
    page.keyboard.type("Which one do you mean?")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Sent.", exact=True).wait_for()
    page.keyboard.press("n")
    page.keyboard.type("Sounds like the old tariff.")
    page.get_by_role("button", name="Keep as a note").press("Enter")
    page.get_by_text("Noted, for staff only.").wait_for()
    page.keyboard.press("e")
    page.keyboard.type("solved")
    page.get_by_role("button", name="End the case").press("Enter")
    page.get_by_text("The case has ended.").wait_for()
    page.keyboard.press("q")
    page.wait_for_url("**/support/")
    case = three_cases[1]
    case.refresh_from_db()
    assert (case.owner, case.outcome) == (cast.agent, "solved")
    assert case.messages.last().body == "Which one do you mean?"
    assert case.notes.get().body == "Sounds like the old tariff."
    assert page.complaints == []


def test_o_opens_the_case_that_has_the_focus(open_page, client, cast, three_cases):
    client.force_login(cast.agent)
    page = open_page("/support/", client=client)
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"**{three_cases[0].get_desk_url()}")


def test_keys_are_letters_where_somebody_writes(open_page, client, cast, three_cases):
    client.force_login(cast.agent)
    page = open_page(three_cases[0].get_desk_url(), client=client)
    page.keyboard.press("r")
    page.keyboard.type("to the end, there")
    assert page.get_by_label("Reply to customer0").input_value() == "to the end, there"
    three_cases[0].refresh_from_db()
    assert three_cases[0].owner is None


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (1280, "dark")])
def test_pages_are_for_everybody(open_page, client, cast, case, private_case, width, theme):
    incident = Incident.declare(
        by=cast.agent, title="Hubs lose their connection", body="Since noon.", severity="major", topics=[cast.topic]
    )
    case.question.attach_to(incident, by=cast.agent)
    cast.answer(case.question)
    case.reply(by=cast.agent, body="Which contract?")
    case.add_note(by=cast.agent, body="The old tariff.")
    case.hand_off(cast.second_agent, note="She calls back.", by=cast.agent)
    private_case.end(by=cast.agent, outcome="solved", public_words="Done.")
    pages = {
        "/support/": cast.second_agent,
        case.get_desk_url(): cast.second_agent,
        f"{case.get_desk_url()}handoff/": cast.second_agent,
        private_case.get_desk_url(): cast.agent,
        "/cases/": cast.asker,
        "/cases/new/": cast.asker,
        case.get_absolute_url(): cast.asker,
        private_case.get_absolute_url(): cast.asker,
        "/incidents/": None,
        incident.get_absolute_url(): cast.agent,
        "/incidents/new/": cast.agent,
    }
    for path, person in pages.items():
        if person is not None:
            client.force_login(person)
        page = open_page(path, width=width, theme=theme, client=client if person else None)
        assert page.complaints == [], path
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()
