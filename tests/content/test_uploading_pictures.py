"""What somebody uploads is a picture or refused, and what is kept of it is its pixels alone."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from community.api.models import ApiKey
from community.content.attachments import Refused, TooLarge, cleaned
from community.content.models import Attachment
from tests.content.files import SCRIPT, SECRET, Sent, abuse_set, drawn, exif, moving, saved

# What a file begins with says what it is; nothing else may.
FIRST_BYTES = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF"}
BESIDE_THE_PIXELS = (
    b"Exif",
    b"GPS",
    b"eXIf",
    b"XMP ",
    b"xmpmeta",
    b"ICCP",
    b"iCCP",
    b"tEXt",
    b"zTXt",
    b"iTXt",
    b"Photoshop",
)


def made_of(content: bytes, **how):
    return cleaned(BytesIO(content), **how)


def seen(picture) -> Image.Image:
    return Image.open(BytesIO(picture.content))


@pytest.fixture
def send(client, cast):
    """`send(content)` sends a file as the editor does; returns the answer."""
    client.force_login(cast.asker)

    def post(content=None, name="picture.jpg", declared="image/jpeg", accept="application/json", **more):
        file = SimpleUploadedFile("x", content, declared)
        file._name = name
        return client.post("/attachments/", {"file": file, **more}, headers={"Accept": accept})

    return post


@pytest.mark.proof
def test_of_everything_that_was_ever_tried_nothing_runs_fails_or_tells_a_place(client, send, figure):
    files, failed, ran, told, wrongly = list(abuse_set()), [], [], [], []
    for sent in files:
        answer = send(sent.content, sent.name, sent.declared)
        if answer.status_code >= 500:
            failed.append(sent.what)
        if (answer.status_code == 201) != sent.is_taken:
            wrongly.append((sent.what, answer.status_code, answer.content[:200]))
        if answer.status_code == 201:
            served = client.get(answer.json()["url"])
            content = served.getvalue()
            ran += [sent.what] * (not _is_only_a_picture(served, content))
            told += [sent.what] * (not _tells_nothing(content))
        else:
            assert answer.status_code in (413, 422), sent.what
            assert answer.json()["error"], sent.what

    assert len(files) >= 25
    assert (failed, ran, told, wrongly) == ([], [], [], [])
    figure("upload abuse set: files tried", "at least 25", len(files))
    figure("of them executed or served as anything but a picture", "0", len(ran))
    figure("of them answered with 5xx", "0", len(failed))
    figure("of them with a place, EXIF, XMP, IPTC or a text left", "0", len(told))


def _is_only_a_picture(served, content: bytes) -> bool:
    kind = served["Content-Type"]
    return (
        content.startswith(FIRST_BYTES[kind])
        and SCRIPT not in content
        and served["X-Content-Type-Options"] == "nosniff"
        and served["Content-Security-Policy"] == "default-src 'none'; sandbox"
        and served["Content-Disposition"] == f'inline; filename="{served.request["PATH_INFO"].rsplit("/")[-1]}"'
    )


def _tells_nothing(content: bytes) -> bool:
    image = Image.open(BytesIO(content))
    image.load()
    return (
        not any(mark in content for mark in (SECRET, *BESIDE_THE_PIXELS))
        and not image.getexif()
        and not image.info.keys() & {"comment", "exif", "xmp", "icc_profile", "photoshop"}
    )


def test_a_photograph_stands_upright_without_what_the_camera_wrote():
    picture = made_of(saved(drawn((64, 48)), "JPEG", exif=exif(orientation=6)))

    assert (picture.width, picture.height) == (48, 64)
    top, bottom = seen(picture).getpixel((24, 5)), seen(picture).getpixel((24, 58))
    assert sum(top) < 100 < sum(bottom), "its dark side was on the left, which is now above"


def test_a_picture_keeps_its_kind_and_a_gif_becomes_a_better_one():
    kinds = {kind: made_of(saved(drawn(), kind)).content_type for kind in ("JPEG", "PNG", "WEBP", "GIF")}
    moves = made_of(moving(4))

    assert kinds == {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/png"}
    assert (moves.content_type, moves.moves, seen(moves).n_frames) == ("image/webp", True, 4)


def test_what_shines_through_still_does_and_colours_are_what_they_were():
    palette = seen(made_of(saved(drawn(mode="P"), "PNG", transparency=drawn(mode="P").getpixel((0, 0)))))
    sixteen = seen(made_of(saved(Image.new("I;16", (9, 9), 0x8080), "PNG")))
    printed = seen(made_of(saved(drawn(mode="CMYK"), "JPEG", quality=95)))

    assert palette.convert("RGBA").getpixel((0, 0))[3] == 0
    assert palette.convert("RGBA").getpixel((60, 9))[3] == 255
    assert abs(sixteen.convert("L").getpixel((4, 4)) - 0x80) <= 1
    assert sum(abs(a - b) for a, b in zip(printed.getpixel((60, 9)), (250, 190, 40), strict=True)) < 60


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "JPEG, PNG, GIF or WebP"),
        (saved(drawn((640, 480)), "JPEG")[:900], "damaged"),
    ],
)
def test_a_refusal_says_what_to_do(content, words):
    with pytest.raises(Refused, match=words) as refused:
        made_of(content)

    assert not isinstance(refused.value, TooLarge)


def test_pixels_and_bytes_are_counted_before_anything_is_decoded(monkeypatch):
    too_large = saved(Image.new("L", (6_000, 5_000)), "JPEG")
    monkeypatch.setattr(Image.Image, "load", lambda image: pytest.fail("it was decoded"))

    with pytest.raises(TooLarge, match="20 megapixels"):
        made_of(too_large)
    with pytest.raises(TooLarge, match="10 MB"):
        made_of(b"\0" * 99, size=11 * 2**20)


def test_twenty_megapixels_are_taken(send):
    answer = send(saved(Image.new("L", (5_000, 4_000)), "PNG"))

    assert (answer.status_code, answer.json()["width"]) == (201, 5_000)


def test_the_editor_is_told_in_words_why_a_file_is_refused(send):
    assert send(b"<svg/>").json() == {
        "error": "This is not a picture that we can show. Send a JPEG, PNG, GIF or WebP file."
    }
    large = send(saved(drawn(), "JPEG") + b"\0" * 10 * 2**20)
    assert (large.status_code, "10 MB" in large.json()["error"]) == (413, True)


def test_far_too_much_is_refused_before_it_is_read(send, client, cast):
    huge = b"\0" * (11 * 2**20)

    page = send(huge, accept="text/html")
    key = ApiKey.make(member=cast.asker, name="test", scope=ApiKey.Scope.WRITE)[1]
    headers = {"Authorization": f"Bearer {key}"}
    problem = client.post("/api/v1/attachments", {"file": SimpleUploadedFile("a.jpg", huge)}, headers=headers)

    assert (page.status_code, "data-error-page" in page.text) == (413, True)
    assert (problem.status_code, problem.json()["status"]) == (413, 413)
    assert not Attachment.objects.exists()


def test_without_scripts_a_page_gives_the_line_to_copy(send, client, cast):
    answer = send(saved(drawn(), "PNG"), alt="The hub [old] with its red light", accept="text/html")
    page = client.get(answer["Location"]).text

    name = Attachment.objects.get().name
    assert f"![The hub (old) with its red light](/files/{name})" in page
    assert "Copy this line" in page
    refused = send(b"GIF89a", accept="text/html")
    assert (refused.status_code, "This is not a picture" in refused.text) == (422, True)


def test_who_is_not_signed_in_is_asked_to_and_told_so(client, db):
    by_editor = client.post("/attachments/", headers={"Accept": "application/json"})
    by_page = client.post("/attachments/")

    assert (by_editor.status_code, "Sign in" in by_editor.json()["error"]) == (401, True)
    assert by_page.status_code == 302
    assert not Attachment.objects.exists()


def test_too_many_at_once_are_refused_in_words(send, settings):
    settings.LIMITS_ENABLED = True
    small = saved(drawn((2, 2)), "PNG")

    answers = [send(small) for _time in range(21)]

    assert [answer.status_code for answer in answers] == [201] * 20 + [429]
    assert "Wait a moment" in answers[-1].json()["error"]


def test_a_program_uploads_and_shows_a_picture(client, cast):
    key = ApiKey.make(member=cast.asker, name="test", scope=ApiKey.Scope.WRITE)[1]
    headers = {"Authorization": f"Bearer {key}"}

    def upload(content, **more):
        file = SimpleUploadedFile("a.png", content)
        return client.post("/api/v1/attachments", {"file": file, **more}, headers=headers)

    answer = upload(saved(drawn(), "PNG"), alt="The hub")
    made = answer.json()
    assert (answer.status_code, made["width"], made["alt"]) == (201, 64, "The hub")
    asked = client.post(
        "/api/v1/questions",
        {"title": "The hub blinks red", "body": made["markdown"], "topic": cast.topic.slug},
        content_type="application/json",
        headers=headers,
    ).json()
    assert 'alt="The hub"' in asked["body_html"]
    client.logout()
    assert client.get(f"/files/{made['name']}").status_code == 200
    assert upload(b"no picture").status_code == 422
    assert "-F file=@picture.jpg" in client.get("/api/v1/docs").text


def test_no_name_of_a_file_is_kept(send):
    sent = Sent("", saved(drawn(), "JPEG"), "My passport, Ann Asker.jpg")

    answer = send(sent.content, sent.name)

    assert "passport" not in str(Attachment.objects.values().get())
    assert "passport" not in answer.text
