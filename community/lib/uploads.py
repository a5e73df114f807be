"""How much a form may bring along in files, for every form of the site."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

LARGEST = 10 * 2**20  # bytes of a file
_BESIDE = 200_000  # bytes of what else a form with a file says
_larger: dict[str, Callable[..., int]] = {}


def allow_larger(path: str, most_bytes: Callable[..., int]) -> None:
    """Let what is sent to `path` have as many bytes as `most_bytes(request)` says. Rooms call it when they start."""
    _larger[path] = most_bytes


def most_bytes(request) -> int:
    """How large a file may be that this request brings along."""
    return max(LARGEST, _larger[request.path](request)) if request.path in _larger else LARGEST


class RefuseLarge(FileUploadHandler):
    """Raise RequestDataTooBig (a designed 413) for more than one file may have, before any of it is read."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803  Django's name
        if content_length > most_bytes(self.request) + _BESIDE:
            raise RequestDataTooBig("A form with more than one file may have.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
