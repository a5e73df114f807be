from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from community import urls as site

_PAGE = b"<p>" + b"x" * 19_993 + b"</p>"


@require_safe
def bare(request):
    """20 kB through the same middleware and server as every page."""
    return HttpResponse(_PAGE)


urlpatterns = [path("bench/bare/", bare), *site.urlpatterns]
handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500
