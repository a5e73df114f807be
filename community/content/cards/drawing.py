"""Draws a card: 1200 × 630 pixels in the colours of the house, on paper, with the lamp beside the words."""

import io
from itertools import pairwise

from django.conf import settings
from PIL import Image, ImageDraw, ImageFilter

from community.content.cards.card import Card
from community.content.cards.lettering import drawable, fitted, is_from_the_right, width_of, write

WIDTH, HEIGHT = 1200, 630
_MARGIN = 80
_COLUMN = 730  # of the words; the lamp stands beside it
_TITLE_TOP, _TITLE_HEIGHT, _LEADING = 158, 318, 1.22
_SIZES = (74, 66, 58, 52, 46, 42)
_FOOT = HEIGHT - 78

# The ramps of static/css/tokens.css, by day.
_PAPER, _INK, _SOFT, _QUIET = "#faf8f4", "#261f19", "#4d443b", "#6c6156"
_AMBER, _EDGE, _FLAME, _WARM = "#fbb83e", "#ba6e19", "#fffaec", "#ffe4b5"
_GLOW = {"lit": 150, "warm": 60, "dim": 0}  # how strong the light is, of 255

_SHARP = 3  # the lamp is drawn this many times larger, so that its edges are smooth


def draw(card: Card) -> bytes:
    """The card as a PNG. A title that no font can write is left out; the place and the lamp say what they can."""
    title = drawable(card.title) or drawable(card.place) or settings.SITE_NAME
    from_the_right = is_from_the_right(title)
    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    lamp_at = (_MARGIN - 30 if from_the_right else WIDTH - _MARGIN - 270, 150)
    _shine(picture, card.lamp, (lamp_at[0] + 150, lamp_at[1] + 165))
    _place_lamp(picture, card.lamp, lamp_at, 300)
    ImageDraw.Draw(picture).rectangle((0, HEIGHT - 12, WIDTH, HEIGHT), fill=_AMBER if card.lamp == "lit" else "#e0dacf")
    _write(picture, card, title, from_the_right)
    out = io.BytesIO()
    picture.quantize(192, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _write(picture: Image.Image, card: Card, title: str, from_the_right: bool) -> None:
    """The name of the site above, the title, and below it how things stand and where."""
    pen = ImageDraw.Draw(picture)
    start = WIDTH - _MARGIN if from_the_right else _MARGIN
    inward = -1 if from_the_right else 1
    _place_lamp(picture, "lit", (start - (56 if from_the_right else 0), 58), 56)
    name = drawable(settings.SITE_NAME)
    write(pen, (start + inward * 70, 98), name, size=32, fill=_SOFT, end=from_the_right)

    size, lines = fitted(title, sizes=_SIZES, width=_COLUMN, height=_TITLE_HEIGHT, leading=_LEADING)
    for number, line in enumerate(lines):
        baseline = _TITLE_TOP + size * 0.95 + number * size * _LEADING
        write(pen, (start, baseline), line, size=size, fill=_INK, end=from_the_right)

    x: float = start
    word, place = drawable(card.word), drawable(card.place)
    if word:
        wide = width_of(word, 30) + 48
        left = x - wide if from_the_right else x
        colours = {"lit": (_AMBER, _AMBER, _INK), "warm": (_FLAME, _EDGE, _EDGE), "dim": (_PAPER, _QUIET, _SOFT)}
        ground, edge, ink = colours[card.lamp]
        _place_pill(picture, (round(left), _FOOT - 42), (round(wide), 58), ground, edge)
        write(pen, (left + 24, _FOOT - 2), word, size=30, fill=ink)
        x += inward * (wide + 28)
    if place and place != title:
        _size, (place, *_more) = fitted(place, sizes=(30,), width=430, height=40, leading=1.2)
        write(pen, (x, _FOOT - 2), place, size=30, fill=_QUIET, end=from_the_right)


def _place_pill(picture: Image.Image, at: tuple[int, int], size: tuple[int, int], ground: str, edge: str) -> None:
    wide, high = size[0] * _SHARP, size[1] * _SHARP
    layer = Image.new("RGBA", (wide, high))
    shape = (0, 0, wide - 1, high - 1)
    ImageDraw.Draw(layer).rounded_rectangle(shape, high // 2, fill=ground, outline=edge, width=3 * _SHARP)
    layer = layer.resize(size, Image.Resampling.LANCZOS)
    picture.paste(layer, at, layer)


def _shine(picture: Image.Image, lamp: str, middle: tuple[int, int]) -> None:
    """The light around a lamp: strongest in the middle, nothing at the edge."""
    if not _GLOW[lamp]:
        return
    reach = 340
    strength = (
        Image.radial_gradient("L")
        .resize((reach * 2, reach * 2))
        .point(lambda far: int(max(0, 1 - far / 181) ** 1.6 * _GLOW[lamp]))
    )
    light = Image.new("RGB", strength.size, _AMBER)
    picture.paste(light, (middle[0] - reach, middle[1] - reach), strength.filter(ImageFilter.GaussianBlur(6)))


def _place_lamp(picture: Image.Image, lamp: str, at: tuple[int, int], size: int) -> None:
    """The lamp of the house, as in static/icons/lamp-*.svg."""
    scale = size * _SHARP / 24
    layer = Image.new("RGBA", (size * _SHARP, size * _SHARP))
    pen = ImageDraw.Draw(layer)
    stroke = _QUIET if lamp == "dim" else _EDGE

    def scaled(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * scale, y * scale) for x, y in points]

    def line(*points: tuple[float, float], width: float = 1.7 if size < 100 else 1.1) -> None:
        wide = width * scale
        pen.line(scaled(*points), fill=stroke, width=round(wide), joint="curve")
        for x, y in scaled(*points):
            pen.ellipse((x - wide / 2, y - wide / 2, x + wide / 2, y + wide / 2), fill=stroke)

    glass = ((6.9, 9.25), (8.2, 18.25), (15.8, 18.25), (17.1, 9.25))
    if lamp == "lit":
        pen.polygon(scaled(*glass), fill=_AMBER)
    line((12, 1.5), (12, 3.7))
    line((5.3, 9.25), (8.55, 3.75), (15.45, 3.75), (18.7, 9.25), (5.3, 9.25))
    line(*glass, glass[0])
    line((6.75, 18.25), (17.25, 18.25))
    line((12, 18.25), (12, 21.75))
    line((9.5, 22), (14.5, 22))
    if lamp != "dim":
        pen.polygon(scaled(*_flame()), fill=_FLAME if lamp == "lit" else _WARM)
        if lamp == "warm":
            line(*_flame(), width=0.7)
    layer = layer.resize((size, size), Image.Resampling.LANCZOS)
    picture.paste(layer, at, layer)


def _flame() -> list[tuple[float, float]]:
    """The outline of the flame: four curves, as points."""
    knots = [
        ((12, 16), (10.55, 16), (9.65, 15.05), (9.65, 13.8)),
        ((9.65, 13.8), (9.65, 12.25), (11.1, 11.65), (12, 10.1)),
        ((12, 10.1), (12.9, 11.65), (14.35, 12.25), (14.35, 13.8)),
        ((14.35, 13.8), (14.35, 15.05), (13.45, 16), (12, 16)),
    ]
    points = [_on_curve(curve, step / 16) for curve in knots for step in range(17)]
    return [points[0], *(after for before, after in pairwise(points) if after != before)]


def _on_curve(curve, t: float) -> tuple[float, float]:
    weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
    x, y = (sum(weight * point[axis] for weight, point in zip(weights, curve, strict=True)) for axis in (0, 1))
    return x, y
