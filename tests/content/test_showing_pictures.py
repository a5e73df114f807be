"""A picture of ours is shown small, with its size and its words; one from elsewhere never makes a reader's browser fetch it."""

import re
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings

from community.content.attachments import cleaned
from community.content.models import Attachment
from community.content.private_facts import find
from community.lib import markdown, pictures
from community.notifications.models import Mail
from community.search.models import Document
from community.support.models import Case
from forum.models import Answer
from tests.content.files import drawn, saved

SITE = "http://testserver"
ELSEWHERE = "https://pictures.example/hub.png"
# Ways to make a browser fetch something while it shows a page.
TRIED = [
    f"![the hub]({ELSEWHERE})",
    "![the hub](//pictures.example/hub.png)",
    f"![the hub][1]\n\n[1]: {ELSEWHERE}",
    f"[![the hub]({ELSEWHERE})](https://other.example/)",
    f'<img src="{ELSEWHERE}">',
    f'<img alt="a > b" src="{ELSEWHERE}">',
    f"<img alt='\"' src='{ELSEWHERE}' srcset='{ELSEWHERE} 2x'>",
    f'<img src="/files/x.png" srcset="{ELSEWHERE} 2x" onerror="fetch(1)">',
    f'<picture><source srcset="{ELSEWHERE}"><img src="/x.png"></picture>',
    f'<video src="{ELSEWHERE}" poster="{ELSEWHERE}" autoplay></video><audio src="{ELSEWHERE}" autoplay></audio>',
    f'<p style="background:url({ELSEWHERE})">a</p><table background="{ELSEWHERE}"><tr><td>a</td></tr></table>',
    f'<link rel="stylesheet" href="{ELSEWHERE}"><link rel="prefetch" href="{ELSEWHERE}">',
    f'<iframe src="{ELSEWHERE}"></iframe><embed src="{ELSEWHERE}"><object data="{ELSEWHERE}"></object>',
    f'<input type="image" src="{ELSEWHERE}"><svg><image href="{ELSEWHERE}"/></svg>',
    f'<style>@import "{ELSEWHERE}";</style><base href="https://pictures.example/">',
    "![up](/files/../../accounts/logout/)",
    "![over](/files/..//pictures.example/hub.png)",
]
FETCHES = {"src", "srcset", "poster", "background", "data", "style", "imagesrcset"}


def fetched(html: str) -> set[str]:
    """The hosts and paths that a browser would fetch to show this HTML."""
    found = set()

    class Browser(HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.update(value for name, value in attributes if name in FETCHES and value)
            if tag == "base" or (tag == "link" and dict(attributes).get("rel") not in ("canonical", "alternate")):
                found.update(value for name, value in attributes if name == "href" and value)

    Browser().feed(html)
    return found


def hosts(html: str) -> set[str]:
    return {urlsplit(urljoin(SITE, address)).netloc for address in fetched(html)} - {
        "testserver",
        urlsplit(settings.SITE_URL).netloc,
        "",
    }


@pytest.fixture
def upload(cast):
    def make(size=(1_600, 1_200), *, by=None, alt_text="The hub with its red light on"):
        return Attachment.upload(BytesIO(saved(drawn(size), "JPEG")), by=by or cast.asker, alt_text=alt_text)

    return make


@pytest.mark.parametrize("source", TRIED)
def test_no_words_of_anybody_make_a_browser_fetch_from_elsewhere(source):
    for html in (markdown.render(source), markdown.sanitise(source)):
        again = markdown.sanitise(html)
        mail = markdown.for_elsewhere(html, SITE, pictures=False)
        assert (fetched(html), fetched(again), fetched(mail)) == (set(), set(), set())


@pytest.mark.proof
def test_no_page_feed_or_mail_makes_its_reader_fetch_from_elsewhere(client, cast, work, figure):
    question = cast.question(body="\n\n".join(TRIED))
    imported = cast.answer(question, body="x")
    imported.body, imported.body_format = "\n".join(TRIED), Answer.Format.HTML
    imported.render_body()
    imported.save()
    work()
    mail = Mail.objects.filter(member=cast.asker).latest("pk")
    pages = [client.get(page).text for page in (question.get_absolute_url(), "/questions/", "/")]
    pages += [unescape(client.get(f"/feeds/questions/{question.pk}.atom").text), mail.html]

    elsewhere = {host for page in pages for host in hosts(page)}

    assert elsewhere == set()
    assert ELSEWHERE in pages[0], "it is there as a link"
    figure(
        f"of {len(TRIED)} ways to make a browser fetch another host, those that do: page, feed, mail",
        "0",
        len(elsewhere),
    )


def test_our_own_picture_is_shown_small_with_its_size_and_leads_to_the_whole(upload):
    picture = upload()

    html = markdown.render(picture.markdown)

    assert html == (
        f'<p><a href="/files/{picture.name}"><img loading="lazy" decoding="async" src="/files/small/{picture.name}" '
        'width="800" height="600" alt="The hub with its red light on"></a></p>\n'
    )
    assert markdown.sanitise(html).count("<a ") == 1, "made safe twice, it is the same"
    assert markdown.sanitise(html).count("<img ") == 1


def test_a_small_picture_leads_nowhere_and_one_without_words_has_a_name(upload):
    picture = upload((300, 200), alt_text="")

    html = markdown.render(picture.markdown)

    assert "<a " not in html
    assert f'src="/files/{picture.name}" width="300" height="200" alt="Picture"' in html


def test_a_picture_inside_a_link_stays_one_link(upload):
    picture = upload()

    html = markdown.render(f"[{picture.markdown}](https://manual.example/)")

    assert html.count("<a ") == 1
    assert 'href="https://manual.example/"' in html


def test_words_of_a_picture_cannot_leave_their_place(upload):
    picture = upload()

    html = markdown.render(f'![" onload="alert(1)" x="]({picture.get_absolute_url()} "a\\" onclick=\\"b")')

    inside_tags = " ".join(re.findall(r"<[^>]*>", re.sub(r'"[^"]*"', "", html)))
    assert "onload" not in inside_tags
    assert "onclick" not in inside_tags


def test_words_of_pictures_are_read_by_search_lists_and_engines(client, cast, upload, work):
    picture = upload()
    question = cast.question(body=picture.markdown)
    cast.answer(question, body=picture.markdown)
    work()

    assert question.excerpt() == "The hub with its red light on"
    assert Document.objects.filter(text__contains="red light").exists()
    page = client.get(question.get_absolute_url()).text
    assert page.count('"text":"The hub with its red light on"') == 2, "an answer that is a picture has a text"


def test_a_mail_names_a_picture_and_leads_to_it(cast, upload, work):
    question = cast.question()
    picture = upload(by=cast.helper)
    cast.answer(question, body=f"Like this:\n\n{picture.markdown}\n\n[More](/kb/)")
    work()

    mail = Mail.objects.filter(member=cast.asker).latest("pk")

    assert "<img" not in mail.html.split('class="said"')[1].split("</div>")[0]
    assert f'href="{settings.SITE_URL}/files/{picture.name}"' in mail.html
    assert f'href="{settings.SITE_URL}/kb/"' in mail.html
    assert "> The hub with its red light on" in mail.text


def test_a_mail_about_a_private_case_carries_no_picture(client, cast, upload, work):
    case = Case.open_privately(by=cast.asker, title="My invoice is wrong", body="It says Sam.")
    picture = upload(by=cast.agent)
    case.reply(by=cast.agent, body=picture.markdown)
    work()

    mail = Mail.objects.filter(member=cast.asker).latest("pk")

    assert picture.get_absolute_url() in mail.html
    assert fetched(mail.html.split('class="said"')[1].split("</div>")[0]) == set()
    assert client.get(picture.get_absolute_url()).status_code == 404


def test_a_feed_shows_pictures_from_their_whole_address(client, cast, upload):
    picture = upload()
    cast.question(body=picture.markdown)

    feed = client.get("/feeds/questions.atom").text

    assert f"src=&quot;{settings.SITE_URL}/files/small/{picture.name}&quot;" in feed or (
        f'src="{settings.SITE_URL}/files/small/{picture.name}"' in feed
    )


def test_the_preview_is_what_the_page_will_show(client, cast, upload):
    client.force_login(cast.asker)
    picture = upload()

    preview = client.post("/questions/preview/", {"body": picture.markdown}).text

    assert preview == markdown.render(picture.markdown)


def test_a_name_is_drawn_by_lot_and_looks_like_no_private_fact():
    names = {pictures.new_name(1600, 1200, "jpg", moves=n % 2 == 0) for n in range(300)}

    assert len(names) == 300
    assert all(pictures.at(f"/files/{name}") for name in names)
    assert find("\n".join(f"![My password is here](/files/{name})" for name in names)) == []


def test_what_is_cleaned_twice_is_still_the_same_picture():
    once = cleaned(BytesIO(saved(drawn(), "PNG")))

    assert cleaned(BytesIO(once.content)).content == once.content
