"""Editors add videos: checked by what is in them, written anew, with captions, played in parts."""

from datetime import timedelta
from io import BytesIO

import av
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from community.api.models import ApiKey
from community.content.attachments import Refused, TooLarge
from community.content.models import Attachment, Captions, Video
from community.content.videos import remade
from community.lib import ranges
from tests.content import films
from tests.content.files import SCRIPT, SECRET, drawn, saved
from tests.content.films import SRT, VTT, captioned, film, upload


def kept(video: Video) -> bytes:
    with default_storage.open(video.attachment.path) as file:
        return file.read()


@pytest.mark.proof
def test_a_video_is_written_anew_and_nothing_that_came_along_is_kept(cast, figure):
    hiding = [
        film() + SCRIPT + films.zipped(),
        film("webm"),
        films.held_upright(),
        films.with_count(b"stco", 0x7FFFFFFF),
    ]
    videos = [upload(cast.editor, content) for content in hiding]

    told = [word for video in videos for word in (SECRET, SCRIPT[:8], b"x264", b"PK\3\4") if word in kept(video)]

    assert told == []
    figure(f"of {len(hiding)} videos with a place, a page or an archive in them, those that still have it", "0", 0)
    lying, web, upright, _lying_about_itself = videos
    assert (web.attachment.content_type, web.address[-5:]) == ("video/webm", ".webm")
    assert kept(lying).index(b"moov") < kept(lying).index(b"mdat"), "it plays before all of it is there"
    with av.open(BytesIO(kept(lying))) as read:
        assert [stream.type for stream in read.streams] == ["video", "audio"]
    assert (lying.minutes, lying.has_sound) == ("0:03", True)
    assert (upright.attachment.width, upright.attachment.height) == (48, 64)
    with default_storage.open(upright.attachment.small_path) as file:
        poster = Image.open(file).convert("RGB")
    # The bar is in the upper half of the lying pictures; turned as the matrix says, in the right one.
    assert poster.size == (48, 64)
    assert poster.getpixel((40, 4))[0] > 150 > poster.getpixel((8, 4))[0]


@pytest.mark.proof
def test_of_everything_that_was_ever_tried_no_file_is_kept_and_each_is_told_what_to_do(cast, figure):
    taken = []
    for what, content in films.TRIED:
        try:
            upload(cast.editor, content)
            taken.append(what)
        except Refused as error:
            assert "again" in error.messages[0] or "Save" in error.messages[0] or "Send" in error.messages[0], what

    assert taken == []
    assert not Attachment.objects.exists()
    figure(f"of {len(films.TRIED)} files that are no video, those that are kept", "0", len(taken))


def test_what_is_too_large_too_long_or_too_much_is_refused_with_the_limit(cast, settings, client):
    settings.VIDEO_MINUTES = 0
    with pytest.raises(TooLarge, match="longer than 0 minutes"):
        upload(cast.editor)
    settings.VIDEO_MINUTES, settings.VIDEO_GIGABYTES = 20, 0.0
    with pytest.raises(Refused, match="may take 0 GB"):
        upload(cast.editor)
    settings.VIDEO_GIGABYTES, settings.VIDEO_MEGABYTES = 1, 1
    endless = ContentFile(b"\0" * (2**20 + 1))
    endless.size = 5
    with pytest.raises(TooLarge, match="larger than 1 MB"), remade(endless):
        pass
    settings.VIDEO_MEGABYTES = 0
    with pytest.raises(Refused, match="No videos can be added"):
        upload(cast.editor)

    # What an editor sends may be larger than a picture, and is refused for what it is. Of others nothing is read.
    settings.VIDEO_MEGABYTES = 20
    for person, status in ((cast.stranger, 403), (cast.editor, 422)):
        client.force_login(person)
        large = SimpleUploadedFile("x.mp4", b"\0" * 11 * 2**20, "video/mp4")
        assert client.post("/videos/", {"file": large, "title": "x"}).status_code == status


def test_an_editor_adds_a_video_its_captions_and_copies_its_line(client, cast):
    client.force_login(cast.editor)

    sent = client.post("/videos/", {"file": SimpleUploadedFile("a.txt", film(), "text/html"), "title": "Pairing"})
    video = Video.objects.get()
    assert sent["Location"] == video.get_absolute_url()
    page = client.get(video.get_absolute_url()).text
    assert "no captions yet" in page
    assert f"![Pairing]({video.address})" in page
    for file, language in ((VTT, "en"), (SRT, "de")):
        answer = client.post(
            f"{video.get_absolute_url()}captions/", {"file": SimpleUploadedFile("x", file), "language": language}
        )
        assert answer.status_code == 302
    page = client.get(video.get_absolute_url()).text
    assert "no captions yet" not in page
    assert page.count('<track kind="captions"') == 2
    assert "Halten Sie den Knopf. Bis die Lampe leuchtet." in page

    bad = client.post(
        f"{video.get_absolute_url()}captions/", {"file": SimpleUploadedFile("x", SCRIPT), "language": "fr"}
    )
    assert (bad.status_code, "There are no captions in this file" in bad.text) == (422, True)
    assert "Pairing" in client.get("/videos/").text


def test_the_same_form_sent_twice_makes_one_video_and_another_file_another(client, cast):
    client.force_login(cast.editor)

    def send(content):
        return client.post("/videos/", {"file": SimpleUploadedFile("a.mp4", content), "title": "Pairing"})["Location"]

    first = send(film())

    assert send(film()) == first
    assert send(film("webm")) != first
    assert Video.objects.count() == 2


def test_captions_are_times_and_words_and_nothing_else(client, cast):
    video = captioned(cast.editor)
    said = video.captions.get()

    answer = client.get(said.address)
    assert answer.status_code == 404, "for its editor alone, so far"
    client.force_login(cast.editor)
    answer = client.get(said.address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("text/vtt; charset=utf-8", "nosniff")
    assert answer.text == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v Ines>Hold the button down.\n\n"
        "00:00:01.000 --> 00:00:02.000\nHold the button down.\nUntil the lamp turns amber.\n"
    )
    assert client.get(said.address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert said.transcript == "Ines: Hold the button down. Until the lamp turns amber."


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no captions"),
        (b"WEBVTT\n\nNOTE nothing here\n", "no captions"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\nü".encode("latin-1"), "no captions"),
        (b"WEBVTT\n\n00:00:00.000 -> 00:00:01.000\nx\n", "no captions|cannot be read"),
        (b"WEBVTT\n\n00:09:00.000 --> 00:09:01.000\nx\n", "belong to another one"),
        (b"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n" + b"x" * 2_000, "cannot be read"),
        (b"\0" * 600_000, "more captions"),
    ],
)
def test_what_are_no_captions_of_this_video_is_refused(cast, content, says):
    video = Video(length=timedelta(seconds=3))

    with pytest.raises(Refused, match=says):
        video.caption(BytesIO(content), language="en", by=cast.editor)


def test_a_transcript_is_paragraphs_and_stays_as_somebody_wrote_it(cast):
    times = ("00:00.000 --> 00:00.200", "00:00.200 --> 00:00.300", "00:02.900 --> 00:03.000")
    spoken = zip(times, ("One.", "Two &amp; <i>three</i>.", "Four."), strict=True)
    file = "WEBVTT\n\n" + "\n\n".join(f"{time}\n{words}" for time, words in spoken)
    video = captioned(cast.editor, file.encode())
    assert video.captions.get().transcript == "One. Two & three.\n\nFour."

    video.transcribe("en", "By hand.", by=cast.editor)
    video.caption(BytesIO(VTT), language="en", by=cast.editor)
    assert video.captions.get().transcript == "By hand."
    video.transcribe("en", "", by=cast.editor)
    assert video.captions.get().transcript.startswith("Ines: Hold")
    with pytest.raises(ValidationError, match="no captions in this language"):
        video.transcribe("fr", "x", by=cast.editor)


CARD, MAIL = "4111 1111 1111 1111", "ines@post-office.net"
# What is said of one thing goes on from line to line, and a line stays while the next one comes.
PRIVATE = b"""WEBVTT

00:00:00.000 --> 00:00:01.000
<v Ines>The card is 4111 1111

00:00:01.000 --> 00:00:02.000
The card is 4111 1111
1111 1111 and

00:00:02.000 --> 00:00:02.500
write to ines@post-office.net

00:00:02.500 --> 00:00:02.900
Thanks.
Thanks.
"""


def test_nothing_private_is_said_in_captions_or_a_transcript_before_somebody_said_what_becomes_of_it(client, cast):
    video = upload(cast.editor)
    client.force_login(cast.editor)
    captions, transcript = (f"{video.get_absolute_url()}{what}/" for what in ("captions", "transcripts/en"))

    asked = client.post(captions, {"file": SimpleUploadedFile("x", PRIVATE), "language": "en"})
    assert (asked.status_code, Captions.objects.exists()) == (422, False)
    assert "What shall become of it?" in asked.text
    assert ("4111 … 1111" in asked.text, "i…@post-office.net" in asked.text) == (True, True)
    assert "Leave it in" not in asked.text, "nobody keeps the number of a card"
    # The file is not asked for again: what was read of it goes with the form.
    read = asked.context["captions"]["text"].value()
    again = {"language": "en", "text": read}
    assert client.post(captions, again | {"private_facts": "keep"}).status_code == 422
    assert client.post(captions, again | {"private_facts": "remove"}).status_code == 302
    said = video.captions.get()
    words = "Ines: The card is [card number removed] and write to [mail address removed] Thanks. Thanks."
    assert said.transcript == words
    assert "1111" not in said.text
    assert said.text.count("[card number removed]") == 2, "in each caption that shows the line"

    asked = client.post(transcript, {"transcript": f"Write to {MAIL}."})
    assert (asked.status_code, f"Write to {MAIL}." in asked.text, "Leave it in" in asked.text) == (422, True, True)
    assert "post-office" not in video.captions.get().transcript
    client.post(transcript, {"transcript": f"Write to {MAIL}.", "private_facts": "keep"})
    assert video.captions.get().transcript == f"Write to {MAIL}."
    # What was kept is not asked about again; in what stands instead of captions it is the same.
    video.caption(BytesIO(PRIVATE.replace(b"4111", b"4112")), language="de", by=cast.editor)
    asked = client.post(f"{video.get_absolute_url()}description/", {"described": f"A card: {CARD}."})
    assert (asked.status_code, Video.objects.get().described) == (422, "")


def test_nothing_private_is_said_in_the_title_before_somebody_said_what_becomes_of_it(client, cast):
    client.force_login(cast.editor)

    def send(title, **choice):
        return client.post("/videos/", {"file": SimpleUploadedFile("a.mp4", film()), "title": title} | choice)

    asked = send(f"Pairing, ask {MAIL}")
    assert (asked.status_code, Video.objects.exists()) == (422, False)
    assert "What shall become of it?" in asked.text and "Choose the video again" in asked.text
    assert send(f"Card {CARD}", private_facts="keep").status_code == 422
    assert send(f"Pairing, ask {MAIL}", private_facts="remove").status_code == 302
    assert Video.objects.get().title == "Pairing, ask [mail address removed]"


def poster_of(video: Video) -> Image.Image:
    with default_storage.open(Attachment.objects.get(video=video).small_path) as file:
        return Image.open(BytesIO(file.read())).convert("RGB")


def test_an_editor_chooses_the_picture_that_is_shown_until_it_plays(client, cast, django_capture_on_commit_callbacks):
    video = captioned(cast.editor, content=film("webm"))
    client.force_login(cast.editor)
    address, first = video.get_absolute_url(), Attachment.objects.get(video=video).small_path
    assert poster_of(video).getpixel((60, 10))[0] < 100, "the bar has not grown that far yet"

    for moment, says in (("soon", "Write minutes and seconds"), ("0:04", "it ends at 0:03"), ("", "required")):
        refused = client.post(f"{address}poster/", {"moment": moment})
        assert (refused.status_code, says in refused.text) == (422, True), moment
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{address}poster/", {"moment": "0:02,9"}).status_code == 302
    video.refresh_from_db()
    assert poster_of(video).getpixel((60, 10))[0] > 150
    assert not default_storage.exists(first)
    page = client.get(address).text
    assert f'poster="/files/small/{video.attachment.name}?v={video.poster_version}"' in page
    of_moment = client.get(video.poster)
    assert client.get(video.poster, headers={"If-None-Match": of_moment["ETag"]}).status_code == 304

    # A picture of one's own is made anew, and is whole in the shape of the video.
    own = SimpleUploadedFile("x.png", saved(Image.new("RGB", (50, 100), "white"), "PNG") + SCRIPT)
    assert client.post(f"{address}poster/picture/", {"file": own}).status_code == 302
    video.refresh_from_db()
    assert (video.poster_at, poster_of(video).size) == (None, (64, 48))
    assert [poster_of(video).getpixel((x, 24))[0] > 200 for x in (4, 32, 60)] == [False, True, False]
    assert client.get(video.poster)["ETag"] != of_moment["ETag"]
    refused = client.post(f"{address}poster/picture/", {"file": SimpleUploadedFile("x.png", SCRIPT)})
    assert (refused.status_code, "not a picture that we can show" in refused.text) == (422, True)
    with pytest.raises(IntegrityError, match="video_poster_is_of_it"), transaction.atomic():
        Video.objects.update(poster_at=timedelta(seconds=4))


def test_what_stands_in_a_text_keeps_its_last_captions(cast):
    video = captioned(cast.editor)
    cast.question(by=cast.editor, body=video.attachment.markdown)

    with pytest.raises(ValidationError, match="Add other captions first"):
        video.uncaption("en", by=cast.editor)
    video.describe("A hand holds the button.", by=cast.editor)
    video.uncaption("en", by=cast.editor)
    video.uncaption("en", by=cast.editor)
    with pytest.raises(ValidationError, match="Add other captions first"):
        video.describe("", by=cast.editor)

    assert not Captions.objects.exists()


def test_a_player_gets_the_part_that_it_asks_for(client, cast, monkeypatch):
    video = upload(cast.editor)
    cast.question(by=cast.editor, body=video.attachment.markdown)
    whole, size = kept(video), video.attachment.byte_count
    etag = f'"{video.attachment.name}"'

    def asked(**headers):
        answer = client.get(video.address, headers=headers)
        said = answer.getvalue() if answer.status_code != 304 else b""
        return answer.status_code, said, answer.get("Content-Range", "")

    assert asked() == (200, whole, "")
    assert asked(Range="bytes=0-99") == (206, whole[:100], f"bytes 0-99/{size}")
    assert asked(Range="bytes=100-999999999") == (206, whole[100:], f"bytes 100-{size - 1}/{size}")
    assert asked(Range="bytes=-50") == (206, whole[-50:], f"bytes {size - 50}-{size - 1}/{size}")
    assert asked(Range=f"bytes={size}-") == (416, b"", f"bytes */{size}")
    assert asked(Range="bytes=-0")[0] == 416
    assert asked(Range="bytes=0-9", **{"If-Range": etag})[0] == 206
    assert asked(Range="bytes=0-9", **{"If-Range": '"another"'}) == (200, whole, "")
    for odd in ("bytes=5-2", "bytes=-", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b"):
        assert asked(Range=odd) == (200, whole, ""), odd
    assert asked(**{"If-None-Match": etag})[0] == 304
    monkeypatch.setattr(ranges, "MOST", 64)
    assert asked(Range="bytes=10-") == (206, whole[10:74], f"bytes 10-73/{size}")

    answer = client.get(video.address)
    assert answer.streaming, "it is read in pieces"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable, s-maxage=60"
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("video/mp4", "nosniff")
    assert answer["Content-Disposition"] == f'inline; filename="{video.attachment.name}"'
    assert (answer["Accept-Ranges"], answer["Content-Length"], "sandbox" in answer["Content-Security-Policy"]) == (
        "bytes",
        str(size),
        True,
    )
    head = client.head(video.address)
    assert (head["Content-Length"], head.content) == (str(size), b"")
    assert client.get(video.shown.address)["Content-Type"] == "image/webp"


def test_what_nothing_shows_for_two_days_is_gone_with_its_poster_and_its_captions(cast):
    video = captioned(cast.editor)
    paths = (video.attachment.path, video.attachment.small_path)
    assert Attachment.remove_unused(timezone.now() + timedelta(hours=47)) == 0

    assert Attachment.remove_unused(timezone.now() + timedelta(hours=49)) == 1

    assert not any(default_storage.exists(path) for path in paths)
    assert not Video.objects.exists()
    assert not Captions.objects.exists()


def test_a_program_adds_a_video_with_captions_and_says_what_it_shows(client, cast):
    def call(path, *, by=cast.editor, **sent):
        key = ApiKey.make(member=by, name="x", scope="write")[1]
        return client.post(f"/api/v1/videos{path}", headers={"Authorization": f"Bearer {key}"}, **sent)

    def file(content):
        return SimpleUploadedFile("x", content)

    made = call("", data={"file": file(film()), "title": "Pairing"})
    assert (made.status_code, made.json()["seconds"], made.json()["has_speech"]) == (201, 3.0, True)
    name = made.json()["name"]
    assert call("", data={"file": file(film()), "title": "Pairing"}).json()["name"] == name, "the same call again"
    said = call(f"/{name}/captions", data={"file": file(VTT), "language": "en"}).json()["captions"]
    assert [(each["language"], each["transcript"][:12]) for each in said] == [("en", "Ines: Hold t")]
    by_hand = call(f"/{name}/transcripts/en", data={"transcript": "Hold it."}, content_type="application/json").json()
    assert by_hand["captions"][0]["transcript"] == "Hold it."
    assert call(f"/{name}/captions/en/remove").json()["captions"] == []
    posters = [
        call(f"/{name}/poster", data={"seconds": 2.5}, content_type="application/json").json(),
        call(f"/{name}/poster/picture", data={"file": file(saved(drawn(), "PNG"))}).json(),
    ]
    assert [poster["poster_seconds"] for poster in posters] == [2.5, None]
    assert made.json()["poster"] != posters[0]["poster"] != posters[1]["poster"]
    assert call(f"/{name}/poster", data={"seconds": 9}, content_type="application/json").status_code == 422
    shows = call(f"/{name}/description", data={"described": "A hand."}, content_type="application/json").json()
    assert (shows["has_speech"], shows["described"]) == (False, "A hand.")
    assert call(f"/{name}/description/remove").json()["has_speech"] is True
    private = {"file": file(PRIVATE), "language": "en"}
    refused = call(f"/{name}/captions", data=private)
    assert (refused.status_code, refused.json()["facts"][0]["kind"]) == (422, "payment_card")
    private["file"].seek(0)
    assert call(f"/{name}/captions", data=private | {"private_facts": "remove"}).status_code == 200
    for path, field in (("transcripts/en", "transcript"), ("description", "described")):
        refused = call(f"/{name}/{path}", data={field: f"Write to {MAIL}"}, content_type="application/json")
        assert (refused.status_code, refused.json()["facts"][0]["kind"]) == (422, "mail_address")
    refused = call("", data={"file": file(film()), "title": f"Ask {MAIL}"})
    assert (refused.status_code, refused.json()["facts"][0]["kind"]) == (422, "mail_address")
    call(f"/{name}/captions/en/remove")
    assert call("", data={"file": file(SCRIPT), "title": "x"}).status_code == 422
    assert call("", data={"file": file(film()), "title": "x"}, by=cast.stranger).status_code == 403
    assert call(f"/{name}/captions/en/remove", by=cast.agent).status_code == 404
