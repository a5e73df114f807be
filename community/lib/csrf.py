"""Guard forms by where they come from, so that pages for readers need no token and no cookie."""

from urllib.parse import urlsplit

from django.middleware.csrf import CsrfViewMiddleware


class SameOriginCsrfMiddleware(CsrfViewMiddleware):
    """Accept a POST that the browser itself says comes from our own pages; ask all others for Django's token.

    `Sec-Fetch-Site` and `Origin` are set by the browser and out of reach of scripts. Browsers leave out the first on
    plain http; then an `Origin` that is ours is enough. A request with neither (an old browser, a program) needs the token.
    """

    def process_view(self, request, callback, callback_args, callback_kwargs):
        if request.method == "POST" and not getattr(callback, "csrf_exempt", False) and self._is_ours(request):
            return self._accept(request)  # type: ignore[attr-defined]  # not in the stubs
        return super().process_view(request, callback, callback_args, callback_kwargs)

    def _is_ours(self, request) -> bool:
        origin = request.META.get("HTTP_ORIGIN")
        site = request.META.get("HTTP_SEC_FETCH_SITE")
        if origin is not None and not self._origin_verified(request):  # type: ignore[attr-defined]
            return False
        if site is not None:
            return site == "same-origin"
        return origin is not None and bool(urlsplit(origin).netloc)
