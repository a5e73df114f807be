"""Just the steps or the whole story, and what differs by platform or version."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.catalogue.models import Platform
from community.lib.conditions import Condition
from community.lib.markdown import render
from community.members.models import Member
from knowledgebase.conditions import Choice
from knowledgebase.models import Article
from tests.knowledgebase.articles import make_article, make_published

STORY = "## Why\n\nThe neighbours use it too."
STEPS = """Open the app.

::: for platform=ios version>=3.10
Choose *More*.

- one <b>thing</b>
:::

::: for platform=android,windows
Choose *Menu*.
:::

::: for version<3.9
Wait a minute.
:::

::: spoiler
A thing that is no condition.
:::"""


@pytest.fixture
def article(cast) -> Article:
    for slug, name in (("ios", "iOS"), ("android", "Android"), ("windows", "Windows")):
        Platform.objects.create(slug=slug, name=name)
    return make_published(cast, steps=STEPS, body=STORY)


def main(response) -> str:
    """What stands on the page, without its head."""
    return response.content.decode().partition("<main")[2]


def shown(client, article, query="") -> str:
    """The page without what is hidden in it."""
    page = main(client.get(article.get_absolute_url() + query))
    parts = page.split('<div class="only"')
    return parts[0] + "".join(part for part in parts[1:] if " hidden>" not in part.split("\n")[0].split(">")[0] + ">")


def test_a_visitor_switches_by_the_address_and_nothing_is_remembered(client, article):
    address = article.get_absolute_url()
    whole = client.get(address)
    assert "The neighbours use it too." in main(whole)
    assert 'name="robots"' not in whole.content.decode()
    short = client.get(address, {"read": "steps"})
    assert "Open the app." in main(short)
    assert "The neighbours use it too." not in main(short)
    assert 'href="?read=story"' in main(short)
    assert 'name="robots" content="noindex"' in short.content.decode()
    assert not whole.cookies
    assert not short.cookies
    assert "The neighbours" in main(client.get(address, {"read": "upside-down"}))


def test_a_member_reads_as_they_prefer_and_may_switch(cast, client, article):
    address = article.get_absolute_url()
    client.force_login(cast.stranger)
    Member.objects.filter(pk=cast.stranger.pk).update(reading="steps")
    assert "The neighbours" not in main(client.get(address))
    assert "The neighbours" in main(client.get(address, {"read": "story"}))
    Member.objects.filter(pk=cast.stranger.pk).update(reading="story")
    assert "The neighbours" in main(client.get(address))
    only_story = make_published(cast, title="No steps", steps="", body=STORY)
    Member.objects.filter(pk=cast.stranger.pk).update(reading="steps")
    assert "The neighbours" in main(client.get(only_story.get_absolute_url()))


def test_all_blocks_show_with_their_labels_until_a_reader_chooses(client, article):
    page = client.get(article.get_absolute_url()).content.decode()
    for label in (
        "Only for iOS, version 3.10 and newer",
        "Only for Android or Windows",
        "Only for versions before 3.9",
    ):
        assert label in page
    assert " hidden>" not in page.partition('class="article__steps"')[2].partition("</section>")[0]

    of = {"ios": "Choose <em>More</em>", "android": "Choose <em>Menu</em>"}
    assert of["ios"] in shown(client, article, "?platform=ios")
    assert of["android"] not in shown(client, article, "?platform=ios")
    assert of["android"] in shown(client, article, "?platform=windows")
    assert "Wait a minute." in shown(client, article, "?platform=ios")
    assert of["ios"] not in shown(client, article, "?platform=ios&version=3.9")
    assert of["ios"] in shown(client, article, "?version=3.11")
    assert "Wait a minute." not in shown(client, article, "?version=3.11")
    chosen = client.get(article.get_absolute_url(), {"platform": "ios", "version": "3.9"})
    assert '<option value="ios" selected>' in chosen.content.decode()
    assert "Show everything" in chosen.content.decode()
    assert not chosen.cookies
    with CaptureQueriesContext(connection) as made:
        client.get(article.get_absolute_url(), {"platform": "android"})
    assert len(made) <= 6


def test_blocks_are_safe_and_only_articles_have_them(article):
    html = render('::: for platform=ios version>=3.2"onclick=alert(1)\n<script>x</script>\n:::', anchors=True)
    assert not BeautifulSoup(html, "lxml").find(lambda element: element.name == "script" or element.has_attr("onclick"))
    assert 'class="only"' not in render("::: for platform=ios\nx\n:::")
    assert "::: spoiler" in article.current.steps_html
    assert Condition.read("for platform=ios nonsense") is None
    assert Choice("", "3.10").suits(Condition((), (("ge", "3.9"),)))
    assert article.current.conditions == {"platforms": ["android", "ios", "windows"], "versions": ["3.10", "3.9"]}


def test_a_platform_that_there_is_not_is_named_before_it_is_saved(cast, client, article):
    words = "::: for platform=amiga\nx\n:::"
    with pytest.raises(ValidationError, match="amiga"):
        make_article(by=cast.editor, steps=words)
    client.force_login(cast.editor)
    where = {"section": article.section_id, "topic": article.topic_id, "audience": "public", "language": "en"}
    sent = client.post(reverse("kb:article-new"), {"title": "T", "steps": words, "significance": "major"} | where)
    assert sent.status_code == 422
    assert "There is no platform called “amiga”" in sent.content.decode()
    preview = client.post(reverse("kb:article-preview"), {"body": "::: for platform=ios\nSee.\n:::"}).content.decode()
    assert "Only for iOS" in preview
