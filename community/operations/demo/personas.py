"""The people of the bar: who a visitor of the demo may be."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.operations.demo.script import STORY

PARTS: dict[str, Promise] = {
    "customer": _("customer"),
    "newcomer": _("newcomer"),
    "advocate": _("advocate"),
    "editor": _("editor"),
    "agent": _("support agent"),
    "moderator": _("moderator"),
    "programme": _("programme manager"),
    "administrator": _("administrator"),
}


@dataclass(frozen=True)
class Persona:
    """One of the cast: `part` is the role that they play, `line` what to try as them."""

    username: str
    name: str
    part: Promise
    line: str


@lru_cache(maxsize=1)
def personas() -> tuple[Persona, ...]:
    """The cast, in the order of the story. Read from its file once; no query."""
    people = tomllib.loads((STORY / "people.toml").read_text("utf-8"))["people"]
    return tuple(
        Persona(row["username"], row["name"], PARTS[row["cast"]], row["line"]) for row in people if "cast" in row
    )
