"""Words that everybody will read: private facts in them are taken out, or kept by a choice of who wrote them.

    words = settled({"title": title, "body": body}, choice="remove")

Pages and the API ask the same way: nothing that looks private is published before its author said what becomes of it.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from community.content.private_facts import Fact, find, masked


class Choice(StrEnum):
    """What becomes of private facts."""

    REMOVE = "remove"
    KEEP = "keep"


class PrivateFactsFound(ValidationError):
    """There is something private in the words, and their author has not said what becomes of it."""

    def __init__(self, facts: list[Fact]):
        super().__init__(_("There is something private in your words, and everybody could read it."), code="private")
        self.facts = facts


def settled(words: Mapping[str, str], choice: str, *, known: Iterable[str] = ()) -> dict[str, str]:
    """The words as they may be published, by name.

    `known` are the words that stand there in public already: what was kept in them is not asked about again. Raises
    PrivateFactsFound when the choice is still open, or is to keep what nobody may publish.
    """
    kept = kept_in(known)
    found = {name: [fact for fact in find(text) if fact.text not in kept] for name, text in words.items()}
    if is_to_remove([fact for each in found.values() for fact in each], choice):
        return {name: masked(text, found[name]) for name, text in words.items()}
    return dict(words)


def kept_in(known: Iterable[str]) -> set[str]:
    """The texts of those private facts that stand in words by somebody's choice: they are not asked about again."""
    return {fact.text for text in known for fact in find(text) if fact.may_be_public}


def is_to_remove(facts: list[Fact], choice: str) -> bool:
    """Whether they are to be taken out. Raises PrivateFactsFound while that is open, or nobody may keep them."""
    if choice == Choice.REMOVE:
        return True
    if facts and (choice != Choice.KEEP or not all(fact.may_be_public for fact in facts)):
        raise PrivateFactsFound(facts)
    return False


def without(text: str, gone: Iterable[str]) -> str:
    """The text with those of its private facts masked that are `gone`, as texts."""
    gone = frozenset(gone)
    return masked(text, [fact for fact in find(text) if fact.text in gone])


def facts_in(*texts: str) -> set[str]:
    """The texts of all private facts."""
    return {fact.text for text in texts for fact in find(text)}


def digest_of(fact: str) -> str:
    """What an event may say of a fact: enough to know it again on this site, and nothing to read it from."""
    return salted_hmac("porchlight.private-facts", fact).hexdigest()
