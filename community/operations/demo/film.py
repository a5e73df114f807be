"""A film for the demo: a Hub and its light, drawn by this program. A few seconds, without sound, some 40 kB."""

from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO

import av
from PIL import Image, ImageDraw, ImageFont

SIZE = (640, 360)
FRAMES = 8  # a second
_WALL, _CASE, _EDGE, _DARK, _INK, _QUIET = "#f4efe6", "#fffdf8", "#c9bfae", "#ddd5c6", "#2b2620", "#6b6356"
_HUB = (220, 90, 420, 250)
_LIGHT = (300, 150, 340, 190)
_SAID = "Drawn for this demo"


@dataclass(frozen=True)
class Scene:
    """What the light does for some seconds: its colour, and how many frames it is lit and dark in turn; 0 for steady."""

    colour: str
    turn: int
    words: str
    seconds: float = 2.5


# Never more than three flashes a second: WCAG 2.3.1.
SCENES = (
    Scene("#2f8f4e", 0, "green, steady"),
    Scene("#d98a00", 8, "amber, slow"),
    Scene("#d98a00", 2, "amber, fast"),
    Scene("#c0392b", 8, "red, slow"),
)


def draw() -> BytesIO:
    """The film, as a WebM file."""
    out = BytesIO()
    with av.open(out, "w", format="webm") as written:
        stream = written.add_stream("libvpx", rate=FRAMES)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        stream.bit_rate = 200_000
        stream.options = {"deadline": "realtime", "cpu-used": "8"}
        at = 0
        for scene in SCENES:
            lit, dark = (av.VideoFrame.from_image(_picture(scene, is_lit=is_lit)) for is_lit in (True, False))
            for n in range(round(scene.seconds * FRAMES)):
                frame = dark if scene.turn and n // scene.turn % 2 else lit
                frame.pts, frame.time_base = at, Fraction(1, FRAMES)
                written.mux(stream.encode(frame))
                at += 1
        written.mux(stream.encode())
    out.seek(0)
    return out


def _picture(scene: Scene, *, is_lit: bool) -> Image.Image:
    image = Image.new("RGB", SIZE, _WALL)
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(_HUB, radius=28, fill=_CASE, outline=_EDGE, width=3)
    pen.ellipse(_LIGHT, fill=scene.colour if is_lit else _DARK, outline=_EDGE, width=2)
    pen.text((SIZE[0] // 2, 290), scene.words, fill=_INK, font=ImageFont.load_default(28), anchor="mm")
    pen.text((16, SIZE[1] - 28), _SAID, fill=_QUIET, font=ImageFont.load_default(16))
    return image
