"""How likely members are right about topics: worked out from the outcomes of their answers.

Each answer to a public question has at most one outcome, so that nothing is gained by many small ones:

- right, when it is the solution, when staff endorsed it, or when more people say that it worked than that it did not;
- wrong, when its asker says that it did not help, when more people do, or when another answer became the solution;
- wrong too, when nobody has said anything for thirty days: what is asked is how often an answer turns out right;
- none yet, until then.

An outcome fades with a half-life of 180 days. With what is usual in the topic as a prior that is worth ten outcomes, right
and wrong give a Beta distribution (`Likelihood`). What the figures were at an earlier moment can be asked too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from community.catalogue.models import Topic
from community.members.models import Expertise, Likelihood
from forum.models import Answer, Confirmation, Question

HALF_LIFE = timedelta(days=180)
PRESENCE_HALF_LIFE = timedelta(days=60)
SILENT_AFTER = timedelta(days=30)
# What is usual where nothing is known: one of four, as if two outcomes had shown it.
FIRST_GUESS, GUESS_WORTH = 0.25, 2.0
_LOCK = 0x65787065  # any number that nobody else locks: the letters "expe"


@dataclass(frozen=True)
class Record:
    """What is known of a member in a topic at a moment: faded outcomes, and faded answers."""

    member_id: int
    topic_id: int
    right: float
    wrong: float
    presence: float


def records(*, at: datetime | None = None, members: Iterable[int] | None = None) -> list[Record]:
    """What was known `at` a moment, of these members or of all, in order of member and topic. One query."""
    of_members = "" if members is None else "AND a.author_id = ANY(%(members)s)"
    values: dict[str, Any] = {
        "at": at or timezone.now(),
        "members": None if members is None else list(members),
        "half_life": HALF_LIFE.total_seconds(),
        "presence_half_life": PRESENCE_HALF_LIFE.total_seconds(),
        "silent_after": SILENT_AFTER,
    }
    with connection.cursor() as cursor:
        cursor.execute(_query(of_members), values)
        return [Record(*row) for row in cursor.fetchall()]


def usual_shares(known: Iterable[Record]) -> dict[int, float]:
    """The share that is right in each topic, from the records of everybody in it."""
    sums: dict[int, tuple[float, float]] = {}
    for record in known:
        right, wrong = sums.get(record.topic_id, (GUESS_WORTH * FIRST_GUESS, GUESS_WORTH * (1 - FIRST_GUESS)))
        sums[record.topic_id] = (right + record.right, wrong + record.wrong)
    return {topic_id: right / (right + wrong) for topic_id, (right, wrong) in sums.items()}


def settle(member_ids: Iterable[int]) -> None:
    """Write the rows of these members anew, in all topics. Three queries; one writer at a time, until the transaction ends."""
    ids = sorted(set(member_ids))
    with transaction.atomic():
        _hold()
        _write(records(members=ids), dict(Topic.objects.values_list("pk", "usually_right")), ids)


def rebuild() -> int:
    """Work out what is usual in each topic, and the rows of everybody; returns how many there are."""
    with transaction.atomic():
        _hold()
        known = records()
        usual = usual_shares(known)
        topics = list(Topic.objects.all())
        for topic in topics:
            topic.usually_right = usual.get(topic.pk, FIRST_GUESS)
        Topic.objects.bulk_update(topics, ["usually_right"])
        _write(known, {topic.pk: topic.usually_right for topic in topics}, None)
        return len(known)


def _write(known: list[Record], usual: dict[int, float], member_ids: list[int] | None) -> None:
    now = timezone.now()
    stale = Expertise.objects.all() if member_ids is None else Expertise.objects.filter(member__in=member_ids)
    Expertise.objects.bulk_create(
        [_row(record, usual[record.topic_id], now) for record in known],
        update_conflicts=True,
        unique_fields=["member", "topic"],
        update_fields=["right", "wrong", "weight", "presence", "usual", "share", "low", "high", "counted_at"],
        batch_size=500,
    )
    stale.filter(counted_at__lt=now).delete()


def _row(record: Record, usual: float, now: datetime) -> Expertise:
    likelihood = Likelihood.of(record.right, record.wrong, usual=usual)
    return Expertise(
        member_id=record.member_id,
        topic_id=record.topic_id,
        right=record.right,
        wrong=record.wrong,
        weight=record.right + record.wrong,
        presence=record.presence,
        usual=usual,
        share=likelihood.share,
        low=likelihood.low,
        high=likelihood.high,
        counted_at=now,
    )


def _hold() -> None:
    """One writer at a time: rows are worked out from what all others have committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _query(of_members: str) -> str:
    """SQL for `records`; `of_members` is a condition of ours, never of a request."""
    answer, question, confirmation = (model._meta.db_table for model in (Answer, Question, Confirmation))
    return f"""
        WITH said AS MATERIALIZED (
          SELECT c.answer_id, count(*) FILTER (WHERE c.worked) AS worked, count(*) FILTER (WHERE NOT c.worked) AS failed,
                 bool_or(NOT c.worked AND c.member_id = q.author_id) AS asker_failed, max(c.at) AS last_at
            FROM {confirmation} c JOIN {answer} a ON a.id = c.answer_id JOIN {question} q ON q.id = a.question_id
           WHERE c.at <= %(at)s {of_members} GROUP BY c.answer_id
        ), judged AS (
          SELECT a.author_id, q.topic_id, a.created_at,
                 CASE WHEN q.solution_id = a.id AND q.solved_at <= %(at)s THEN TRUE
                      WHEN a.endorsed_at <= %(at)s THEN TRUE
                      WHEN said.asker_failed OR said.failed > said.worked THEN FALSE
                      WHEN said.worked > said.failed THEN TRUE
                      WHEN q.solved_at <= %(at)s THEN FALSE
                      WHEN a.created_at <= %(at)s - %(silent_after)s THEN FALSE
                 END AS is_right,
                 CASE WHEN q.solution_id = a.id AND q.solved_at <= %(at)s THEN q.solved_at
                      WHEN a.endorsed_at <= %(at)s THEN a.endorsed_at
                      WHEN said.asker_failed OR said.failed <> said.worked THEN said.last_at
                      WHEN q.solved_at <= %(at)s THEN greatest(q.solved_at, a.created_at)
                      ELSE a.created_at + %(silent_after)s
                 END AS judged_at
            FROM {answer} a
            JOIN {question} q ON q.id = a.question_id
            LEFT JOIN said ON said.answer_id = a.id
           WHERE a.hidden_at IS NULL AND q.hidden_at IS NULL AND q.audience = 'public' AND q.kind = 'question'
             AND a.author_id <> q.author_id AND a.created_at <= %(at)s {of_members}
        ), faded AS (
          SELECT author_id, topic_id, is_right,
                 power(0.5::float8, extract(epoch FROM %(at)s - judged_at)::float8 / %(half_life)s::float8) AS outcome,
                 power(0.5::float8, extract(epoch FROM %(at)s - created_at)::float8 / %(presence_half_life)s::float8) AS presence
            FROM judged
        )
        SELECT author_id, topic_id, coalesce(sum(outcome) FILTER (WHERE is_right), 0),
               coalesce(sum(outcome) FILTER (WHERE NOT is_right), 0), sum(presence)
          FROM faded GROUP BY author_id, topic_id ORDER BY author_id, topic_id
    """  # noqa: S608  names of tables and a condition written here
