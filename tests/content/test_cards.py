"""The picture that stands where a page is shared."""

import io
import re

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from community.content.cards import Card
from community.content.cards.drawing import draw
from community.content.cards.lettering import drawable, fitted, is_from_the_right, lines_of, width_of
from community.members.limits import Rate, count
from tests.cast import make_question
from tests.knowledgebase.articles import make_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_storage(settings):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = settings.STORAGES | {"default": memory}


def named_by(client, page):
    """The address of the picture that a page names, as a path."""
    html = client.get(page.get_absolute_url()).content.decode()
    return re.search(r'<meta property="og:image" content="http://localhost:8000([^"]+)"', html)[1]


def kept(folder):
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []


def test_a_question_has_a_picture_that_is_drawn_once(client, cast):
    question = cast.answer().question
    path = named_by(client, question)
    assert path.startswith(f"/questions/{question.pk}/image/")
    folder = f"cards/question-{question.pk}"
    assert kept(folder) == []  # reading the page draws nothing

    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer["Cache-Control"] and answer["X-Robots-Tag"] == "noindex" and not answer.cookies
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert len(answer.content) < 100_000

    (name,) = kept(folder)
    default_storage.delete(f"{folder}/{name}")
    default_storage.save(f"{folder}/{name}", io.BytesIO(b"kept"))
    assert client.get(path).content == b"kept"
    assert client.head(path).status_code == 200


def test_another_state_is_another_picture_and_the_one_before_leads_there(
    client, cast, django_capture_on_commit_callbacks
):
    answer = cast.answer()
    question = answer.question
    before = named_by(client, question)
    client.get(before)
    with django_capture_on_commit_callbacks(execute=True):
        question.accept(answer, by=cast.asker)
    after = named_by(client, question)
    assert after != before
    old = client.get(before)
    assert (old.status_code, old["Location"]) == (302, after)
    client.get(after)
    assert len(kept(f"cards/question-{question.pk}")) == 1  # what it looked like before is not kept


def test_addresses_that_were_made_up_draw_nothing(client, cast):
    question = cast.question()
    for version in ("0", "abcdef", "x" * 40):
        assert client.get(f"/questions/{question.pk}/image/{version}.png").status_code == 302
    assert kept(f"cards/question-{question.pk}") == []


def test_drawing_is_limited_and_what_is_kept_is_not(client, cast, settings):
    first, second = cast.answer().question, cast.answer(cast.question(title="Another one, not drawn yet")).question
    client.get(named_by(client, first))
    settings.LIMITS_ENABLED = True
    for _time in range(60):
        count("card", "address:127.0.0.1", [Rate.parse("1000/m")])
    refused = client.get(named_by(client, second))
    assert refused.status_code == 429 and refused["Retry-After"]
    assert client.get(named_by(client, first)).status_code == 200


def test_articles_and_the_site_have_pictures_too(client, cast):
    article = make_published(cast)
    assert client.get(named_by(client, article)).content.startswith(b"\x89PNG")
    topic = make_question(by=cast.asker, topic=cast.topic).topic
    path = named_by(client, topic)
    assert path.startswith("/image/") and client.get(path).content.startswith(b"\x89PNG")


def test_what_is_not_for_everybody_has_no_picture(client, cast):
    question = cast.question(audience="staff")
    client.force_login(cast.agent)
    html = client.get(question.get_absolute_url()).content.decode()
    assert "og:image" not in html and "og:title" not in html
    assert client.get(f"/questions/{question.pk}/image/0.png").status_code == 404


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("The hub\n loses  its Wi-Fi", "The hub loses its Wi-Fi"),
        ("😡 Hub offline AGAIN 🔥 👩‍💻", "Hub offline AGAIN"),
        ("Γιατί; Почему? Où ça, Łódź – “déjà vu”…", "Γιατί; Почему? Où ça, Łódź – “déjà vu”…"),
        ("𓀀𓀁 is no letter of ours", ""),
        ("🔥🔥", ""),
    ],
)
def test_signs_that_no_font_has_are_left_out_and_letters_are_never_boxes(title, written):
    assert drawable(title) == written


def test_a_title_that_cannot_be_written_leaves_its_place():
    assert draw(Card("𓀀𓀁", "lit", "Solved", "Wi-Fi")) == draw(Card("Wi-Fi", "lit", "Solved", "Wi-Fi"))


def test_letters_from_the_right_stand_on_the_right():
    assert is_from_the_right("למה Wi-Fi?") and is_from_the_right("“لماذا") and not is_from_the_right("1. Why למה?")
    picture = Image.open(io.BytesIO(draw(Card("Why?", "dim")))).convert("L")
    # The title stands left of the middle, the lamp right of it.
    ink = picture.point(lambda light: 255 if light < 60 else 0).getbbox()
    assert ink[2] < 600


@pytest.mark.parametrize("title", ["word " * 40, "Donaudampfschifffahrtsgesellschaft" * 9, "毎晩切断されます" * 20])
def test_long_titles_are_made_smaller_then_cut(title):
    size, lines = fitted(title, sizes=(70, 50, 40), width=700, height=300, leading=1.2)
    assert size == 40 and len(lines) <= 6 and lines[-1].endswith("…")
    assert all(width_of(line, size) <= 700 for line in lines)
    assert lines_of("short", size=70, width=700) == ["short"]


@pytest.mark.parametrize("lamp", ["dim", "warm", "lit"])
def test_each_state_of_the_lamp_looks_different(lamp):
    others = {"dim", "warm", "lit"} - {lamp}
    assert all(draw(Card("Why?", lamp)) != draw(Card("Why?", other)) for other in others)
