"""A player as its readers need it: with captions in each language, and below it what is said, to be read.

Words are rendered when they are written; captions come later and change. So the page fills them in, from rows.
"""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from community.content.models import Video
from community.lib import markdown

Videos = Mapping[str, Video]


def videos_of(post: models.Model, html: str) -> Videos:
    """The videos, by name, that `html` of a post shows to all its readers. One query; none where it shows none.

    A video that whoever wrote the post had no right to show is not among them: no word of it is said.
    """
    names = markdown.videos_in(html)
    return _by_name(Video.objects.opened_by(post).named(names).with_words()) if names else {}


def videos_for(person, html: str) -> Videos:
    """The videos, by name, that `html` shows and that `person` may see: for a preview of what is not saved yet."""
    names = markdown.videos_in(html)
    found = Video.objects.named(names).with_words() if names else []
    return _by_name(video for video in found if video.is_for(person))


def with_words(html: str, videos: Videos, *, language: str = "", part: str = "", story: str = "") -> SafeString:
    """Rendered HTML whose players have captions and a transcript; that in `language` comes first.

    `part` tells texts on one page apart: what to link to is named after it. `story` is the address of a page that has the
    transcript: then there is a link to it instead.
    """
    named: set[str] = set()

    def make(name: str, words: str) -> str:
        video = videos.get(name)
        if video is None:
            return ""
        anchor = "" if name in named else f"film-{part}{video.pk}"
        named.add(name)
        said = sorted(video.said, key=lambda each: (each.language != language, each.language))
        context = {
            "video": video,
            "anchor": anchor,
            "said": said,
            "words": mark_safe(words),  # from the renderer, which escaped them
            "whole_address": settings.SITE_URL + video.address,
            "story": story,
        }
        return render_to_string("components/_film.html", context)

    return mark_safe(markdown.each_video(html, make))


def _by_name(videos: Iterable[Video]) -> Videos:
    return {video.attachment.name: video for video in videos}
