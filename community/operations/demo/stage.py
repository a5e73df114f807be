"""The stage of the demo: who and what is there, by the names that the story uses for them."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from community.catalogue.models import IntakeField, Platform, Product, Release, Topic
from community.content.models import Video
from community.members.models import Member, Organisation
from community.operations.demo.script import BadStoryError, Happening
from knowledgebase.models import Section

_LINK = re.compile(r"\]\((?:question|answer|article|incident|film):([^)\s]+)")


@dataclass
class Stage:
    """Rows by name. `things` are what the story made itself: questions, answers, comments, articles, incidents, cases."""

    start: datetime
    people: dict[str, Member] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    releases: dict[str, Release] = field(default_factory=dict)
    asked: dict[str, IntakeField] = field(default_factory=dict)
    platforms: dict[str, Platform] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    shelves: dict[str, Section] = field(default_factory=dict)
    promised: dict[str, timedelta] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def person(self, happening: Happening) -> Member:
        """Who did it."""
        return self.people[happening.who]

    def everybody(self, happening: Happening) -> list[Member]:
        """All who did it, in the order of the line."""
        return [self.people[username] for username in happening.people]

    def name(self, label: str, thing: Any) -> None:
        """From now on `label` means `thing`; nothing happens without a label."""
        if label:
            self.things[label] = thing

    def thing(self, happening: Happening, value: str = "") -> Any:
        """What the value of that name refers to; without a name, what the thread is about. Raises BadStoryError."""
        label = happening[value] if value else happening.thread
        if label not in self.things:
            raise BadStoryError(f"{happening.place}: there is no {label!r} yet.")
        return self.things[label]

    def words(self, happening: Happening) -> str:
        """The words, with links to other things of the story as addresses. Raises BadStoryError for a dead one."""

        def address(match: re.Match[str]) -> str:
            if match[1] not in self.things:
                raise BadStoryError(f"{happening.place}: the link to {match[1]!r} leads nowhere yet.")
            thing = self.things[match[1]]
            return f"]({thing.address if isinstance(thing, Video) else thing.get_absolute_url()}"

        return _LINK.sub(address, happening.body)

    def shelf_of(self, topic: str) -> Section:
        """The shelf on which articles of a topic stand."""
        return self.shelves[topic]

    def about(self, happening: Happening) -> dict[str, Any]:
        """Product, release and platform, as far as the line names them: `release=hub@3.10.0` or `release=hub`."""
        product, _, version = happening.get("release").partition("@")
        found: dict[str, Any] = {}
        if product:
            found["product"] = self.products[product]
        if version:
            found["release"] = self.releases[happening["release"]]
        if happening.get("platform"):
            found["platform"] = self.platforms[happening["platform"]]
        return found

    def intake(self, happening: Happening) -> dict[IntakeField, str]:
        """What the form of the topic says: a value for each field by its slug, such as `twist-firmware=1.6.2`."""
        said = {asked: happening.get(slug) for slug, asked in self.asked.items()}
        return {asked: asked.read(value) for asked, value in said.items() if value}

    def audience(self, happening: Happening) -> dict[str, Any]:
        """`audience=staff` or `audience=organisation:brook-and-alder`, as columns."""
        audience, _, slug = happening.get("audience").partition(":")
        if slug:
            return {"audience": audience, "organisation": self.organisations[slug]}
        return {"audience": audience} if audience else {}
