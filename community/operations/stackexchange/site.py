"""The site that a dump was taken from: its addresses, for attribution."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_HOST = re.compile(r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")


@dataclass(frozen=True)
class Site:
    """A host such as `beer.stackexchange.com`."""

    host: str

    @classmethod
    def of_folder(cls, folder: Path) -> Self:
        """The site that the folder's name tells: archives unpack to a folder named by the host. Raises ValueError."""
        name = folder.resolve().name.lower()
        return cls.named(name if "." in name else f"{name.removeprefix('stackexchange-')}.stackexchange.com")

    @classmethod
    def named(cls, host: str) -> Self:
        """Raises ValueError for what cannot be a host."""
        if not _HOST.match(host) or len(host) > 120:
            raise ValueError(f"{host!r} is not the host name of a site, such as beer.stackexchange.com.")
        return cls(host)

    @property
    def title(self) -> str:
        """A name for its topic: "Beer" for beer.stackexchange.com, "Ask Ubuntu" only if the operator says so."""
        return self.host.split(".")[0].replace("-", " ").capitalize()

    def user(self, key: str) -> str:
        """The page of an author, or "" of one who left."""
        return f"https://{self.host}/users/{key}" if key.lstrip("-").isdigit() else ""

    def question(self, number: int) -> str:
        return f"https://{self.host}/questions/{number}"

    def answer(self, number: int) -> str:
        return f"https://{self.host}/a/{number}"

    def comment(self, number: int) -> str:
        return f"https://{self.host}/posts/comments/{number}"
