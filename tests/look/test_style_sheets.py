"""The style sheets and modules: small, layered, one block a file, meanings and no ramps."""

import gzip
import re
from pathlib import Path

import django_htmx
import pytest

from community.lib.static import joined_scripts, joined_styles

ROOT = Path(__file__).resolve().parents[2]
STYLES = ROOT / "static/css"
COMPONENTS = sorted((STYLES / "components").glob("*.css"))
# The help widget stands on pages of others, with a budget of its own: tests/api/test_help_widget.py.
MODULES = [path for path in sorted((ROOT / "static/js").rglob("*.js")) if path.parent.name != "widget"]
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"


def compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


def test_css_stays_under_20_kb():
    assert compressed(joined_styles(STYLES / "app.css")) < 20_000


def test_javascript_stays_under_30_kb_with_htmx():
    """What a browser loads where a page has everything: the joined script, the modules that stay alone, and htmx."""
    joined = joined_scripts(ROOT / "static/js/app.js")
    alone = [module for module in MODULES if module.name != "app.js" and module.read_text() not in joined]
    assert (
        compressed(HTMX.read_text()) + compressed(joined) + sum(compressed(each.read_text()) for each in alone) < 30_000
    )


def test_every_file_stands_in_the_sheet_once_and_in_its_layer():
    sheet = (STYLES / "app.css").read_text()
    assert "@layer reset, tokens, base, layout, components, utilities;" in sheet
    imports = re.findall(r'@import "([\w/-]+\.css)" layer\((\w+)\);', sheet)
    named = [name for name, _layer in imports]
    assert sorted(named) == sorted(
        str(path.relative_to(STYLES))
        for path in STYLES.rglob("*.css")
        if path.name not in ("app.css", "back-office.css")
    )
    assert all(layer == "components" for name, layer in imports if name.startswith("components/"))


def test_the_joined_script_holds_every_module_that_needs_no_other():
    joined = joined_scripts(ROOT / "static/js/app.js")
    assert "relative-time" in joined
    left = re.findall(r'^import "\./([\w/.-]+)";$', joined, re.MULTILINE)
    assert all(re.search(r"^(import|export)\b", (ROOT / "static/js" / path).read_text(), re.MULTILINE) for path in left)


def test_the_joined_sheet_holds_every_rule_and_no_import():
    joined = joined_styles(STYLES / "app.css")
    assert "@import" not in joined
    assert joined.index("@layer reset, tokens") < joined.index("@layer reset {") < joined.index("@layer utilities {")
    assert ".question-row" in joined
    assert "url(" not in joined, "an address inside a component's file would point elsewhere once joined"


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_uses_meanings_and_logical_properties(path):
    css = re.sub(r"/\*.*?\*/|@media[^{]*", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"var\(--(sand|amber|blue|red|teal|plum|face|shade|veil|flame)-\d", css), "a ramp"
    assert not re.search(r"!important", css)
    assert not re.search(r"(?<![\w-])(margin|padding|border)-(left|right|top|bottom)\b", css), "a physical side"
    assert not re.search(
        r"(?<![\w-])(left|right|top|bottom|width|height|min-width|max-width|min-height|max-height):", css
    )
    assert not re.search(r"oklch\(\d|rgb\(|hsl\(", css), "a colour of its own"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_is_small(path):
    assert len(path.read_text().splitlines()) <= 80


def test_every_module_is_used():
    """By app.js, on every page; or by the one page that needs it."""
    imported = set(re.findall(r'^import "\./([\w/-]+\.js)";$', (ROOT / "static/js/app.js").read_text(), re.MULTILINE))
    templates = " ".join(page.read_text() for page in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r"{% static ['\"]js/([\w/-]+\.js)['\"] %}", templates))
    every = {str(path.relative_to(ROOT / "static/js")) for path in MODULES}
    assert {name for name in every if not name.startswith("lib/")} == imported | named
