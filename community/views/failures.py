"""Every failure ends in a designed page with what to do next, whatever raised it."""

import logging

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, ValidationError
from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext as _

from community.members.limits import TooMany
from community.views import errors

log = logging.getLogger(__name__)
_TRY_AGAIN_AFTER = 10  # seconds, while the database is away


class FailuresMiddleware:
    """Turn limits, oversized requests, a database that is away and bare error responses into pages."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            response = self.get_response(request)
        except (OperationalError, InterfaceError) as error:  # raised by another middleware, before a view
            return self._database_away(request, error)
        if response.status_code == 405 and not response.content:
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
            case OperationalError() | InterfaceError():
                return self._database_away(request, exception)
            case ValidationError():
                return errors.error(request, 409, " ".join(exception.messages))
        return None

    def _database_away(self, request, error):
        log.error("The database does not answer: %s", error)
        sentence = _("We are back in a moment. Nothing that you posted before is lost.")
        return errors.error(request, 503, sentence, retry_after=_TRY_AGAIN_AFTER)
