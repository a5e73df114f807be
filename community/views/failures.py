"""Every failure ends in a designed page with what to do next, whatever raised it."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, ValidationError
from django.utils.translation import gettext as _

from community.members.limits import TooMany
from community.views import errors


class FailuresMiddleware:
    """Turn limits, oversized requests and bare error responses into pages; the rest is Django's (`handler500`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405:
            page = errors.error(request, 405, _("This address does not take that kind of request."))
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_exception(self, request, exception):
        match exception:
            case TooMany():
                sentence = _("That was a lot at once. Nothing you typed is lost: wait a moment and send it again.")
                return errors.error(request, 429, sentence, retry_after=exception.retry_after)
            case RequestDataTooBig() | TooManyFieldsSent():
                return errors.error(
                    request, 413, _("That is more than we can take in one go. Make it shorter and try again.")
                )
            case ValidationError():
                return errors.error(request, 409, " ".join(exception.messages))
        return None
