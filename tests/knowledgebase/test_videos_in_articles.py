"""An article shows a video with captions and a transcript: played, read, found, listed; and never without."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from community.search.finding import while_typing
from tests.content.films import SRT, captioned, upload
from tests.knowledgebase.articles import make_article, make_published
from tests.knowledgebase.test_articles_for_machines import facts


def read(client, address: str) -> str:
    cache.clear()
    return client.get(address).text


def test_a_reader_plays_it_with_captions_and_reads_what_is_said(client, cast, work, django_assert_max_num_queries):
    video = captioned(cast.editor)
    video.caption(BytesIO(SRT), language="de", by=cast.editor)
    article = make_published(
        cast, steps=f"Watch:\n\n{video.attachment.markdown}\n\nThen wait.", body="The whole story."
    )
    work()

    cache.clear()
    with django_assert_max_num_queries(6):
        page = client.get(article.get_absolute_url()).text

    [player] = re.findall(r"<video[^>]*>", page)
    assert all(
        word in player
        for word in (" controls ", 'preload="metadata"', 'width="64" height="48"', "poster=", "playsinline")
    )
    assert "autoplay" not in player
    assert 'aria-label="Pairing the hub"' in player
    assert re.findall(r'<track kind="captions" srclang="(\w+)" label="(\w+)"', page) == [
        ("en", "English"),
        ("de", "German"),
    ]
    assert ">Transcript (English)</summary>" in page
    assert "<p>Ines: Hold the button down. Until the lamp turns amber.</p>" in page
    assert not re.search(r'(?:src|poster)="(?:https?:)?//', page)
    short = read(client, f"{article.get_absolute_url()}?read=steps")
    assert "<video" in short
    assert "turns amber" not in short.split("</article>")[0]
    assert f'?read=story#film-do-{video.pk}">Read what is said in it' in short

    film = facts(client, article)["video"][0]
    assert (film["name"], film["duration"]) == ("Pairing the hub", "P0DT00H00M03S")
    assert film["uploadDate"].startswith(video.attachment.created_at.strftime("%Y-%m-%dT%H:%M"))
    assert film["contentUrl"].endswith(video.address)
    assert "turns amber" in film["transcript"]

    # What is said is found with the article, also what is said in another way later; and its page is fresh at once.
    found = while_typing("lamp turns amber", cast.stranger, 5, kinds=("article",))
    assert [result.url for result in found] == [article.get_absolute_url()]
    video.transcribe("en", "Press the crenellated knob.", by=cast.second_editor)
    work()
    found = while_typing("crenellated knob", cast.stranger, 5, kinds=("article",))
    assert [result.url for result in found] == [article.get_absolute_url()]
    assert "crenellated" in read(client, article.get_absolute_url())


def test_nothing_is_published_that_who_cannot_hear_has_nothing_of(client, cast):
    video = upload(cast.editor)
    article = make_article(by=cast.editor, steps=video.attachment.markdown)
    article.submit(by=cast.editor)
    client.force_login(cast.second_editor)
    assert "this is published once it has them" in client.get(f"/kb/{article.slug}/review/").text

    with pytest.raises(ValidationError, match="“Pairing the hub” has no captions yet"):
        article.publish(by=cast.second_editor)
    video.describe("A hand holds the button.", by=cast.editor)
    article.publish(by=cast.second_editor)

    page = read(client, article.get_absolute_url())
    assert "What it shows, in words" in page
    assert "A hand holds the button." in page


def test_it_is_for_whoever_may_read_the_article_and_its_words_are_too(client, cast):
    video = captioned(cast.editor)
    [said] = video.captions.all()
    make_published(cast, title="Of staff", steps=video.attachment.markdown, audience="staff")
    quoting = make_article(by=cast.second_editor, title="Of all", steps=video.attachment.markdown)
    quoting.submit(by=cast.second_editor)
    quoting.publish(by=cast.editor)

    addresses = (video.address, video.shown.address, said.address)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    page = read(client, quoting.get_absolute_url())
    assert "turns amber" not in page, "nobody makes a video of the staff public by quoting its address"
    assert "<track" not in page
    assert quoting.search_document()["rest_html"] == ""
    client.force_login(cast.agent)
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    assert client.get(video.address)["Cache-Control"] == "private, no-cache"
    client.force_login(cast.stranger)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    assert client.get(video.get_absolute_url()).status_code == 403


def test_where_no_player_belongs_it_is_a_link(client, cast):
    video = captioned(cast.editor)
    article = make_published(cast, steps=f"Watch:\n\n{video.attachment.markdown}")
    answer = cast.answer(cast.question(), body=f"Like this:\n\n{video.attachment.markdown}")

    assert f'<p><a href="{video.address}">Pairing the hub</a></p>' in answer.body_html
    feed = client.get("/feeds/articles.atom").text
    widget = client.get(f"/api/v1/widget/articles/{article.slug}").json()["steps"]
    assert "video" not in feed.replace(video.address, "").lower()
    assert widget.endswith(f'<p><a href="{video.address}">Pairing the hub</a></p>\n')


def test_words_in_quotes_stand_below_a_picture(client, cast):
    name = "/files/" + "a" * 28 + "-300x200.png"
    article = make_published(cast, steps=f'![The hub]({name} "It <b>blinks</b> & waits")\n\nText ![x]({name} "t") text')

    page = read(client, article.get_absolute_url())

    assert page.count("<figure>") == 1
    assert 'alt="The hub"><figcaption>It &lt;b&gt;blinks&lt;/b&gt; &amp; waits</figcaption></figure>' in page
