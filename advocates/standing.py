"""What the pages of the programme show about one member."""

from dataclasses import dataclass

from advocates.models import Rank
from community.members.models import Member


@dataclass(frozen=True)
class Progress:
    """The rank that a member has, the next one, and what is missing for it."""

    rank: Rank | None
    following: Rank | None
    people_missing: int = 0
    points_missing: int = 0

    @classmethod
    def of(cls, member: Member) -> "Progress":
        """Exactly what the next rank needs. One query."""
        ranks = list(Rank.objects.order_by("level"))
        rank = next((rank for rank in ranks if rank.level == member.rank_level), None)
        following = next((rank for rank in ranks if rank.level > member.rank_level), None)
        if following is None:
            return cls(rank, None)
        return cls(
            rank,
            following,
            max(0, following.people_helped - member.people_helped),
            max(0, following.points - member.points),
        )
