"""Where an article stands, for whom, what it applies to, and under which address."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from community.activity.models import Event
from community.content.audiences import Audience
from community.lib import versions
from knowledgebase.models.slug import ArticleSlug

# What an article is filed under, and what may be changed without new words.
_PLAIN = frozenset({"section", "topic", "audience", "language", "owner"})
APPLIES_TO = ("products", "releases", "platforms")


class Filing(models.Model):
    """The verbs that change no words."""

    class Meta:
        abstract = True

    applies_to: Any
    audience: Any
    current: Any
    lock: Any
    organisation: Any
    organisation_id: Any
    platforms: Any
    products: Any
    releases: Any
    require_sources_in_sight: Any
    save: Any
    share_audience: Any
    slug: Any
    topic: Any

    def file_under(self, *, by, **filed) -> None:
        """Change section, topic, audience, language, owner, or what it applies to. Locks the article.

        Translations are for whom their original is for. Raises ValidationError for an audience that may not see the
        sources of what is published, and for a translation that is to be for others than its original.
        """
        applies = {name: filed.pop(name) for name in APPLIES_TO if name in filed}
        if unknown := set(filed) - _PLAIN:
            raise TypeError(f"An article is not filed under {', '.join(sorted(unknown))}.")
        with transaction.atomic():
            self.lock()
            changed = sorted(name for name, value in filed.items() if getattr(self, name) != value)
            for name in changed:
                setattr(self, name, filed[name])
            if self.audience != Audience.ORGANISATION and self.organisation_id is not None:
                self.organisation = None
                changed.append("organisation")
            if self.current is not None:
                self.require_sources_in_sight(self.current)
            if "audience" in changed or "organisation" in changed:
                self.share_audience(by=by)
            before = self.applies_to
            if applies:
                self.apply_to(applies)
            if changed or self.applies_to != before:
                self.save(update_fields=[*changed, "applies_to"])
                Event.record("kb.article.filed", actor=by, subject=self, topic=self.topic, fields=changed)

    def readdress(self, slug: str, *, by) -> None:
        """Give the article another address; every former one leads to it in one step. Locks the article.

        Raises ValidationError when the address belongs to another article.
        """
        with transaction.atomic():
            self.lock()
            former = self.slug
            if slug == former:
                return
            claimed = ArticleSlug.claim(self, slug)
            if claimed != slug:
                raise ValidationError(_("Another article has or had this address. Choose another one."))
            self.slug = claimed
            self.save(update_fields=["slug"])
            Event.record("kb.article.readdressed", actor=by, subject=self, topic=self.topic, former=former)
            transaction.on_commit(partial(versions.bump, f"article:{former}"))

    def apply_to(self, applies: dict[str, Iterable]) -> None:
        """Set products, releases and platforms, and write beside them how they read on the page."""
        for name, rows in applies.items():
            getattr(self, name).set(rows)
        releases = list(self.releases.select_related("product"))
        named_by_release = {release.product_id for release in releases}
        products = [product for product in self.products.all() if product.pk not in named_by_release]
        self.applies_to = [str(row) for row in (*products, *releases, *self.platforms.all())]
