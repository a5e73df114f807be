"""A member adds pictures to a question by button and from the clipboard, says what is on them, and a reader sees them."""

from playwright.sync_api import expect

from community.content.models import Attachment
from forum.models import Question
from tests.browser.test_journey import wait_for
from tests.content.files import drawn, saved

PASTE = """([bytes, words]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
  if (words) data.setData("text/plain", words);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  document.querySelector("textarea[name=body]").dispatchEvent(event);
}"""


def test_pictures_by_button_and_from_the_clipboard_with_words(person, cast):
    cast.topic.save()
    ann = person(cast.asker)
    page = ann.goes_to("/questions/ask/").page
    page.locator("input[name=title]").fill("The hub shows a red light all night")
    page.locator("select[name=topic]").select_option(label="Wi-Fi")
    body = page.locator("textarea[name=body]")
    body.fill("It looks like this:")

    # By button: the field for its words has the focus, and Enter leads back to the text instead of sending the form.
    large = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": saved(drawn((1600, 1200)), "JPEG")}
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Picture").click()
    chooser.value.set_files(large)
    ann.sees("The picture is in your text")
    page.keyboard.type("The hub [with] its red light")
    ann.looks()
    page.keyboard.press("Enter")
    expect(body).to_be_focused()

    # From the clipboard; words that are copied from a sheet stay words.
    page.evaluate(PASTE, [list(saved(drawn((300, 200)), "PNG")), ""])
    expect(page.get_by_label("What is on this picture?")).to_have_count(2)
    page.get_by_label("What is on this picture?").last.fill("Its back")
    page.evaluate(PASTE, [list(saved(drawn(), "PNG")), "A1\tB1"])
    expect(page.get_by_label("What is on this picture?")).to_have_count(2)

    # What cannot be shown is said, and one that is taken out is out.
    page.locator("picture-tray input[type=file]").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"}
    )
    ann.sees("This is not a picture that we can show.")
    page.locator("picture-tray input[type=file]").set_input_files({**large, "name": "b.jpg"})
    expect(page.get_by_role("button", name="Take it out")).to_have_count(3)
    page.get_by_role("button", name="Take it out").last.click()
    assert body.input_value().count("![") == 2

    page.locator("form[action='/questions/ask/'] button[type=submit]").last.click()
    question = wait_for(lambda: Question.objects.first())
    assert "![The hub with its red light](/files/" in question.body
    assert "![Its back](/files/" in question.body
    wait_for(lambda: not Attachment.objects.waiting_for_small_copy().exists())

    reader = person(width=390, theme="dark")
    picture = reader.goes_to(question.get_absolute_url()).page.get_by_alt_text("The hub with its red light")
    picture.scroll_into_view_if_needed()
    assert wait_for(lambda: picture.evaluate("image => image.complete && image.naturalWidth")) == 800
    assert reader.overflow() <= 0
    whole = reader.page.get_by_role("link", name="The hub with its red light").get_attribute("href")
    assert reader.page.goto(whole).headers["content-type"] == "image/jpeg"
