"""Intervals at 95 %: of a share, of the difference between two shares, and of a sum of things that have one."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

LEVEL = 0.95
_Z = NormalDist().inv_cdf((1 + LEVEL) / 2)


@dataclass(frozen=True)
class Interval:
    """What was found, and between what the truth lies in 95 of 100 cases."""

    value: float
    low: float
    high: float

    def times(self, factor: float) -> "Interval":
        """The interval of so many times as much; `factor` is known for certain and not below 0."""
        return Interval(self.value * factor, self.low * factor, self.high * factor)


def share(part: int, whole: int) -> Interval:
    """Wilson's score interval. Raises ValueError for a part of nothing.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference. JASA 22 (1927).
    """
    if not 0 <= part <= whole or not whole:
        raise ValueError(f"{part} of {whole} is no share.")
    found, room = part / whole, _Z**2 / whole
    middle = (found + room / 2) / (1 + room)
    reach = _Z * sqrt(found * (1 - found) / whole + room / (4 * whole)) / (1 + room)
    return Interval(found, middle - reach if part else 0.0, middle + reach if part < whole else 1.0)


def difference(part: int, whole: int, other_part: int, other_whole: int) -> Interval:
    """The first share less the second: Newcombe's hybrid score interval, his method 10, without correction for continuity.

    It holds what it says for groups of very unequal size and for shares near 0 and 1, where the usual one is too narrow.
    R. G. Newcombe, Interval estimation for the difference between independent proportions: comparison of eleven methods.
    Statistics in Medicine 17 (1998).
    """
    first, second = share(part, whole), share(other_part, other_whole)
    below = sqrt((first.value - first.low) ** 2 + (second.high - second.value) ** 2)
    above = sqrt((first.high - first.value) ** 2 + (second.value - second.low) ** 2)
    found = first.value - second.value
    return Interval(found, found - below, found + above)


def total(intervals: Iterable[Interval]) -> Interval:
    """The sum, by recovering how far each may be off from its own interval.

    Nothing is taken off where one thing grows as the other shrinks, as ways of making contact do: rather a little too wide.
    G. Y. Zou, A. Donner, Construction of confidence limits about effect measures. Statistics in Medicine 27 (2008).
    """
    parts = list(intervals)
    found = sum(each.value for each in parts)
    below = sqrt(sum((each.value - each.low) ** 2 for each in parts))
    above = sqrt(sum((each.high - each.value) ** 2 for each in parts))
    return Interval(found, found - below, found + above)
