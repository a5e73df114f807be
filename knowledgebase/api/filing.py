"""Where an article stands, for whom and what it applies to, as programs say it."""

from typing import Any, Literal

from django.conf import settings
from django.shortcuts import get_object_or_404
from ninja import Field, Schema
from ninja.errors import HttpError

from community.catalogue.models import Platform, Product, Release
from knowledgebase.forms import topics_for
from knowledgebase.models import Section


class ReleaseIn(Schema):
    product: str = Field(description="The slug of a product.")
    version: str


class FilingIn(Schema):
    """What is not given stays as it is; of a new article section and topic are needed."""

    section: str | None = Field(None, description="The slug of a section.")
    topic: str | None = Field(None, description="The slug of a topic about which you may write.")
    language: str | None = None
    audience: Literal["public", "advocates", "staff"] | None = None
    products: list[str] | None = Field(None, description="Their slugs.")
    releases: list[ReleaseIn] | None = None
    platforms: list[str] | None = Field(None, description="Their slugs.")

    def filed(self, person) -> dict[str, Any]:
        """What `Article.draft` and `Article.file_under` take, of what is given. 404 for what there is not."""
        filed: dict[str, Any] = {}
        if self.section is not None:
            filed["section"] = get_object_or_404(Section, slug=self.section)
        if self.topic is not None:
            filed["topic"] = get_object_or_404(topics_for(person), slug=self.topic)
        if self.language is not None:
            if self.language not in dict(settings.LANGUAGES):
                raise HttpError(422, f"language: one of {', '.join(dict(settings.LANGUAGES))}.")
            filed["language"] = self.language
        if self.audience is not None:
            filed["audience"] = self.audience
        for name, rows in (("products", Product), ("platforms", Platform)):
            if (slugs := getattr(self, name)) is not None:
                filed[name] = [get_object_or_404(rows, slug=slug) for slug in slugs]
        if self.releases is not None:
            filed["releases"] = [
                get_object_or_404(Release, product__slug=each.product, version=each.version) for each in self.releases
            ]
        return filed
