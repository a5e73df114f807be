"""How many people somebody helped: the figure that ranks and boards go by.

A person was helped when they accepted an answer, or had the same problem ("me too") as who accepted it. Each person counts
once for each helper; nobody helps themselves. It is counted from rows alone, so imported answers count too.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from community.members.models import Member
from forum.models import Answer, MeToo, Question


@dataclass(frozen=True)
class Place:
    """One row of a board; members who helped equally many share a place."""

    member_id: int
    people_helped: int
    place: int


def people_helped(member_ids: list[int] | None = None) -> dict[int, int]:
    """People helped by each of these members, or by everybody; who helped nobody is left out. One query."""
    condition = "" if member_ids is None else "AND a.author_id = ANY(%s)"
    parameters = [] if member_ids is None else [list(member_ids)]
    with connection.cursor() as cursor:
        query = _helped(condition) + "SELECT helper, count(*) FROM helped GROUP BY helper"  # noqa: S608
        cursor.execute(query, parameters)
        return dict(cursor.fetchall())


def board(
    *, since: datetime | None = None, topic_id: int | None = None, around: int | None = None, length: int = 20
) -> list[Place]:
    """The first `length` of a board, and the neighbours of the member `around`. One query.

    Counts questions that were solved since then, in that topic. Staff are in no board, nor are accounts that nobody uses.
    """
    conditions = ""
    parameters: list[Any] = []
    if since is not None:
        conditions += " AND q.solved_at >= %s"
        parameters.append(since)
    if topic_id is not None:
        conditions += " AND q.topic_id = %s"
        parameters.append(topic_id)
    members, groups = Member._meta.db_table, Member.groups.through._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            {_helped(conditions)}, counted AS (
              SELECT helper, count(*) AS people FROM helped GROUP BY helper
            ), placed AS (
              SELECT helper, people, rank() OVER (ORDER BY people DESC) AS place,
                     row_number() OVER (ORDER BY people DESC, m.points DESC, helper) AS line
              FROM counted JOIN {members} m ON m.id = helper AND m.is_active AND NOT m.is_automatic
              WHERE NOT EXISTS (SELECT 1 FROM {groups} g WHERE g.member_id = helper)
            )
            SELECT helper, people, place FROM placed
            WHERE line <= %s OR line BETWEEN (SELECT line - 2 FROM placed WHERE helper = %s)
                                         AND (SELECT line + 2 FROM placed WHERE helper = %s)
            ORDER BY line
            """,  # noqa: S608  names of tables and conditions written here
            [*parameters, length, around, around],
        )
        return [Place(*row) for row in cursor.fetchall()]


def _helped(conditions: str) -> str:
    """The start of a query: `helped`, one row for each helper and person. `conditions` is SQL of ours, never of a request."""
    question, answer, me_too = (model._meta.db_table for model in (Question, Answer, MeToo))
    return f"""
        WITH solved AS (
          SELECT q.id, a.author_id AS helper, q.author_id AS asker
          FROM {question} q JOIN {answer} a ON a.id = q.solution_id
          WHERE q.hidden_at IS NULL AND a.hidden_at IS NULL AND a.author_id <> q.author_id {conditions}
        ), helped AS (
          SELECT helper, asker AS person FROM solved
          UNION
          SELECT s.helper, t.member_id FROM solved s JOIN {me_too} t ON t.question_id = s.id AND t.member_id <> s.helper
        )
    """  # noqa: S608  names of tables and conditions written here
