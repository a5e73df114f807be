"""The help widget in a page of another site, whose policy lets nothing in but the help site, with the keyboard alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, expect

from community.catalogue.models import Product, Release
from community.search.index import refresh
from community.search.models import Search
from community.search.shown import flow_of
from knowledgebase.models import Article
from tests.browser.person import Person
from tests.knowledgebase.articles import make_published

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The product</title></head>
<body><main><h1>Your home</h1><button type="button" data-porchlight-help="wandering channel">Why is it slow?</button></main>
<script src="{site}/widget.js" async data-product="hub" data-version="3.2" data-topic="wi-fi"></script></body></html>"""
VIOLATIONS = """window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));"""


def test_help_inside_a_page_of_another_site(person, cast, site):
    release = Release.objects.create(product=Product.objects.create(name="Hub", slug="hub"), version="3.2")
    article = make_published(
        cast,
        title="Keep the hub on one channel",
        topic=cast.topic,
        body="See [the list](/kb/).\n\n| a | b |\n|:-:|-|\n|1|2|",
    )
    article.file_under(by=cast.editor, releases=[release])
    question = cast.question(title="Its wandering channel makes the hub slow")
    refresh(Article, [article.pk])
    refresh(type(question), [question.pk])
    with product(site) as address:
        guest = Person(person().context.browser, address, width=390, theme="dark")
        page = guest.page
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.add_init_script(VIOLATIONS)
        guest.goes_to("/rooms/7?token=secret#mail")

        guest.tabs_to("Why is it slow?").tabs_to("PORCHLIGHT-HELP")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog").get_by_text("Helpful here")).to_be_visible()
        guest.looks()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert "PORCHLIGHT-HELP" in guest.has_focus()

        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_have_text("1 result")
        expect(page.get_by_label("Search for help")).to_be_focused()
        expect(page.get_by_role("link", name=question.title)).to_have_attribute("target", "_blank")
        guest.looks().turns(width=1280, theme="light").looks()
        page.keyboard.press("Control+A")
        page.keyboard.type("one channel")
        link = page.get_by_role("link", name="Keep the hub on one channel")
        expect(link.locator("mark").first).to_have_text("one")
        reach(link, "Tab")
        with page.expect_response("**/widget/opened") as told:
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="What to do")).to_be_visible()
        assert (told.value.status, told.value.request.header_value("cookie")) == (204, None)
        assert Search.objects.get().query == "one channel", "half of it was typed, and is nobody's search"
        assert Search.objects.get().clicked == 1
        expect(page.get_by_role("heading", name=article.title)).to_be_focused()
        assert page.get_by_role("link", name="the list").get_attribute("href") == f"{site}/kb/"
        guest.looks().turns(width=390, theme="dark").looks()
        reach(page.get_by_role("button", name="Back to what was found"), "Shift+Tab")
        page.keyboard.press("Enter")
        expect(link).to_be_focused()
        for _press in range(12):  # the focus goes round in the panel, and to the browser's own bar
            page.keyboard.press("Tab")
            assert guest.has_focus() in ("", "PORCHLIGHT-HELP")

        ask = urlsplit(page.get_by_role("link", name="Ask the community").get_attribute("href"))
        assert parse_qs(ask.query)["page"] == [f"{address}/rooms/7"]
        expect(page.get_by_label("Search for help")).to_be_visible()
        with page.expect_response("**/search?q=sauna&sent=true**"):  # still for a while, with nothing found
            page.get_by_label("Search for help").fill("sauna")
            expect(page.get_by_role("status")).to_contain_text("Nothing was found")
        assert Search.objects.to_nowhere().get().query == "sauna"
        guest.context.set_offline(True)
        page.get_by_label("Search for help").fill("battery")
        expect(page.get_by_role("status")).to_contain_text("cannot be reached")
        guest.context.set_offline(False)
        assert guest.said.pop().startswith("Failed to load resource")
        page.get_by_role("button", name="Close").click()
        page.evaluate("window.Porchlight.open('one channel')")
        expect(page.get_by_label("Search for help")).to_have_value("one channel")
        guest.looks()
        page.get_by_label("Search for help").fill("hub channel")
        expect(page.get_by_role("status")).to_have_text("2 results")
        with page.expect_response("**/widget/opened"):
            page.keyboard.press("Escape")
        assert {*Search.objects.values_list("query", "clicked")} == {
            ("one channel", 1), ("sauna", None), ("hub channel", None),
        }  # fmt: skip

        assert guest.cookies() == []
        assert page.evaluate("window.violations") == []
        assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc, urlsplit(site).netloc}
        assert not [url for url in asked if "secret" in url and not url.startswith(address)]
        guest.context.close()

    ann = person(cast.asker).goes_to(f"{ask.path}?{ask.query}")
    assert flow_of(ann.page.locator("input[name=search]").input_value()) == Search.objects.get(clicked=1).flow.hex
    expect(ann.page.get_by_label("Your question")).to_have_value("one channel")
    expect(ann.page.get_by_label("The page where it happens")).to_have_value(f"{address}/rooms/7")
    expect(ann.page.locator("#id_release")).to_have_value(str(release.pk))
    expect(ann.page.get_by_label("Topic", exact=True)).to_have_value(str(cast.topic.pk))


def reach(thing: Locator, key: str) -> None:
    """Press a key until the thing has the focus; the mouse is not touched."""
    for _press in range(20):
        if thing.evaluate("thing => thing.getRootNode().activeElement === thing"):
            return
        thing.page.keyboard.press(key)
    raise AssertionError(f"{thing} is not reached with {key}")


@contextmanager
def product(site: str) -> Iterator[str]:
    """The address of a product's page on another port, with as strict a policy as there is."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            found = "favicon" not in self.path
            self.send_response(200 if found else 204)
            policy = f"default-src 'none'; script-src {site}; connect-src {site}; img-src {site}"
            self.send_header(
                "Content-Security-Policy", f"{policy}; require-trusted-types-for 'script'; trusted-types porchlight"
            )
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if found:
                self.wfile.write(PAGE.format(site=site).encode())

        def log_message(self, format, *args):  # noqa: A002  as the library names it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
