"""Quarters of the year, in UTC, so that all members and processes mean the same moment by the end of one."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

_NAME = re.compile(r"(2\d{3})-([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """From `since` up to, not including, `until`."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Quarter":
        """The quarter that a moment lies in."""
        moment = moment.astimezone(UTC)
        return cls(moment.year, (moment.month + 2) // 3)

    @classmethod
    def named(cls, text: str) -> "Quarter":
        """What `str` wrote. Raises ValueError for anything else."""
        if not (found := _NAME.fullmatch(text)):
            raise ValueError(text)
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def since(self) -> datetime:
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=UTC)

    @property
    def until(self) -> datetime:
        return self.after.since

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def after(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)
