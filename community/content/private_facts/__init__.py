"""What a person may not have meant to publish, found in the source of a text: `find(text)`, then `masked(text, facts)`."""

from community.content.private_facts.facts import Fact, Kind, masked
from community.content.private_facts.finding import find

__all__ = ["Fact", "Kind", "find", "masked"]
