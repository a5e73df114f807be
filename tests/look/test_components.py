"""Every component says what it takes, uses icons that exist, and is shown on the component page."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("_*.html"))
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/icons.svg").read_text()))
# Parts of the frame of every page, the component page among them, and of the pages at the door.
FRAME = "base.html"


def reached_from(name: str, seen: set[str]) -> set[str]:
    """The templates that a template includes or extends, and those that they do."""
    if name in seen or not (TEMPLATES / name).exists():
        return seen
    seen.add(name)
    for other in re.findall(r'{% (?:include|extends) "([\w/.-]+)"', (TEMPLATES / name).read_text()):
        reached_from(other, seen)
    return seen


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_opens_with_its_variables(path):
    head = re.match(r"{% comment %}\n(.+?)\n{% endcomment %}", path.read_text(), re.DOTALL)
    assert head, "no comment at the top"
    assert re.search(r"^Variables(, from the context)?: ", head[1], re.MULTILINE)


def test_every_component_is_on_the_component_page():
    shown: set[str] = set()
    for page in (TEMPLATES / "styleguide").glob("*.html"):
        reached_from(f"styleguide/{page.name}", shown)
    missing = {f"components/{path.name}" for path in COMPONENTS} - shown
    assert missing == set()


def test_every_icon_that_is_asked_for_exists():
    asked = {
        name
        for page in TEMPLATES.rglob("*.html")
        for name in re.findall(r'(?:{% icon|symbol=)\s*"([\w-]+)"', page.read_text())
    }
    assert asked - ICONS == set()


def test_no_template_carries_style_or_script_inside_the_page():
    """The Content-Security-Policy would refuse it. Mails have no such policy and no style sheet to link to."""
    for page in TEMPLATES.rglob("*.html"):
        if page.is_relative_to(TEMPLATES / "mail") or page.parent.name == "email":
            continue
        text = re.sub(r'<script[^>]*type="application/(?:ld\+)?json"[^>]*>', "", page.read_text())
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", text), page
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), page
