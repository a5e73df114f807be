"""Reading the tokens of the style sheet, and how far two colours are apart (WCAG 2.2)."""

import math
import re
from pathlib import Path

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
_COLOUR = r"oklch\([\d.]+% [\d.]+ [\d.]+\)"
DAY, NIGHT = 0, 1


def ramps() -> dict[str, tuple[str, str]]:
    """Each ramp's step as (day, night)."""
    css = TOKENS.read_text()
    pairs = {
        name: (day, night)
        for name, day, night in re.findall(rf"--([\w-]+): light-dark\(({_COLOUR}), ({_COLOUR})\);", css)
    }
    single = {name: (colour, colour) for name, colour in re.findall(rf"--([\w-]+): ({_COLOUR});", css)}
    return pairs | single


def meanings() -> dict[str, tuple[str, str]]:
    """Each meaning's colour as (day, night), for readers who asked for no more contrast than others."""
    steps = ramps()
    found = re.findall(r"--(color-[\w-]+): var\(--([\w-]+)\);", TOKENS.read_text().split("@media")[0])
    return {name: steps[step] for name, step in found if step in steps}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    lightness, chroma, hue = (float(number) for number in re.findall(r"[\d.]+", colour))
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    lightness /= 100
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
