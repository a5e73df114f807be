"""Each request in its reader's language and time zone."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation


class MemberMiddleware:
    """A member's pages are in their language and time zone, a visitor's in those of the site. No query without a session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        member = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if member is None or not member.is_authenticated:
            with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
                return self.get_response(request)
        member.note_seen(timezone.now())
        with translation.override(member.language), timezone.override(ZoneInfo(member.time_zone)):
            return self.get_response(request)
