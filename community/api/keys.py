"""Who a request to the API acts for: a key's member, or a visitor who may read what is public."""

from django.contrib.auth.models import AnonymousUser
from ninja.errors import HttpError
from ninja.security import HttpBearer

from community.api.models import ApiKey

_READS = ("GET", "HEAD", "OPTIONS")


class BearerKey(HttpBearer):
    """`Authorization: Bearer plk_…`."""

    openapi_description = "A key that a member made under /accounts/api-keys/."

    def authenticate(self, request, token):
        key = ApiKey.find(token)
        if key is None:
            return None
        if request.method not in _READS and not key.may_write:
            raise HttpError(403, "This key may only read.")
        request.user = key.member
        return key


def visitor(request):
    """Whoever shows no key at all may read what everybody may; a wrong key is never taken for none."""
    if "Authorization" in request.headers:
        return None
    request.user = AnonymousUser()
    return "visitor" if request.method in _READS else None


def anybody(request):
    """For the few things that also who is not signed in may say: whoever shows no key is a visitor."""
    if "Authorization" in request.headers:
        return None
    request.user = AnonymousUser()
    return "visitor"
