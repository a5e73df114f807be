"""What differs by platform or version in an article: checked when it is written, chosen by its reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from community.catalogue.models import Platform, version_order
from community.lib import conditions, markdown
from community.lib.conditions import Condition

_COMPARE = {"ge": ge, "le": le, "gt": gt, "lt": lt, "eq": eq}
_LONGEST = 40


@dataclass(frozen=True)
class Choice:
    """What a reader uses. Empty: not said, and everything shows."""

    platform: str = ""
    version: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Choice":
        """What the address of the page says: no cookie remembers it."""
        return cls(query.get("platform", "")[:_LONGEST].strip(), query.get("version", "")[:_LONGEST].strip())

    def __bool__(self) -> bool:
        return bool(self.platform or self.version)

    def suits(self, condition: Condition) -> bool:
        """Whether a block is for this reader. What they did not say excludes nothing."""
        if self.platform and condition.platforms and self.platform not in condition.platforms:
            return False
        if not self.version:
            return True
        mine = version_order(self.version)
        return all(_COMPARE[operator](mine, version_order(version)) for operator, version in condition.versions)

    def only(self, html: str) -> str:
        """Rendered words without the blocks that are for others."""
        return conditions.hide(html, self.suits) if self else html


def platform_names(*sources: str) -> dict[str, str]:
    """Names by slug, if any of these texts has conditions: one query then."""
    if not any(":::" in source for source in sources):
        return {}
    return dict(Platform.objects.values_list("slug", "name"))


def in_words(*pages: str) -> dict:
    """What a reader can choose in these rendered texts, as JSON: platforms by slug, versions as they are named."""
    found = [condition for html in pages for condition in conditions.conditions_in(html)]
    if not found:
        return {}
    return {
        "platforms": sorted({slug for condition in found for slug in condition.platforms}),
        "versions": list(dict.fromkeys(version for condition in found for _operator, version in condition.versions)),
    }


def require_known(*pages: str, names: Mapping[str, str]) -> None:
    """Raise ValidationError for a block that is for a platform which there is not."""
    for html in pages:
        for condition in conditions.conditions_in(html):
            for slug in condition.platforms:
                if slug not in names:
                    raise ValidationError(
                        _("There is no platform called “%(slug)s”. There are: %(known)s."),
                        params={"slug": slug, "known": ", ".join(sorted(names)) or "–"},
                    )


def check_conditions(source: str) -> None:
    """Raise ValidationError for Markdown with a block that is for a platform which there is not."""
    if ":::" in source:
        names = platform_names(source)
        require_known(str(markdown.render(source, anchors=True, platforms=names)), names=names)
