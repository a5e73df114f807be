"""Parts of a file, as a player asks for them (RFC 9110, section 14), from a disk or a bucket, never as a whole in memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import Storage
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

# Of what a player asks for without an end it gets so much and asks for more: so nobody who watches slowly holds a worker.
MOST = 4 * 2**20
_PIECE = 64 * 2**10
_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True)
class Span:
    """Bytes of a file, from `start` on."""

    start: int
    length: int


def answer(request, storage: Storage, path: str, *, size: int, etag: str, content_type: str) -> HttpResponseBase:
    """The file at `path`, or the part that is asked for: 200, 206, or 416 for a part that is not there.

    Raises FileNotFoundError when there is no file.
    """
    wanted = _wanted(request, size, etag)
    if wanted is not None and wanted.length <= 0:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    span = wanted or Span(0, size)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type=content_type)
    else:
        response = StreamingHttpResponse(_opened(storage, path, span), content_type=content_type)
    if wanted is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {span.start}-{span.start + span.length - 1}/{size}"
    response["Content-Length"] = str(span.length)
    response["Accept-Ranges"] = "bytes"
    return response


def _wanted(request, size: int, etag: str) -> Span | None:
    """The part that a request asks for, of no length if there is none such; None where the whole is to be sent.

    Of several parts, of what is no range, and of a file that is another one since, the whole.
    """
    match = _ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if request.method != "GET" or match is None or match[0] == "bytes=-":
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return Span(size - length, length)
    start = int(first)
    if start >= size:
        return Span(start, 0)
    if not last:
        return Span(start, min(MOST, size - start))
    if int(last) < start:
        return None
    return Span(start, min(int(last), size - 1) - start + 1)


def _opened(storage: Any, path: str, span: Span) -> Iterator[bytes]:
    """The bytes, in pieces. A storage that can send a part by itself (`part`) does."""
    if hasattr(storage, "part"):
        return storage.part(path, span.start, span.length)
    return _Pieces(storage.open(path), span)


class _Pieces:
    """The bytes of an open file; closed with the response."""

    def __init__(self, file: Any, span: Span):
        self._file, self._left = file, span.length
        file.seek(span.start)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self._file.read(min(_PIECE, self._left))
        if not piece:
            raise StopIteration
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()
