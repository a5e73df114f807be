"""Designed pages for what goes wrong: what happened, and what to do next. JSON for the API."""

from django.http import HttpResponse, JsonResponse
from django.template import loader
from django.utils.translation import gettext as _


def bad_request(request, exception=None):
    return error(request, 400, _("We could not read that request."))


def forbidden(request, exception=None):
    return error(request, 403, str(exception or "") or _("You may not do this."))


def not_found(request, exception=None):
    return error(request, 404, _("There is nothing at this address, or it is not for you."))


def server_error(request):
    """Rendered without database or context: either may be what failed."""
    return error(request, 500, _("Something broke on our side."))


def csrf_failure(request, reason=""):
    return error(
        request, 403, _("We could not tell that this form came from our own page. Go back, reload and send it again.")
    )


def error(request, status: int, sentence: str, *, retry_after: int | None = None) -> HttpResponse:
    """The page, or the JSON, for a status. It is never cached."""
    headers = {"Cache-Control": "no-store"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    if request.path.startswith("/api/"):
        return JsonResponse({"status": status, "detail": sentence}, status=status, headers=headers)
    template = loader.select_template([f"errors/{status}.html", "errors/error.html"])
    page = template.render({"status": status, "sentence": sentence, "retry_after": retry_after})
    return HttpResponse(page, status=status, headers=headers)
