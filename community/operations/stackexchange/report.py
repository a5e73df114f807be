"""What an import did, in numbers."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What became of one kind of row."""

    found: int = 0
    made: int = 0
    updated: int = 0
    kept: int = 0
    gone: int = 0
    back: int = 0

    @property
    def unchanged(self) -> int:
        return self.found - self.made - self.updated - self.kept


@dataclass
class Report:
    """Tallies by kind, files that were not there, and what was left out and why."""

    missing: list[str] = field(default_factory=list)
    members: Tally = field(default_factory=Tally)
    questions: Tally = field(default_factory=Tally)
    answers: Tally = field(default_factory=Tally)
    comments: Tally = field(default_factory=Tally)
    accepted: Tally = field(default_factory=Tally)
    tags: Tally = field(default_factory=Tally)
    duplicates: Tally = field(default_factory=Tally)
    votes: int = 0
    left_out: Counter = field(default_factory=Counter)
    gone_addresses: list[str] = field(default_factory=list)

    def tallies(self) -> dict[str, Tally]:
        """The tallies by the word for their kind."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Tally)}

    @property
    def changed_something(self) -> bool:
        return any(t.made or t.updated or t.gone or t.back for t in self.tallies().values())
