"""Card: what the picture of a page says."""

import hashlib
from dataclasses import astuple, dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from community.lib.indexing import Picture

# Moves when pictures are drawn in another way, so that all of them get new addresses.
_DRAWING = 1


@dataclass(frozen=True)
class Card:
    """What is drawn. Two cards that say the same are the same picture, and have the same version."""

    title: str
    lamp: str = "lit"  # dim, warm or lit
    word: str = ""  # what the lamp means, for those who do not know
    place: str = ""  # the topic or shelf

    @property
    def version(self) -> str:
        said = "\x1f".join(map(str, (_DRAWING, settings.SITE_NAME, *astuple(self))))
        return hashlib.md5(said.encode(), usedforsecurity=False).hexdigest()[:12]

    def picture(self, base: str) -> Picture:
        """The picture under `base`, the address of the page that it belongs to; for the page's Listing."""
        alt = f"{self.title} · {self.word}" if self.word else self.title
        return Picture(f"{base}image/{self.version}.png", alt)


def site_card() -> Card:
    """The picture of pages that have none of their own: what the site is, in its own language, under its name."""
    with override(settings.LANGUAGE_CODE):
        return Card(_("Customers help each other"))


def site_picture() -> Picture:
    return site_card().picture("/")
