"""Who translates into which language, and what there is to translate."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404
from django.utils.translation import get_language_info

from community.members.models import Grant, Right
from knowledgebase.models import Article

_TEAM = (Right.PROPOSE_ARTICLES, Right.REVIEW_ARTICLES)


def in_its_own_words(language: str) -> str:
    """The name of a language as its speakers write it: Deutsch."""
    try:
        return get_language_info(language)["name_local"].capitalize()
    except KeyError:
        return language


@dataclass(frozen=True)
class Team:
    """A language, who translates and reviews in it, and how much there is."""

    language: str
    members: list[tuple[Any, bool]]  # with whether they review
    published: int
    stale: int

    @property
    def name(self) -> str:
        return in_its_own_words(self.language)


def teams(person) -> list[Team]:
    """Every language of the site, with its team and how many translations there are. Two queries."""
    translations = Article.objects.visible_to(person).published().filter(translation_of__isnull=False)
    rows = translations.order_by().values("language")
    counted = {
        row["language"]: row for row in rows.annotate(published=Count("pk"), stale=Count("pk", ~Q(staleness="")))
    }
    members = _members()
    return [
        Team(
            language,
            members.get(language, []),
            counted.get(language, {}).get("published", 0),
            counted.get(language, {}).get("stale", 0),
        )
        for language, _name in settings.LANGUAGES
    ]


def known(language: str) -> str:
    """The language, if the site has it. Raises Http404."""
    if language not in dict(settings.LANGUAGES):
        raise Http404("The site does not have this language.")
    return language


def _members() -> dict[str, list[tuple[Any, bool]]]:
    """Who has a grant for articles in a language, and whether it is for reviewing. One query."""
    found: dict[str, dict[Any, bool]] = {}
    grants = Grant.objects.in_force().filter(right__in=_TEAM).exclude(language="").select_related("member")
    for grant in grants.order_by("member__username"):
        team = found.setdefault(grant.language, {})
        team[grant.member] = team.get(grant.member, False) or grant.right == Right.REVIEW_ARTICLES
    return {language: list(team.items()) for language, team in found.items()}
