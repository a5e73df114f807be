"""Designed pages for what goes wrong: what happened, and what to do next. JSON for the API."""

from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HEADINGS = {
    400: gettext_lazy("We could not read that"),
    403: gettext_lazy("This is not open to you"),
    404: gettext_lazy("There is no page here"),
    405: gettext_lazy("This address takes no such request"),
    413: gettext_lazy("That is too large"),
    429: gettext_lazy("That was a lot at once"),
    500: gettext_lazy("Something broke on our side"),
    503: gettext_lazy("We are away for a moment"),
}


def bad_request(request, exception=None):
    return error(request, 400, _("We could not read that request."))


def forbidden(request, exception=None):
    return error(request, 403, str(exception or "") or _("You may not do this."))


def not_found(request, exception=None):
    return error(request, 404, _("There is nothing at this address, or it is not for you."))


def server_error(request):
    """Rendered without database or context: either may be what failed."""
    return error(request, 500, _("It has been noted. Nothing that was saved before is lost."))


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
        return JsonResponse({"status": status, "detail": sentence}, status=status, headers=headers)
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
