"""Who could answer a question: the members who are most likely to give the answer that turns out right.

That is how likely they are to come by at all, times how likely they are right when they answer. Presence says more than
anything else: half of the right answers come from who was there in the last weeks. Measured by `make prove`, where a
community is replayed by date.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

ELSEWHERE = 0.3  # an answer in another topic says so much of whether they would answer here


@dataclass(frozen=True)
class Standing:
    """How a member stands in one topic: faded answers, and how likely one of them is right."""

    member_id: int
    topic_id: int
    presence: float
    share: float


def likelihoods(standings: Iterable[Standing], *, topic_id: int, usual: float) -> dict[int, float]:
    """How likely each member is to answer rightly in a topic, by id and beside each other; `usual` is for who is new in it."""
    presence: defaultdict[int, float] = defaultdict(float)
    share: dict[int, float] = {}
    for standing in standings:
        is_here = standing.topic_id == topic_id
        presence[standing.member_id] += standing.presence * (1 if is_here else ELSEWHERE)
        if is_here:
            share[standing.member_id] = standing.share
    return {member: present * share.get(member, usual) for member, present in presence.items()}
