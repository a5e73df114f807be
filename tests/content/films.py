"""Videos that an editor might upload: honest ones, drawn here, and everything that might be sent instead."""

import struct
from fractions import Fraction
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import av
from django.core.files.base import ContentFile
from PIL import Image

from community.content.models import Video
from tests.content.files import SCRIPT, SECRET

VTT = b"""WEBVTT - words of a program

STYLE
::cue { background: url(https://elsewhere.example/x.png) }

NOTE 52.5163N13.3777E

1
00:00:00.000 --> 00:00:01.000 position:10% line:0
<v Ines>Hold the <b>button</b> down.

00:00:01.000 --> 00:00:02.000
Hold the button down.
Until the lamp turns <c.red>amber</c>.
"""
SRT = b"""1
00:00:00,000 --> 00:00:01,500
Halten Sie den Knopf.

2
00:00:01,500 --> 00:00:02,900
Bis die Lampe <i>leuchtet</i>.
"""


@cache
def film(kind: str = "mp4", *, seconds: int = 3, size=(64, 48), sound: bool = True, codec: str = "") -> bytes:
    """A bar that grows from the left, and silence. It says in several places where it was taken."""
    out = BytesIO()
    with av.open(out, "w", format=kind) as written:
        for name in ("location", "comment", "title"):
            written.metadata[name] = SECRET.decode()
        pictures = written.add_stream(codec or {"mp4": "libx264", "webm": "libvpx"}[kind], rate=10)
        pictures.width, pictures.height, pictures.pix_fmt = *size, "yuv420p"
        if kind == "webm":
            pictures.options = {"deadline": "realtime", "cpu-used": "16"}
        heard = written.add_stream("aac" if kind == "mp4" else "libopus", rate=48_000) if sound else None
        for n in range(seconds * 10):
            image = Image.new("RGB", size, (20, 15, 10))
            image.paste((250, 190, 40), (0, 0, size[0] * (n + 1) // (seconds * 10), size[1] // 2))
            frame = av.VideoFrame.from_image(image)
            frame.pts, frame.time_base = n, Fraction(1, 10)
            written.mux(pictures.encode(frame))
        written.mux(pictures.encode())
        if heard is not None:
            _write_silence(written, heard, seconds=seconds)
    return out.getvalue()


def _write_silence(written, heard, *, seconds: int) -> None:
    for n in range(seconds * 50):
        silence = av.AudioFrame(format="fltp", layout="mono", samples=960)
        silence.planes[0].update(bytes(silence.planes[0].buffer_size))
        silence.sample_rate, silence.pts, silence.time_base = 48_000, n * 960, Fraction(1, 48_000)
        written.mux(heard.encode(silence))
    written.mux(heard.encode())


def held_upright() -> bytes:
    """The film as a telephone writes one that was held upright: the pictures lie, and a matrix says so."""
    content = film()
    at = content.find(b"tkhd") + 8 + 20 + 16
    assert struct.unpack(">i", content[at : at + 4]) == (65536,)
    return content[:at] + struct.pack(">9i", 0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30) + content[at + 36 :]


def zipped() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("index.html", SCRIPT)
    return out.getvalue()


def with_count(name: bytes, count: int) -> bytes:
    """The film with a table that promises `count` entries."""
    content = film()
    at = content.find(name) + 8
    return content[:at] + struct.pack(">I", count) + content[at + 4 :]


def sound_alone() -> bytes:
    out = BytesIO()
    with av.open(out, "w", format="mp4") as written:
        _write_silence(written, written.add_stream("aac", rate=48_000), seconds=1)
    return out.getvalue()


HEAD = b"\0\0\0\x18ftypisom\0\0\0\0isomiso2"
# What it is, and the file.
TRIED = [
    ("a page", SCRIPT * 50),
    ("a page behind the first bytes of an MP4", HEAD + SCRIPT * 50),
    ("a page behind the first bytes of a WebM", b"\x1a\x45\xdf\xa3" + SCRIPT * 50),
    ("an archive", zipped()),
    ("a list of addresses for a player", b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n"),
    ("a list of files for a program", b"ffconcat version 1.0\nfile /etc/passwd\n"),
    ("a drawing with a script", b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"),
    ("nothing", b""),
    ("the first half", film()[: len(film()) // 2]),
    ("a WebM cut in its head", film("webm")[:200]),
    ("two thousand million times", with_count(b"stts", 0x7FFFFFFF)),
    ("sound alone", sound_alone()),
    ("pictures that browsers do not know", film(codec="mpeg4", sound=False)),
]


def upload(by, content: bytes | None = None, title: str = "Pairing the hub") -> Video:
    """A video that somebody has just added."""
    return Video.upload(ContentFile(film() if content is None else content, "x.mp4"), by=by, title=title)


def captioned(by, captions: bytes = VTT, language: str = "en", content: bytes | None = None) -> Video:
    """The same, with captions."""
    video = upload(by, content)
    video.caption(BytesIO(captions), language=language, by=by)
    return video
