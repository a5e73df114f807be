"""What members have: points, people helped and rank, written on their rows from the ledger and from the forum's rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from advocates import ledger
from advocates.helped import people_helped
from advocates.models import PointEntry, Rank
from advocates.ranks import settle_rank
from community.lib import versions
from community.members.models import Member
from forum.models import Confirmation, Question
from knowledgebase.models import Article


def settle(questions: Iterable[Question], articles: Iterable[Article]) -> None:
    """Bring the ledger in line with what happened to these, then the figures of everybody in them.

    Only inside a transaction; nobody else writes the ledger until it ends.
    """
    ledger.hold()
    members: set[int] = set()
    for question in questions:
        ledger.write(ledger.due_for_thread(question))
        members.update(question.answers.order_by().values_list("author_id", flat=True))
    for article in articles:
        due = ledger.due_for_article(article)
        ledger.write(due)
        members.update(entry.member_id for entry in due)
    settle_members(members)


def settle_members(member_ids: Iterable[int]) -> int:
    """Write points, people helped and rank of these members anew; returns how many had changed.

    Staff help people too, but have neither points nor rank. Call while the ledger is held.
    """
    ids = sorted(member_ids)
    sums = PointEntry.objects.filter(member__in=ids).order_by().values("member").annotate(sum=Sum("points"))
    points = {row["member"]: row["sum"] for row in sums}
    helped = people_helped(ids)
    ranks = list(Rank.objects.order_by("level"))
    staff = ledger.staff_among(ids)
    changed = 0
    for member in Member.objects.filter(pk__in=ids).order_by("pk"):
        is_staff = member.pk in staff
        now = (0 if is_staff else points.get(member.pk, 0), helped.get(member.pk, 0))
        if now != (member.points, member.people_helped):
            member.points, member.people_helped = now
            member.save(update_fields=["points", "people_helped"])
            changed += 1
        settle_rank(member, ranks, is_staff=is_staff)
    if changed:
        transaction.on_commit(partial(versions.bump, "advocates", "lists"))
    return changed


@dataclass(frozen=True)
class Rebuilt:
    """What `rebuild` found: how many entries were missing, how many no event explains, how many members had other figures."""

    added: int
    unexplained: int
    corrected: int


def rebuild(*, chunk: int = 200) -> Rebuilt:
    """Work out ledger, figures and ranks from all rows. On a ledger that is right it changes nothing.

    Entries are only ever added: what the events do not explain is counted for an operator to look at, and left alone.
    """
    added = explained = corrected = 0
    for rows, due_for in (
        (Question.objects.all(), ledger.due_for_thread),
        (Article.objects.all(), ledger.due_for_article),
    ):
        for ids in _chunks(rows, chunk):
            with transaction.atomic():
                ledger.hold()
                due = [entry for row in rows.filter(pk__in=ids).order_by("pk") for entry in due_for(row)]  # type: ignore[arg-type]
                added += ledger.write(due)
                explained += PointEntry.objects.filter(key__in=[entry.key for entry in due]).count()
    for ids in _chunks(_in_the_programme(), chunk):
        with transaction.atomic():
            ledger.hold()
            corrected += settle_members(ids)
    return Rebuilt(added, PointEntry.objects.count() - explained, corrected)


def _chunks(rows: QuerySet, size: int) -> Iterator[list[int]]:
    """Ids of rows in order, some at a time."""
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _in_the_programme() -> QuerySet:
    """Members who have figures, or should have some."""
    return Member.objects.filter(
        ~Q(points=0)
        | ~Q(people_helped=0)
        | ~Q(rank_level=0)
        | Exists(PointEntry.objects.filter(member=OuterRef("pk")))
        | Exists(Question.objects.filter(solution__author=OuterRef("pk")))
        | Exists(Confirmation.objects.worked().filter(answer__author=OuterRef("pk")))
    )
