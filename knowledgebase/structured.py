"""An article and a shelf for search engines: TechArticle and BreadcrumbList, with true dates."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.duration import duration_iso_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.content.models import Video
from community.lib import linked_data
from community.lib.indexing import Picture, absolute
from knowledgebase.credit import Credit
from knowledgebase.models import Article, Section


def article_data(
    article: Article,
    credit: Credit,
    picture: Picture,
    languages: Sequence[Article] = (),
    videos: Iterable[Video] = (),
) -> tuple[dict[str, Any], ...]:
    """The facts about a published article. Needs `current`, its author and the section loaded.

    `languages` are all in which everybody may read it, the original first; `videos` those that it shows.
    """
    words = article.current
    address = settings.SITE_URL + article.get_absolute_url()
    contributors = [person for person in credit.authors if person.pk != words.author_id]
    facts = {
        "@type": "TechArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": article.title[:110],
        "description": article.excerpt(300),
        "image": absolute(picture.address),
        "inLanguage": article.language,
        "datePublished": article.published_at,
        "dateModified": article.updated_at,
        "author": _person(words.author),
        "publisher": {"@type": "Organization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        "articleSection": article.section.name,
        "isAccessibleForFree": True,
    }
    if contributors:
        facts["contributor"] = [_person(person) for person in contributors]
    sources = [settings.SITE_URL + post.url for post in credit.posts if post.url]
    if sources:
        facts["isBasedOn"] = sources
    if article.applies_to:
        facts["about"] = [{"@type": "Thing", "name": name} for name in article.applies_to]
    films = [_video(video, article.language) for video in videos]
    if films:
        facts["video"] = films
    others = [_translation(each) for each in languages if each.pk != article.pk]
    if article.is_translation:
        original = next((each for each in languages if not each.is_translation), None)
        if original is not None:
            facts["translationOfWork"] = _translation(original)
    elif others:
        facts["workTranslation"] = others
    if words.reviewed_by is not None:
        facts["editor"] = _person(words.reviewed_by)
    crumbs = linked_data.breadcrumbs(*_to_shelf(article.section), (article.title, address))
    return facts, crumbs


def shelf(section: Section) -> dict[str, Any]:
    """Where a shelf stands."""
    return linked_data.breadcrumbs(*_to_shelf(section))


def _video(video: Video, language: str) -> dict[str, Any]:
    """A video that everybody may see, with what is said in it."""
    facts = {
        "@type": "VideoObject",
        "name": video.title,
        "description": Truncator(video.words(language) or video.title).chars(300),
        "thumbnailUrl": absolute(video.poster),
        "contentUrl": absolute(video.address),
        "encodingFormat": video.attachment.content_type,
        "uploadDate": video.attachment.created_at,
        "duration": duration_iso_string(timedelta(seconds=round(video.length.total_seconds()))),
        "width": video.attachment.width,
        "height": video.attachment.height,
    }
    words = video.words(language)
    return facts | ({"transcript": words} if words else {})


def _translation(article: Article) -> dict[str, Any]:
    """The same article in another language, as far as this page says it."""
    address = settings.SITE_URL + article.get_absolute_url()
    return {
        "@type": "TechArticle",
        "@id": address,
        "url": address,
        "headline": article.title[:110],
        "inLanguage": article.language,
        "datePublished": article.published_at,
    }


def _to_shelf(section: Section) -> list[tuple[str, str]]:
    return [
        (_("Knowledge base"), settings.SITE_URL + reverse("kb:index")),
        (section.name, settings.SITE_URL + section.get_absolute_url()),
    ]


def _person(member) -> dict[str, Any]:
    return linked_data.person(member.name, settings.SITE_URL + member.get_absolute_url() if member.has_page else "")
