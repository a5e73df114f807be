"""docs/capabilities.md names a page, a verb and a test for each capability, and each test is there."""

import re
from pathlib import Path

from django.conf import settings

ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in Path(settings.BASE_DIR, "docs", "capabilities.md").read_text().splitlines()
    if line.startswith("| ") and not line.startswith("| capability")
]


def test_no_cell_is_empty():
    assert ROWS
    assert all(len(row) == 4 and all(row) for row in ROWS)


def test_each_test_is_there():
    named = {path for row in ROWS for path in re.findall(r"`(tests/[^`]+)`", row[3])}

    assert named
    assert [path for path in sorted(named) if not Path(settings.BASE_DIR, path).exists()] == []
