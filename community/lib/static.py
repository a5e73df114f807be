"""Static files: the layers of the style sheet in one file, and in production hashed names and compression.

Where nothing was collected (trying it out, tests) the finder joins the style sheet, so that a first page takes one
request for it and not ninety; `collectstatic` gets the same file through the same finder.

Our ES modules import each other by hashed names; those of other packages are left alone, since Django's pattern takes
a JSDoc comment for an import. Write imports as `import … from "./x.js";`, one a line, and no `export … from`.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = "css/app.css"
_IMPORT = re.compile(r'@import "(?P<path>[\w/.-]+)" layer\((?P<layer>\w+)\);\n?')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Where `collectstatic` puts files, and how their addresses are made."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )


class JoinedStyles(BaseFinder):
    """Finds one file: the style sheet with all its layers in it. Stands before the finders that know the parts."""

    storage = FileSystemStorage(location=settings.VAR_DIR / "joined")

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The path of the joined sheet, made anew when a part has changed; [] for any other file."""
        if path != STYLES:
            return []
        made = str(self._make())
        return [made] if find_all or kwargs.get("all") else made

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        self._make()
        yield STYLES, self.storage

    def _make(self) -> Path:
        """Write the joined sheet if it differs; a reader never sees half of it."""
        target = Path(self.storage.path(STYLES))
        text = joined_styles(settings.BASE_DIR / "static" / STYLES)
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
