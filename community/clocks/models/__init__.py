"""Promises with a due time: the rule that sets it, the hours that count, and the clock that runs."""

from community.clocks.models.calendar import Calendar, DayOff, WorkingWindow
from community.clocks.models.clock import Clock, Stop, with_promise
from community.clocks.models.target import Promise, ServiceTarget

__all__ = ["Calendar", "Clock", "DayOff", "Promise", "ServiceTarget", "Stop", "WorkingWindow", "with_promise"]
