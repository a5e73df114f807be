"""Designed pages for what goes wrong: what happened, and what to do next. JSON for the API."""

import json
import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.lib.gone import Gone

_TRY_AGAIN_AFTER = 10  # seconds, while the database is away

HEADINGS = {
    400: gettext_lazy("We could not read that"),
    403: gettext_lazy("This is not open to you"),
    404: gettext_lazy("There is no page here"),
    405: gettext_lazy("This address takes no such request"),
    410: gettext_lazy("This was taken away"),
    413: gettext_lazy("That is too large"),
    429: gettext_lazy("That was a lot at once"),
    500: gettext_lazy("Something broke on our side"),
    503: gettext_lazy("We are away for a moment"),
}

# What whoever writes a program can do about it.
_NEXT_FOR_PROGRAMS = {
    400: gettext_lazy("Send JSON in UTF-8, as the reference at /api/v1/docs says."),
    401: gettext_lazy("Make a key at /accounts/api-keys/, and send it as Authorization: Bearer."),
    403: gettext_lazy("Use a key of somebody who may do this, or one that may write."),
    404: gettext_lazy("Look the address up at /api/v1/docs, and the number in a list."),
    405: gettext_lazy("Use one of the methods in the header Allow."),
    409: gettext_lazy("Read the thing again: it changed, or does not allow this."),
    413: gettext_lazy("Send less at once."),
    422: gettext_lazy("Correct the fields that are named."),
    429: gettext_lazy("Wait as many seconds as the header Retry-After says."),
    500: gettext_lazy("Try again once; then tell the people who run this site when it happened."),
    503: gettext_lazy("Wait as many seconds as the header Retry-After says."),
}


def bad_request(request, exception=None):
    return error(request, 400, _("We could not read that request."))


def forbidden(request, exception=None):
    return error(request, 403, str(exception or "") or _("You may not do this."))


def not_found(request, exception=None):
    """404, and 410 for what everybody could read until it was taken away."""
    if isinstance(exception, Gone):
        return error(request, 410, _("It was here, and is no longer shown."))
    return error(request, 404, _("There is nothing at this address, or it is not for you."))


def server_error(request):
    """Rendered without database or context: either may be what failed. 503 where it was the database."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return database_away(request)
    return error(request, 500, _("It has been noted. Nothing that was saved before is lost."))


def database_away(request):
    return error(
        request,
        503,
        _("We are back in a moment. Nothing that you posted before is lost."),
        retry_after=_TRY_AGAIN_AFTER,
    )


def csrf_failure(request, reason=""):
    return error(
        request, 403, _("We could not tell that this form came from our own page. Go back, reload and send it again.")
    )


def error(request, status: int, sentence: str, *, retry_after: int | None = None) -> HttpResponse:
    """The page for a status; JSON for the API, a toast where htmx asked. Never cached.

    Rendered without the request, so that no context processor, session or database is needed.
    """
    headers = {"Cache-Control": "no-store"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if request.path.startswith("/api/"):
        return problem(status, sentence, headers=headers)
    if "HX-Request" in request.headers:
        toast = loader.render_to_string("components/_toast.html", {"text": sentence, "kind": "error"})
        return HttpResponse(toast, status=status, headers=headers)
    template = loader.select_template([f"errors/{status}.html", "errors/error.html"])
    page = template.render(
        {
            "status": status,
            "heading": HEADINGS.get(status, _("That did not work")),
            "sentence": sentence,
            "retry_after": retry_after,
        }
    )
    return HttpResponse(page, status=status, headers=headers)


def problem(status: int, detail: str, *, headers: dict[str, str] | None = None, **more) -> HttpResponse:
    """What went wrong, for a program: problem+json (RFC 9457), with `next`, what to do about it."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    if status in _NEXT_FOR_PROGRAMS:
        body["next"] = str(_NEXT_FOR_PROGRAMS[status])
    return HttpResponse(
        json.dumps(body | more),
        status=status,
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
