"""Static files in production: hashed names, compressed, the layers of the style sheet in one file.

Our ES modules import each other by hashed names; those of other packages are left alone, since Django's pattern takes
a JSDoc comment for an import. Write imports as `import … from "./x.js";`, one a line, and no `export … from`.
"""

import re
from pathlib import Path

from django.contrib.staticfiles.storage import HashedFilesMixin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLES = "css/app.css"
_IMPORT = re.compile(r'@import "(?P<path>[\w/.-]+)" layer\((?P<layer>\w+)\);\n?')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Where `collectstatic` puts files, and how their addresses are made."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", HashedFilesMixin._js_module_import_aggregation_patterns[1]),
    )

    def post_process(self, paths, dry_run=False, **options):
        """Hash and compress as ever, with the joined style sheet in the place of the list of imports."""
        if STYLES in paths and not dry_run:
            storage, path = paths[STYLES]
            paths = paths | {STYLES: (_Joined(joined_styles(Path(storage.path(path)))), path)}
        yield from super().post_process(paths, dry_run, **options)


def joined_styles(sheet: Path) -> str:
    """The style sheet with each `@import "x" layer(y)` replaced by `@layer y { the file }`, without comments."""

    def layer(match: re.Match) -> str:
        return f"@layer {match['layer']} {{\n{(sheet.parent / match['path']).read_text()}}}\n"

    return _COMMENT.sub("", _IMPORT.sub(layer, sheet.read_text()))


class _Joined:
    """Just enough of a storage for one file that is made and not found."""

    def __init__(self, text: str):
        self._text = text

    def open(self, name: str) -> ContentFile:
        return ContentFile(self._text.encode(), name)
