"""Temporary tables that hold a dump for the length of one database session.

A dump lists answers far from their question. Once it is staged, a thread is read whole and written whole, in any order of
rows and with the same memory for every size. All files are staged in one transaction before anything is imported, so a
broken file leaves nothing behind; and temporary tables vanish with the session, so a killed import leaves nothing either.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from typing import Any

from django.db import IntegrityError, connection, transaction

from community.operations.stackexchange.dump import Dump, Unreadable
from community.operations.stackexchange.report import Report
from community.operations.stackexchange.rows import ACCEPTED, ANSWER, DOWN, DUPLICATE, QUESTION, UP

# Part of every digest: a new way of reading rows makes a later import write them anew.
READING = b"1"

_TABLES = """
CREATE TEMPORARY TABLE stage_user (key text, name text, created_at timestamptz, about text, digest bytea);
CREATE TEMPORARY TABLE stage_question (id int, accepted_id int, created_at timestamptz, edited_at timestamptz,
    closed_at timestamptz, score int, views int, title text, body text, tags text[], author text, author_name text,
    licence text, digest bytea);
CREATE TEMPORARY TABLE stage_answer (id int, question_id int, created_at timestamptz, edited_at timestamptz, score int,
    body text, author text, author_name text, licence text, digest bytea);
CREATE TEMPORARY TABLE stage_comment (id int, post_id int, created_at timestamptz, body text, author text,
    author_name text, licence text, digest bytea, question_id int, answer_id int);
CREATE TEMPORARY TABLE stage_accepted (answer_id int, at timestamptz);
CREATE TEMPORARY TABLE stage_link (question_id int, canonical_id int, at timestamptz);
CREATE TEMPORARY TABLE stage_tag (name text);
"""
_KEYS = {
    "Users.xml": "CREATE UNIQUE INDEX ON stage_user (key)",
    "Posts.xml": "CREATE UNIQUE INDEX ON stage_question (id); CREATE UNIQUE INDEX ON stage_answer (id)",
    "Comments.xml": "CREATE UNIQUE INDEX ON stage_comment (id)",
}
_CONNECT = """
CREATE INDEX ON stage_answer (question_id);
CREATE INDEX ON stage_accepted (answer_id);
ANALYZE stage_question; ANALYZE stage_answer; ANALYZE stage_comment;
UPDATE stage_comment c SET question_id = q.id FROM stage_question q WHERE q.id = c.post_id;
UPDATE stage_comment c SET question_id = a.question_id, answer_id = a.id FROM stage_answer a WHERE a.id = c.post_id;
CREATE INDEX ON stage_comment (question_id);
INSERT INTO stage_user (key, name, created_at, about, digest)
    SELECT author, coalesce(nullif(max(author_name), ''), 'user' || author), min(created_at), '', ''
      FROM (SELECT author, author_name, created_at FROM stage_question
            UNION ALL SELECT author, author_name, created_at FROM stage_answer
            UNION ALL SELECT author, author_name, created_at FROM stage_comment) AS writing
     WHERE NOT EXISTS (SELECT FROM stage_user WHERE key = author) GROUP BY author;
CREATE TEMPORARY TABLE stage_thread AS
    SELECT q.id, encode(sha256(q.digest
        || coalesce((SELECT string_agg(digest, ''::bytea ORDER BY id) FROM stage_answer WHERE question_id = q.id), '')
        || coalesce((SELECT string_agg(digest, ''::bytea ORDER BY id) FROM stage_comment WHERE question_id = q.id), '')
        || coalesce((SELECT convert_to(min(at)::text, 'UTF8') FROM stage_accepted WHERE answer_id = q.accepted_id), '')
        ), 'hex') AS digest
      FROM stage_question q;
CREATE UNIQUE INDEX ON stage_thread (id);
ANALYZE stage_user; ANALYZE stage_thread;
"""
# Rows whose post is not in the dump. They are counted and left out.
_ORPHANS = {
    "answers to questions that are not in the dump": """
        DELETE FROM stage_answer a WHERE NOT EXISTS (SELECT FROM stage_question q WHERE q.id = a.question_id)""",
    "comments on posts that are not in the dump": "DELETE FROM stage_comment WHERE question_id IS NULL",
    "accepted answers that are not in the dump": """
        UPDATE stage_question q SET accepted_id = NULL WHERE accepted_id IS NOT NULL
           AND NOT EXISTS (SELECT FROM stage_answer a WHERE a.id = q.accepted_id AND a.question_id = q.id)""",
    "duplicate links to questions that are not in the dump": """
        DELETE FROM stage_link l WHERE NOT (EXISTS (SELECT FROM stage_question q WHERE q.id = l.question_id)
                                        AND EXISTS (SELECT FROM stage_question q WHERE q.id = l.canonical_id))""",
}

Progress = Callable[[str, int, int], None]


def stage(dump: Dump, report: Report, progress: Progress) -> None:
    """Read the whole dump into temporary tables, or nothing. Raises Unreadable. Fills in what the report can know."""
    report.missing = dump.missing
    with transaction.atomic(), connection.cursor() as cursor:
        unstage()
        cursor.execute(_TABLES)
        _copy("stage_user", _users(dump, progress))
        _copy_posts(dump, report, progress)
        _copy(
            "stage_comment (id, post_id, created_at, body, author, author_name, licence, digest)",
            _comments(dump, progress),
        )
        _copy("stage_accepted", _acceptances(dump, report, progress))
        _copy("stage_link", _duplicates(dump, progress))
        _copy("stage_tag", ((tag.name[:100],) for tag in _followed(dump.tags(), dump, progress)))
        for name, statement in _KEYS.items():
            try:
                with transaction.atomic():
                    cursor.execute(statement)
            except IntegrityError as error:
                raise Unreadable(f"{name} holds the same Id twice: {str(error).splitlines()[-1]}") from error
        _connect(cursor, report)
    for tally, table in (
        (report.members, "stage_user"),
        (report.questions, "stage_question"),
        (report.answers, "stage_answer"),
        (report.comments, "stage_comment"),
        (report.duplicates, "stage_link"),
    ):
        tally.found = count(table)
    report.accepted.found = count("stage_question WHERE accepted_id IS NOT NULL")


def unstage() -> None:
    """Drop the temporary tables, if there are any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TABLE IF EXISTS pg_temp.stage_user, pg_temp.stage_question, pg_temp.stage_answer, pg_temp.stage_comment, "
            "pg_temp.stage_accepted, pg_temp.stage_link, pg_temp.stage_tag, pg_temp.stage_thread"
        )


def rows(query: str, *parameters: Any) -> list[dict[str, Any]]:
    """The rows of a query as dictionaries."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  a name from this package
        return cursor.fetchone()[0]


def _connect(cursor, report: Report) -> None:
    answers, comments, accepted, links = _ORPHANS.items()
    for reason, statement in (answers, accepted, links):
        cursor.execute(statement)
        report.left_out[reason] += cursor.rowcount
    for statement in filter(str.strip, _CONNECT.split(";\n")):
        cursor.execute(statement)
    reason, statement = comments
    cursor.execute(statement)
    report.left_out[reason] += cursor.rowcount


def _copy(table: str, values: Iterable[tuple]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for value in values:
            copy.write_row(value)


def _followed(values: Iterator, dump: Dump, progress: Progress) -> Iterator:
    for number, value in enumerate(values):
        if number % 1000 == 0:
            progress("Reading", dump.read, dump.size)
        yield value


def _users(dump: Dump, progress: Progress) -> Iterator[tuple]:
    for user in _followed(dump.users(), dump, progress):
        yield str(user.id), user.name, user.created_at, user.about, _digest(user)


def _copy_posts(dump: Dump, report: Report, progress: Progress) -> None:
    """Questions and answers share a file, and COPY fills one table at a time: they are dealt out in portions."""
    questions: list[tuple] = []
    answers: list[tuple] = []

    def write() -> None:
        _copy("stage_question", questions)
        _copy("stage_answer", answers)
        questions.clear()
        answers.clear()

    for post in _followed(dump.posts(), dump, progress):
        who = (post.author, post.author_name, post.licence, _digest(post))
        if post.type == QUESTION:
            when = (post.created_at, post.edited_at, post.closed_at)
            counts = (post.score, post.views)
            questions.append((post.id, post.accepted_id, *when, *counts, post.title, post.body, list(post.tags), *who))
        elif post.type == ANSWER:
            answers.append((post.id, post.parent_id, post.created_at, post.edited_at, post.score, post.body, *who))
        else:
            report.left_out["wiki pages and notices among the posts"] += 1
        if len(questions) + len(answers) >= 1000:
            write()
    write()


def _comments(dump: Dump, progress: Progress) -> Iterator[tuple]:
    for comment in _followed(dump.comments(), dump, progress):
        who = (comment.author, comment.author_name, comment.licence, _digest(comment))
        yield comment.id, comment.post_id, comment.created_at, comment.text, *who


def _acceptances(dump: Dump, report: Report, progress: Progress) -> Iterator[tuple]:
    """The days on which answers were accepted. What votes say of usefulness stands in each post's score already."""
    for vote in _followed(dump.votes(), dump, progress):
        report.votes += vote.type in (UP, DOWN)
        if vote.type == ACCEPTED:
            yield vote.post_id, vote.created_at


def _duplicates(dump: Dump, progress: Progress) -> Iterator[tuple]:
    for link in _followed(dump.links(), dump, progress):
        if link.type == DUPLICATE:
            yield link.post_id, link.related_id, link.created_at


def _digest(row: Any) -> bytes:
    return blake2b(repr(row).encode(), digest_size=16, key=READING).digest()
