"""Who could answer a question: the members who are most likely to give the answer that turns out right.

That is how likely they are to come by at all, times how likely they are right when they answer. Presence says more than
anything else: half of the right answers come from who was there in the last weeks. Measured by `make prove`, where a
community is replayed by date.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from community.members.models import Expertise

ELSEWHERE = 0.3  # an answer in another topic says so much of whether they would answer here


@dataclass(frozen=True)
class Standing:
    """How a member stands in one topic: faded answers, and how likely one of them is right."""

    member_id: int
    topic_id: int
    presence: float
    share: float


def most_likely(standings: Iterable[Standing], *, topic_id: int, usual: float) -> list[int]:
    """Ids of members, the most likely first to answer rightly in a topic; `usual` is the share for who is new in it."""
    presence: defaultdict[int, float] = defaultdict(float)
    share: dict[int, float] = {}
    for standing in standings:
        is_here = standing.topic_id == topic_id
        presence[standing.member_id] += standing.presence * (1 if is_here else ELSEWHERE)
        if is_here:
            share[standing.member_id] = standing.share
    return sorted(presence, key=lambda member: (-presence[member] * share.get(member, usual), member))


def standings() -> list[Standing]:
    """How everybody stands everywhere who was here lately. One query."""
    rows = Expertise.objects.filter(presence__gte=0.01)
    return [Standing(*row) for row in rows.values_list("member_id", "topic_id", "presence", "share")]
