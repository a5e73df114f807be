"""Sending a form once: whoever sends the same again, or twice at once, gets what the first sending made.

comment = once(request, lambda: article.comment_on_review(by=request.user, body=words))
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import HttpRequest

from community.content import drafting
from community.content.models import Submission

Made = TypeVar("Made", bound=models.Model)


def once(request: HttpRequest, make: Callable[[], Made]) -> Made:
    """What `make` returns; or what it returned when the member sent the same form to the same address a moment ago.

    The same form has the same files. The draft that the form had is gone in the same transaction.
    """
    kept = [name for name in request.POST if name not in drafting.ABOUT_THE_FORM]
    words = sorted((name, request.POST.getlist(name)) for name in kept)
    words += _files_of(request)
    with transaction.atomic():
        made = Submission.once(request.path, by=request.user, words=words, make=make)
        drafting.sent(request)
    return made  # type: ignore[return-value]


def _files_of(request: HttpRequest) -> list[tuple[str, list[str]]]:
    return sorted((name, [_digest(file) for file in files]) for name, files in request.FILES.lists())


def _digest(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def once_by_program(request: HttpRequest, said, make: Callable[[], Made]) -> Made:
    """The same for a call of the API, whose fields are `said` (a schema, or fields by name), with its files.

    A program that means it twice sends another `Idempotency-Key`.
    """
    fields = said if isinstance(said, dict) else said.model_dump(mode="json")
    words = [request.headers.get("Idempotency-Key", ""), fields, *_files_of(request)]
    return Submission.once(request.path, by=request.user, words=words, make=make)  # type: ignore[return-value]
