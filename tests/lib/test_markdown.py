"""Markdown becomes safe HTML; what could run, track or break the page does not survive."""

from html.parser import HTMLParser

import pytest

from community.lib import markdown


def tags_of(html: str) -> list[tuple[str, dict[str, str]]]:
    """The tags that a browser would see, with their attributes."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: found.append((tag, {k: v or "" for k, v in attributes}))
    parser.feed(html)
    return found


def test_what_people_write_looks_like_what_they_meant():
    html = markdown.render(
        "# Title\n\n**bold**, `code`\n\n```python\nx = 1\n```\n\n| a | b |\n|--|--:|\n| 1 | 2 |\n\n- [x] done"
    )

    assert "<h3>Title</h3>" in html
    assert "<strong>bold</strong>" in html
    assert '<code class="highlight">' in html
    assert '<td align="right">2</td>' in html
    assert 'type="checkbox"' in html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "<svg onload=alert(1)>",
        "<iframe src=//evil.example></iframe>",
        '<a href="x" style="position:fixed">a</a>',
        "![a](javascript:alert(1))",
        "`<b onclick=x>`",
        "<style>*{display:none}</style>",
        "<form action=/><button>x</button></form>",
    ],
)
def test_nothing_runs(source):
    for html in (markdown.render(source), markdown.sanitise(source)):
        for tag, attributes in tags_of(html):
            assert tag in markdown.TAGS
            assert not any(name.startswith("on") or name == "style" for name in attributes)
            assert not attributes.get("href", "").startswith(("javascript:", "data:"))
            assert attributes.get("src", "/files/").startswith("/files/")


def test_a_picture_from_elsewhere_becomes_a_link():
    html = markdown.render("![the hub](https://pictures.example/hub.png)")

    assert "<img" not in html
    assert '<a href="https://pictures.example/hub.png" rel="ugc nofollow noopener">the hub</a>' in html


def test_our_own_picture_stays():
    name = f"{'a' * 28}-300x200.png"

    assert f'<img loading="lazy" decoding="async" src="/files/{name}"' in markdown.render(f"![the hub](/files/{name})")
    assert "<img" not in markdown.render("![the hub](/files/hub.png)"), "there are no other names"


def test_on_paper_a_link_to_a_page_of_ours_says_where_it_leads():
    html = markdown.render("[a](/kb/reset/?read=story) [b](https://b.example/) [c](#c) ![x](/files/x.png)")
    paper = markdown.for_paper(html, "https://community.example")
    assert paper.count("data-paper") == 1
    assert 'href="/kb/reset/?read=story" data-paper="https://community.example/kb/reset/?read=story"' in paper


def test_every_link_is_marked_as_written_by_users():
    html = markdown.render("[a](https://a.example) and https://b.example")

    assert html.count('rel="ugc nofollow noopener"') == 2


def test_excerpt_is_plain_words():
    assert markdown.excerpt(markdown.render("## Hello\n\n**World** & <b>all</b>"), 40) == "Hello World & <b>all</b>"


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("Thank you @hana.", ["hana"]),
        ("@Hana, @o.neil-smith: see (@boiler_99)", ["hana", "o.neil-smith", "boiler_99"]),
        ("**@hana** and > @ravi", ["hana", "ravi"]),
        ("mail hana@example.com or /@hana or me@hana", []),
        ("`@property` and\n\n    @staticmethod\n\n```\n@decorator\n```", []),
        ("[@hana](https://else.example)", []),
        ("@ hana @", []),
    ],
)
def test_people_are_named_in_words_and_not_in_code_links_or_addresses(source, named):
    assert markdown.names_in(source) == named


def test_a_name_leads_to_its_page_when_there_is_such_a_person():
    html = markdown.render("Ask @Hana. or @nobody", people={"hana": "/members/hana/"})
    assert '<a href="/members/hana/" rel="ugc nofollow noopener">@Hana</a>. or @nobody' in html
    assert "/members/" not in markdown.render("Ask @hana")
