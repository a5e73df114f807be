from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from community.views import errors

_PAGE = b"<p>" + b"x" * 19_993 + b"</p>"


@require_safe
def bare(request):
    """20 kB through the same middleware and server as every page."""
    return HttpResponse(_PAGE)


urlpatterns = [path("bench/bare/", bare), path("", include("community.urls"))]
handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.server_error
