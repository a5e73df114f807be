"""What the help widget says, by language."""

from django.conf import settings
from django.utils.translation import get_language_bidi, gettext, override

from community.lib.templatetags.look import LAMP_WORDS


def brief_words() -> dict[str, dict[str, str]]:
    """What it can say before the site has answered, and when it does not; "" is the site's language.

    A language that says the same in all of them is left out.
    """
    by_language = {language: _brief(language) for language, _name in settings.LANGUAGES}
    usual = by_language.pop(settings.LANGUAGE_CODE)
    return {"": usual} | {language: words for language, words in by_language.items() if words != usual}


def all_words(language: str, *, here: bool) -> dict[str, str]:
    """Everything it says in the language; `here` if what it begins with fits the page that it stands on."""
    with override(language):
        return _brief(language) | {
            "title": gettext("Help"),
            "here": gettext("Helpful here") if here else gettext("Often helpful"),
            "example": gettext("What is it about?"),
            "back": gettext("Back to what was found"),
            "ask": gettext("Ask the community"),
            "newTab": gettext("(opens in a new tab)"),
            "steps": gettext("What to do"),
            "whole": gettext("Read it on the help site"),
            "gone": gettext("This article was taken away. Search again, or ask the community."),
            "limited": gettext("That was a lot at once. Wait a minute, or open the help site below."),
            "failed": gettext("That did not work. Try again in a moment, or open the help site below."),
        }


def direction(language: str) -> str:
    """`rtl` where people read from the right."""
    with override(language):
        return "rtl" if get_language_bidi() else "ltr"


def state_of(kind: str, lamp: str) -> str:
    """The word that stands beside the lamp, or what kind of thing it is, for who does not see the icon."""
    return gettext("Article") if kind == "article" else str(LAMP_WORDS[lamp])


def _brief(language: str) -> dict[str, str]:
    with override(language):
        return {
            "open": gettext("Help"),
            "close": gettext("Close"),
            "search": gettext("Search for help"),
            "site": gettext("Open the help site"),
            "offline": gettext("The help site cannot be reached. Look at your connection and try again."),
        }
