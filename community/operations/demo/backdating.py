"""Set the clock of this process back, so that the verbs write the demo's past with their own hands.

Every verb and every default takes the time from `django.utils.timezone.now`, and that takes it from the name `datetime` of
its module. Inside `Backdating` this name is a stand-in which says the time that was set. It holds for the whole process:
use it in a command that does nothing else.
"""

from datetime import datetime, tzinfo
from typing import Self

from django.utils import timezone


class _AnyDatetime(type):
    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, datetime)


class _SetBack(metaclass=_AnyDatetime):
    """Stands in for `datetime` inside `django.utils.timezone`, which uses `now` and `isinstance` only."""

    at: datetime

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return cls.at.astimezone(tz)


class Backdating:
    """A context in which it is the time that `set` named last. Afterwards it is now again, whatever happened."""

    def __enter__(self) -> Self:
        self.set(timezone.now())
        vars(timezone)["datetime"] = _SetBack
        return self

    def __exit__(self, *_error: object) -> None:
        vars(timezone)["datetime"] = datetime

    def set(self, at: datetime) -> None:
        _SetBack.at = at
