"""How much a report weighs: by how often its reporter was right, and by what they stand for."""

from dataclasses import dataclass

from community.members.standing import standing_of
from community.moderation.models.review import Review

# "Somebody trusted": staff, an advocate, whoever helped three people, or whoever was right four times out of five, five times.
TRUSTED_FROM_PEOPLE_HELPED = 3
TRUSTED_FROM_FLAGS = 5
TRUSTED_FROM_ACCURACY = 0.8


@dataclass(frozen=True)
class Trust:
    """How likely a member's report is right, from 0 to 1, and whether the rules may act on it."""

    confidence: float
    is_trusted: bool


def trust_in(member) -> Trust:
    """The trust in a reporter. One query, and one for the standing."""
    results = list(
        Review.objects.exclude(closed_at=None).filter(flags__reporter=member).values_list("upheld", flat=True)
    )
    # Between nothing known (one half) and what was seen: the more was decided, the more it counts.
    accuracy = (sum(bool(result) for result in results) + 1) / (len(results) + 2)
    standing = standing_of(member)
    proven = len(results) >= TRUSTED_FROM_FLAGS and accuracy >= TRUSTED_FROM_ACCURACY
    failed = len(results) >= TRUSTED_FROM_FLAGS and accuracy < 0.5
    vouched = standing.is_staff or standing.is_advocate or member.people_helped >= TRUSTED_FROM_PEOPLE_HELPED
    return Trust(max(accuracy, 0.7) if vouched and not failed else accuracy, (vouched or proven) and not failed)
