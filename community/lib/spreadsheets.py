"""Rows as a file for a spreadsheet, written as they are read; no cell of it is ever taken for a formula."""

import csv
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

# With one of these a spreadsheet takes a cell for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(name: str, headings: Iterable[object], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """A file of that name to download."""
    writer, first = csv.writer(_Echo()), [str(heading) for heading in headings]

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(first)
        for cells in rows:
            yield writer.writerow([as_text(str(cell)) for cell in cells])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def as_text(cell: str) -> str:
    """A cell that a spreadsheet shows as it is."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, value: str) -> str:
        return value
