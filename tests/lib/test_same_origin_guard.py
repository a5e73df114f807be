"""Forms need no token when the browser says that they come from our own pages, and are refused from elsewhere."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from community.lib.csrf import SameOriginCsrfMiddleware


def post(**headers):
    request = RequestFactory().post("/questions/1/answers/", {"body": "x"}, headers=headers)
    guard = SameOriginCsrfMiddleware(lambda r: HttpResponse("done"))
    guard.process_request(request)
    refused = guard.process_view(request, lambda r: None, (), {})
    return "refused" if refused is not None else "done"


@pytest.mark.parametrize(
    ("headers", "what"),
    [
        ({"sec_fetch_site": "same-origin", "origin": "http://testserver"}, "done"),
        ({"sec_fetch_site": "same-origin"}, "done"),
        ({"origin": "http://testserver"}, "done"),
        ({"sec_fetch_site": "cross-site", "origin": "http://evil.example"}, "refused"),
        ({"sec_fetch_site": "same-site"}, "refused"),
        ({"sec_fetch_site": "none"}, "refused"),
        ({"sec_fetch_site": "same-origin", "origin": "http://evil.example"}, "refused"),
        ({"origin": "null"}, "refused"),
        ({"origin": "http://testserver.evil.example"}, "refused"),
        ({}, "refused"),
    ],
)
def test_where_a_form_comes_from(headers, what):
    assert post(**headers) == what
