"""Who has which rank, and the rights that come with it."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from advocates.models import Rank, RankChange
from community.activity.models import Event
from community.lib import versions
from community.members.models import Grant, Member


def settle_rank(member: Member, ranks: list[Rank], *, is_staff: bool = False) -> RankChange | None:
    """Give the member the rank that their figures stand for; None when it is the one they have. `ranks` from the lowest up.

    A rank is gained with all that it needs, and lost only below nine tenths of it. Staff have no rank. Only inside a
    transaction in which nobody else settles ranks. One query when nothing changes, none for who has no rank.
    """
    has = member.rank_level
    after = None if is_staff else rank_for(member.people_helped, member.points, has=has, ranks=ranks)
    if has or after:
        _write_grants(member, after)
    if (after.level if after else 0) == has and (after.name if after else "") == member.rank_name:
        return None
    member.rank_level, member.rank_name = (after.level, after.name) if after else (0, "")
    member.save(update_fields=["rank_level", "rank_name"])
    # The rank stands beside the name on every page.
    transaction.on_commit(partial(versions.bump, "site"))
    if member.rank_level == has:
        return None
    change = RankChange.objects.create(
        member=member,
        before=next((rank for rank in ranks if rank.level == has), None),
        after=after,
        people_helped=member.people_helped,
        points=member.points,
    )
    verb = "advocates.rank.gained" if change.is_rise else "advocates.rank.lost"
    Event.record(verb, actor=None, subject=change, member=member.pk, level=member.rank_level)
    return change


def rank_for(people_helped: int, points: int, *, has: int, ranks: list[Rank]) -> Rank | None:
    """The highest rank that is reached with these figures, or that is had (of level `has`, and all below) and kept."""
    figures = {"people_helped": people_helped, "points": points}
    return max(
        (rank for rank in ranks if rank.is_reached(**figures) or (rank.level <= has and rank.is_kept(**figures))),
        key=lambda rank: rank.level,
        default=None,
    )


def _write_grants(member: Member, rank: Rank | None) -> None:
    """Let the open grants from ranks be the rights of this rank. One query when they are."""
    rights = set(rank.rights) if rank else set()
    open_grants = list(member.grants.filter(source=Grant.Source.RANK, revoked_at=None, topic=None))
    for grant in open_grants:
        if grant.right not in rights:
            grant.revoke()
    for right in sorted(rights - {grant.right for grant in open_grants}):
        reason = _("Comes with the rank of %(rank)s.") % {"rank": rank.name}
        Grant.give(member, right, reason=reason, source=Grant.Source.RANK)
