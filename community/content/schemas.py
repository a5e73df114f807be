"""What all words that programs publish have in common."""

from collections.abc import Iterable
from typing import Literal

from ninja import Field, Schema

from community.content.public_words import settled


class PublicIn(Schema):
    """Words that everybody will read."""

    private_facts: Literal["", "remove", "keep"] = Field(
        "", description="What becomes of private facts in the words; without it, they are refused and named."
    )

    def public(self, *names: str, known: Iterable[str] = ()) -> dict[str, str]:
        """The words of these fields as they may be published, beside what is `known`. Raises PrivateFactsFound."""
        return settled({name: getattr(self, name) for name in names}, self.private_facts, known=known)
