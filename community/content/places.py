"""Where drafts are kept: each form that people write in has a place, `question`, `answer:12`, `case:ABC-123`.

A room registers the kinds of places that its forms have when it starts; `*` stands for the thing that the form is about.
"""

import re
from dataclasses import dataclass

_KEY = re.compile(r"[\w-]{1,100}")


@dataclass(frozen=True)
class Kind:
    """A kind of form: what people call what they write there, the address of the form, and who will read the words."""

    label: str
    address: str
    is_public: bool


@dataclass(frozen=True)
class Place:
    """One form: of its kind, about the thing of its key."""

    name: str
    kind: Kind
    key: str

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def address(self) -> str:
        return self.kind.address.replace("*", self.key)

    @property
    def is_public(self) -> bool:
        """Whether its words are for more than the member and staff once they are sent."""
        return self.kind.is_public


_kinds: dict[str, Kind] = {}


def register(name: str, label, address: str, *, is_public: bool = True) -> None:
    """Let forms at `name` keep drafts; `address` leads to the form. Idempotent."""
    _kinds[name] = Kind(label, address, is_public)


def find(name: str) -> Place | None:
    """The place of that name; None where no form is."""
    if name in _kinds and not name.endswith("*"):
        return Place(name, _kinds[name], "")
    head, _colon, key = name.rpartition(":")
    kind = _kinds.get(f"{head}:*")
    return Place(name, kind, key) if kind is not None and _KEY.fullmatch(key) else None
