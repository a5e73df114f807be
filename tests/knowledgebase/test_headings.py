"""Headings of an article: one order, one place to link to, whatever the writer typed."""

import pytest

from tests.knowledgebase.articles import make_article


@pytest.mark.parametrize("mark", ["#", "##", "###"])
def test_the_highest_heading_of_the_story_is_an_h2(cast, mark):
    revision = make_article(by=cast.editor, body=f"{mark} Top\n\n{mark}# Below").newest_revision()
    assert '<h2 id="on-top">' in revision.body_html
    assert '<h3 id="on-below">' in revision.body_html


def test_headings_of_steps_stand_below_what_to_do(cast):
    revision = make_article(by=cast.editor, steps="## First\n\nA.", body="## First\n\nB.").newest_revision()
    assert revision.headings == [
        {"level": 3, "anchor": "do-first", "text": "First"},
        {"level": 2, "anchor": "on-first", "text": "First"},
    ]


def test_the_same_heading_twice_has_two_places(cast):
    revision = make_article(by=cast.editor, body="## Why\n\nA.\n\n## Why\n\nB.").newest_revision()
    anchors = [heading["anchor"] for heading in revision.headings]
    assert len(set(anchors)) == 2


def test_a_heading_with_a_link_keeps_its_link(cast):
    html = make_article(by=cast.editor, body="## See [this](https://example.com)").newest_revision().body_html
    assert html.count("<a ") == 1
    assert 'href="https://example.com"' in html
