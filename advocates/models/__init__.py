"""The ledger of points, the rules behind it, and the ranks that are earned."""

from advocates.models.ledger import PointEntry, PointRule
from advocates.models.rank import Rank, RankChange

__all__ = ["PointEntry", "PointRule", "Rank", "RankChange"]
