"""A reader plays the video of an article, with its captions, and reads what is said by the keyboard alone."""

from tests.content.films import captioned, film
from tests.knowledgebase.articles import make_published

PLAY = """async player => {
  player.muted = true;
  player.textTracks[0].mode = "showing";  // as its own menu does
  await player.play();
}"""
IS_SAID = """() => {
  const player = document.querySelector("video");
  const [cue] = player.textTracks[0].activeCues ?? [];
  return player.currentTime > 1 && cue?.startTime === 1 && cue.text;
}"""


def test_a_video_plays_with_its_captions_and_its_transcript_is_read_by_keyboard(person, cast):
    video = captioned(cast.editor, content=film("webm", size=(320, 240)))
    article = make_published(cast, steps=f"Watch:\n\n{video.attachment.markdown}")
    reader = person(width=390, theme="dark")
    page = reader.goes_to(article.get_absolute_url()).page

    page.locator("video").evaluate(PLAY)

    assert "Until the lamp turns amber." in page.wait_for_function(IS_SAID).json_value()
    reader.tabs_to("Transcript").page.keyboard.press("Enter")
    reader.sees("Ines: Hold the button down. Until the lamp turns amber.").looks()
