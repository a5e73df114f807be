"""Pages for readers: one copy for all who are signed out, without a query, and fresh at once after a write."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.decorators.http import require_safe

from community.lib import versions
from community.lib.public_pages import PublicPagesMiddleware, public_page


@pytest.fixture
def site():
    """A page that counts how often it was rendered, behind the page cache."""
    rendered = []

    @require_safe
    @public_page("thing:{thing_id}")
    def page(request, thing_id):
        rendered.append(thing_id)
        return HttpResponse(f"<p>{len(rendered)}</p>" * 50)

    def get(path="/things/7/", **headers):
        request = RequestFactory().get(path, headers=headers)
        return PublicPagesMiddleware(lambda r: page(r, thing_id=7))(request)

    get.rendered = rendered
    return get


def test_the_second_reader_gets_the_kept_copy(site):
    first, second = site(), site()

    assert first.content == second.content
    assert site.rendered == [7]
    assert second["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=30"
    assert "Cookie" in second["Vary"]


def test_a_write_makes_it_fresh(site):
    before = site()
    versions.bump("thing:7")
    after = site()

    assert before.content != after.content
    assert before["ETag"] != after["ETag"]


def test_a_write_in_another_process_makes_it_fresh(site):
    before = site()
    code = "import django; django.setup(); from community.lib import versions; versions.bump('thing:7')"
    environment = {"DJANGO_SETTINGS_MODULE": "community.settings", "PATH": "", "VAR_DIR": str(settings.VAR_DIR)}
    subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, check=True)

    assert site().content != before.content


def test_a_write_to_another_thing_leaves_it_alone(site):
    before = site()
    versions.bump("thing:8")

    assert site().content == before.content


def test_who_has_the_newest_copy_gets_304(site):
    etag = site()["ETag"]

    assert site(if_none_match=etag).status_code == 304
    versions.bump("site")
    assert site(if_none_match=etag).status_code == 200


def test_304_needs_no_copy_in_the_cache(site, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    etag = site()["ETag"]
    del site.rendered[:]

    assert site(if_none_match=etag).status_code == 304
    assert site.rendered == []


def test_compressed_for_who_can_read_it(site):
    assert site(accept_encoding="gzip, br")["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in site()


def test_a_signed_in_page_is_private_and_never_kept(site):
    signed_in = site(cookie="sessionid=abc")

    assert signed_in["Cache-Control"] == "private, no-cache"
    site(cookie="sessionid=abc")
    site()
    assert len(site.rendered) == 3


def test_a_page_with_a_cookie_is_never_kept():
    @public_page()
    def page(request):
        response = HttpResponse("for you")
        response.set_cookie("a", "b")
        return response

    serve = PublicPagesMiddleware(page)
    first = serve(RequestFactory().get("/cookie/"))

    assert first.cookies
    assert not first.has_header("ETag")
