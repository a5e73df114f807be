"""Tell what was done: as a message on the next page, or as a header that the page on screen reads out."""

import json

from django.contrib import messages


def told(response, sentence: str):
    """The response, with `sentence` said in the live region of the page on screen."""
    response["HX-Trigger"] = json.dumps({"notice": sentence})
    return response


def say(request, sentence: str) -> None:
    """Say it on the next page."""
    messages.success(request, sentence)
