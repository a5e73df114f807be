"""Atom feeds (RFC 4287): ids that outlive titles and addresses, true dates, 304 for who has it already."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date

from community.lib.indexing import absolute
from community.lib.markdown import for_elsewhere

# Since when there are feeds. A tag URI names a time at which the host was ours; it must never change.
_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
_HOST = urlsplit(settings.SITE_URL).hostname


class Feed(Atom1Feed):
    """A feed of things that everybody may read. Each is named by a tag URI of its number, title or not."""

    content_type = "application/atom+xml; charset=utf-8"

    def __init__(self, request, *, title: str, page: str):
        """`page` is the path of what the feed is of; it is known itself by the path that was asked for."""
        super().__init__(
            title=title,
            link=absolute(page),
            description=None,  # no empty subtitle
            language=settings.LANGUAGE_CODE,
            feed_url=absolute(request.path),
            feed_guid=id_of(request.path),
            author_name=settings.SITE_NAME,
            author_link=absolute("/"),
        )

    def add(
        self, *, number: str, title: str, address: str, html: str, author, at: datetime, changed_at: datetime | None,
        language: str = "", categories=(),
    ) -> None:  # fmt: skip
        """One entry. `number` is its path without words, `changed_at` when its own words last changed, if they did."""
        self.add_item(
            title=title,
            link=absolute(address),
            description=None,  # type: ignore[arg-type]  # no empty summary
            content=for_elsewhere(html, settings.SITE_URL, pictures=True),
            language=language or settings.LANGUAGE_CODE,
            unique_id=id_of(number),
            author_name=author.name,
            author_link=absolute(author.get_absolute_url()) if author.has_page else None,
            categories=categories,
            pubdate=at,
            updateddate=changed_at or at,
        )

    def latest_post_date(self) -> datetime:
        """When the newest of its words were written; for an empty feed the day since which there are feeds."""
        return super().latest_post_date() if self.items else _SINCE

    def root_attributes(self):
        """Addresses in the words of posts are those of the site."""
        return super().root_attributes() | {"xml:base": absolute("/")}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        if item.get("content"):
            handler.addQuickElement("content", item["content"], {"type": "html", "xml:lang": item["language"]})

    def respond(self) -> HttpResponse:
        """The feed with the date of its newest words; `public_page` answers 304 by that, or by its ETag."""
        response = HttpResponse(content_type=self.content_type)
        self.write(response, "utf-8")
        response["Last-Modified"] = http_date(self.latest_post_date().timestamp())
        return response


def id_of(path: str) -> str:
    """The id of what is at `path`: a tag URI (RFC 4151), the same whatever the site is served by."""
    return f"tag:{_HOST},{_SINCE:%Y}:{path}"
