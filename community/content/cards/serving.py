"""Serves the picture of a card: drawn once, kept in the storage, never made by the request for the page itself."""

import threading
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.shortcuts import redirect

from community.content.cards.card import Card
from community.content.cards.drawing import draw
from community.members.limits import Rate, count, who

# A browser may keep it for ever, since another picture has another address; what stands between asks again each day, so
# that the picture of something that was hidden goes.
_KEPT = "public, max-age=31536000, s-maxage=86400, immutable"
_DRAWINGS = [Rate.parse("60/m")]
_one_at_a_time = threading.Lock()


def serve(request, card: Card, *, of: str, base: str, version: str) -> HttpResponse:
    """The picture of `card`; `of` names its thing (`question-12`), `base` is the address of its page.

    A version that is not the present one leads there, and draws nothing. Drawing is limited by address: raises TooMany.
    """
    if version != card.version:
        response = redirect(card.picture(base).address)
        response["Cache-Control"] = "public, max-age=600"
        return response
    data = kept_or_drawn(card, of, before_drawing=lambda: count("card", who(request), _DRAWINGS))
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": _KEPT})


def kept_or_drawn(card: Card, of: str, *, before_drawing: Callable[[], None]) -> bytes:
    """The picture from the storage, else drawn and kept there in place of those that `of` had before."""
    folder = f"cards/{of}"
    name = f"{folder}/{card.version}.png"
    found = _kept(name)
    if found is not None:
        return found
    before_drawing()
    with _one_at_a_time:
        found = _kept(name)  # somebody may have drawn it while this one waited
        if found is not None:
            return found
        data = draw(card)
        _forget(folder)
        default_storage.save(name, ContentFile(data))
    return data


def _kept(name: str) -> bytes | None:
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None


def _forget(folder: str) -> None:
    """Delete what the thing looked like before."""
    try:
        _folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in files:
        default_storage.delete(f"{folder}/{file}")
