"""How many people somebody helped: the figure that ranks and boards go by.

A person was helped when they accepted an answer, had the same problem ("me too") as who accepted it, or tried an answer and
say that it worked. Each person counts once for each helper; nobody helps themselves. It is counted from rows alone, so imported
answers count too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from community.members.models import Member
from forum.models import Answer, Confirmation, MeToo, Question


@dataclass(frozen=True)
class Place:
    """One row of a board; members who helped equally many share a place."""

    member_id: int
    people_helped: int
    place: int


def people_helped(member_ids: list[int] | None = None) -> dict[int, int]:
    """People helped by each of these members, or by everybody; who helped nobody is left out. One query."""
    condition = "" if member_ids is None else "AND helper = ANY(%s)"
    parameters = [] if member_ids is None else [list(member_ids)]
    with connection.cursor() as cursor:
        query = _helped(condition) + "SELECT helper, count(*) FROM helped GROUP BY helper"  # noqa: S608
        cursor.execute(query, parameters)
        return dict(cursor.fetchall())


def board(
    *, since: datetime | None = None, topic_id: int | None = None, around: int | None = None, length: int = 20
) -> list[Place]:
    """The first `length` of a board, and the neighbours of the member `around`. One query.

    Counts who was helped since then, in that topic. Staff are in no board, nor are accounts that nobody uses.
    """
    conditions = ""
    parameters: list[Any] = []
    if since is not None:
        conditions += " AND at >= %s"
        parameters.append(since)
    if topic_id is not None:
        conditions += " AND topic_id = %s"
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


def helped_by(member: Member) -> Q:
    """The condition that a question helped somebody because of this member's answer."""
    solved = Q(solution__author=member, solution__hidden_at=None) & ~Q(author=member)
    worked = Confirmation.objects.worked().filter(
        answer__question=OuterRef("pk"), answer__author=member, answer__hidden_at=None
    )
    return solved | Q(Exists(worked))


def people_by_question(member_id: int, question_ids: Iterable[int]) -> dict[int, int]:
    """How many people this member helped with each of these questions; the same person may stand in several. One query."""
    with connection.cursor() as cursor:
        query = f"""
            {_deeds()}
            SELECT question_id, count(DISTINCT person) FROM deeds
             WHERE helper = %s AND question_id = ANY(%s) GROUP BY question_id
        """  # noqa: S608  names of tables
        cursor.execute(query, [member_id, list(question_ids)])
        return dict(cursor.fetchall())


def _helped(conditions: str) -> str:
    """The start of a query: `helped`, one row for each helper and person. `conditions` is SQL of ours, never of a request."""
    return f"""
        {_deeds()}, helped AS (
          SELECT DISTINCT helper, person FROM deeds WHERE helper <> person {conditions}
        )
    """  # noqa: S608  conditions written here


def _deeds() -> str:
    """The start of a query: `deeds`, one row for each time that somebody was helped, with when, where and by whom."""
    question, answer, me_too, confirmation = (model._meta.db_table for model in (Question, Answer, MeToo, Confirmation))
    about = "q.id AS question_id, q.topic_id"
    in_sight = "q.hidden_at IS NULL AND a.hidden_at IS NULL"
    return f"""
        WITH solved AS (
          SELECT a.author_id AS helper, q.author_id AS person, q.solved_at AS at, {about}
          FROM {question} q JOIN {answer} a ON a.id = q.solution_id
          WHERE {in_sight} AND a.author_id <> q.author_id
        ), deeds AS (
          SELECT * FROM solved
          UNION ALL
          SELECT s.helper, t.member_id, s.at, s.question_id, s.topic_id
          FROM solved s JOIN {me_too} t ON t.question_id = s.question_id AND t.member_id <> s.helper
          UNION ALL
          SELECT a.author_id, c.member_id, c.at, {about}
          FROM {confirmation} c JOIN {answer} a ON a.id = c.answer_id JOIN {question} q ON q.id = a.question_id
          WHERE c.worked AND {in_sight} AND a.author_id <> q.author_id
        )
    """  # noqa: S608  names of tables written here
