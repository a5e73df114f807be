"""Words can be read in both themes, and the lamp and the focus ring can be seen."""

import re

import pytest

from tests.look.colour import DAY, NIGHT, TOKENS, contrast, meanings, ramps

GROUNDS = ("canvas", "surface", "sunken")
TEXT = [
    *(("text", ground) for ground in (*GROUNDS, "pressed", "home-wash", "info-wash", "danger-wash")),
    *(("soft", ground) for ground in (*GROUNDS, "pressed")),
    *((word, ground) for word in ("link", "code-name", "code-string", "code-number", "code-word") for ground in GROUNDS),
    ("home-text", "canvas"), ("home-text", "home-wash"), ("info-text", "info-wash"), ("danger-text", "danger-wash"),
    ("danger-text", "surface"), ("on-home", "home"), ("face-text", "face"),
]  # fmt: skip
QUIET = [*(("quiet", ground) for ground in (*GROUNDS, "pressed", "home-wash", "info-wash")), ("on-home", "home-deep")]
SEEN = [
    *(("focus", ground) for ground in (*GROUNDS, "pressed")),
    *(("home-edge", ground) for ground in (*GROUNDS, "home-wash")),
    *(("edge", ground) for ground in (*GROUNDS, "pressed")),
    ("danger", "surface"), ("info", "surface"), ("danger", "danger-wash"),
]  # fmt: skip


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(
    ("pairs", "least"), [(TEXT, 7), (QUIET, 4.5), (SEEN, 3)], ids=["text 7:1", "quiet text 4.5:1", "lines 3:1"]
)
def test_contrast(theme, pairs, least):
    colour = {name.removeprefix("color-"): both[theme] for name, both in meanings().items()}
    measured = {(front, ground): contrast(colour[front], colour[ground]) for front, ground in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in measured.items() if ratio < least} == {}


def test_the_canvas_is_warm_paper_by_day_and_warm_near_black_by_night():
    assert ramps()["sand-1"] == ("oklch(98% 0.006 85)", "oklch(20% 0.012 70)")


def test_night_changes_ramps_only():
    """Every colour that differs by theme is a ramp's, and every meaning is a ramp's name."""
    css = TOKENS.read_text()
    first, second = css.split("/* Step two")
    assert "light-dark(" in first
    assert "light-dark(" not in second
    assert "oklch(" not in second
    assert not re.search(r"@media[^{]*prefers-color-scheme", css)
