"""An answer is typed on a telephone whose connection comes and goes, found on a desk, posted there, and gone."""

from playwright.sync_api import expect

from community.content.models import Draft
from forum.models import Answer
from tests.browser.test_journey import wait_for

WORDS = "Hold the button for ten seconds."


def test_typed_on_one_device_found_and_posted_on_another(person, cast):
    question = cast.question()
    address = question.get_absolute_url()

    phone = person(cast.helper, width=390)
    area = phone.goes_to(address).page.locator("#your-answer textarea[name=body]")
    area.fill("Hold the button")
    wait_for(lambda: Draft.objects.filter(fields__body="Hold the button").first())
    phone.page.context.set_offline(True)
    area.fill(WORDS)
    phone.page.wait_for_function("Object.keys(localStorage).some((key) => key.startsWith('draft-answer'))")
    phone.page.wait_for_timeout(1200)
    assert Draft.objects.get().fields["body"] == "Hold the button"
    phone.page.context.set_offline(False)
    wait_for(lambda: Draft.objects.filter(fields__body=WORDS).first())
    # The server has it: nothing stays in the browser.
    phone.page.wait_for_function("!Object.keys(localStorage).some((key) => key.startsWith('draft-answer'))")
    phone.said.clear()  # the browser's word on the lost connection
    phone.context.close()

    desk = person(cast.helper, theme="dark").goes_to("/drafts/")
    desk.sees(WORDS)
    desk.page.get_by_role("link", name="Go on").click()
    area = desk.page.locator("#your-answer textarea[name=body]")
    expect(area).to_have_value(WORDS)
    expect(desk.page.get_by_role("status").filter(has_text="We kept what you typed.")).to_be_visible()
    desk.looks()
    area.press("Control+Enter")
    wait_for(lambda: Answer.objects.filter(body=WORDS).first())
    expect(desk.page.locator(".answer")).to_contain_text(WORDS)

    # Gone from the form, the browser and the list; what is typed next is another draft, thrown away by one button.
    expect(area).to_have_value("")
    assert not Draft.objects.exists()
    area.fill("One more thing")
    wait_for(lambda: Draft.objects.first())
    desk.page.reload()
    desk.page.get_by_role("button", name="Start over").click()
    expect(area).to_have_value("")
    assert not Draft.objects.exists()
