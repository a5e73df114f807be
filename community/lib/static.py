"""Static files: style sheet and scripts in one file each, and in production hashed names and compression.

Where nothing was collected (trying it out, tests) the finder joins them, so that a first page takes one request for the
style sheet and not ninety; `collectstatic` gets the same files through the same finder.

The modules that app.js imports are joined into it, each in a block of its own, as long as they import and export nothing
themselves; those that do stay modules with hashed names. Write imports as `import … from "./x.js";`, one a line, and no
`export … from`. Modules of other packages are left alone, since Django's pattern takes a JSDoc comment for an import.

The help widget stands on pages of others, as one classic script: its modules become one function, in the order in which they
need each other, and its style sheet a constructed one, which no Content-Security-Policy blocks.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import "(?P<path>[\w/.-]+)" layer\((?P<layer>\w+)\);\n?')
_SIDE_EFFECT = re.compile(r'^import "\./(?P<path>[\w/.-]+)";\n', re.MULTILINE)
_NAMES = re.compile(r'^import {[^}]*} from "\./(?P<path>[\w/.-]+\.js)";\n', re.MULTILINE)
_SHEET = re.compile(r'^import (?P<name>\w+) from "\./(?P<path>[\w/.-]+\.css)" with { type: "css" };\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_LINE_OF_COMMENT = re.compile(r"^\s*(?://.*)?\n|^[ \t]+", re.MULTILINE)
_NEEDS_OTHERS = re.compile(r"^(import|export)\b", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Where `collectstatic` puts files, and how their addresses are made."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )


class Joined(BaseFinder):
    """Finds the style sheet and the script with all their parts in them. Stands before the finders that know the parts."""

    storage = FileSystemStorage(location=settings.VAR_DIR / "joined")

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The path of the joined file, made anew when a part has changed; [] for any other file."""
        if path not in JOINS:
            return []
        made = str(self._make(path))
        return [made] if find_all or kwargs.get("all") else made

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in JOINS:
            self._make(path)
            yield path, self.storage

    def _make(self, path: str) -> Path:
        """Write the joined file if it differs; a reader never sees half of it."""
        target = Path(self.storage.path(path))
        text = JOINS[path](settings.BASE_DIR / "static" / ENTRIES.get(path, path))
        if not target.exists() or target.read_text() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile("w", dir=target.parent, delete=False) as half:
                half.write(text)
            Path(half.name).chmod(0o644)
            Path(half.name).replace(target)
        return target


def joined_styles(sheet: Path) -> str:
    """The style sheet with each `@import "x" layer(y)` replaced by `@layer y { the file }`, without comments."""

    def layer(match: re.Match) -> str:
        return f"@layer {match['layer']} {{\n{(sheet.parent / match['path']).read_text()}}}\n"

    return _COMMENT.sub("", _IMPORT.sub(layer, sheet.read_text()))


def joined_scripts(script: Path) -> str:
    """The script with each `import "./x.js"` replaced by a block with that module, if it needs no other one."""

    def block(match: re.Match) -> str:
        module = (script.parent / match["path"]).read_text()
        return match[0] if _NEEDS_OTHERS.search(module) else f"{{\n{module}}}\n"

    return _SIDE_EFFECT.sub(block, script.read_text())


def joined_modules(entry: Path) -> str:
    """One classic script of a module and all that it imports by name, without comments; each part once, before who needs it.

    Their names share one function: none of two modules is the same.
    """
    parts: dict[Path, str] = {}

    def take(module: Path) -> None:
        if module in parts:
            return
        source = module.read_text()
        for match in _NAMES.finditer(source):
            take(module.parent / match["path"])
        parts[module] = _EXPORT.sub("", _SHEET.sub(partial(_constructed, module.parent), _NAMES.sub("", source)))

    take(entry)
    body = _LINE_OF_COMMENT.sub("", _COMMENT.sub("", "".join(parts.values())))
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def _constructed(folder: Path, match: re.Match) -> str:
    css = " ".join(_COMMENT.sub("", (folder / match["path"]).read_text()).split())
    return f"const {match['name']} = new CSSStyleSheet();\n{match['name']}.replaceSync({json.dumps(css)});\n"


JOINS: dict[str, Callable[[Path], str]] = {
    "css/app.css": joined_styles,
    "js/app.js": joined_scripts,
    "js/widget.js": joined_modules,
}
# Where a joined file does not stand beside its parts.
ENTRIES = {"js/widget.js": "js/widget/main.js"}
