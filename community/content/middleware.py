"""What somebody typed is kept, whatever became of the form."""

import logging
from urllib.parse import quote

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, ValidationError
from django.db import DatabaseError

from community.content import drafting

log = logging.getLogger(__name__)
# Read and removed by kept-draft.js, which then forgets what it kept in the browser.
SENT_COOKIE = "draft-sent"


class DraftsMiddleware:
    """Keeps the draft that a member's form names, unless a view said that it was sent. Other requests cost nothing.

    Only of forms that the guard against foreign pages has let through: nobody else may write into a draft.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
            return response
        sent = getattr(request, "sent_draft", "")
        if sent and response.status_code < 400:
            response.set_cookie(
                SENT_COOKIE, quote(sent, safe=""), max_age=600, samesite="Lax", secure=request.is_secure()
            )
        elif not getattr(request, "handles_drafts", False):
            self._keep(request)
        return response

    def _keep(self, request) -> None:
        """An answer that is an error already stays what it is when the draft cannot be kept."""
        try:
            if request.POST.get(drafting.PLACE) and request.user.is_authenticated:
                drafting.keep_posted(request.POST, by=request.user)
        except (ValidationError, RequestDataTooBig, SuspiciousOperation, DatabaseError) as error:
            log.warning("A draft could not be kept: %s", type(error).__name__)
