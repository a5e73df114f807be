"""Lock whole threads, in the one order that keeps two people from waiting for each other in a circle."""

from contextlib import suppress

from django.db import connection, transaction

from forum.models.answer import Answer
from forum.models.comment import Comment
from forum.models.question import Question

_ARRANGING = 0x6475706C  # the key of the lock; any number that nobody else takes


class _AnotherPost(Exception):
    """Somebody posted while the thread was being locked."""


def one_at_a_time() -> None:
    """Until the transaction ends, nobody else links, merges or splits: two who do could lead questions to each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ARRANGING])


def lock_threads(*questions: Question) -> None:
    """Lock these questions with all that was said to them, and read the questions anew. Only inside a transaction.

    Answers first, then comments, then questions, each in order of their numbers, as every verb does it. Who posts in
    between is waited for: the locks are let go, and taken again with the new post.
    """
    while True:
        with suppress(_AnotherPost), transaction.atomic():
            posts = _lock_posts(questions)
            for question in sorted(questions, key=lambda q: q.pk):
                question.lock()
            if posts != _posts(questions):
                raise _AnotherPost
            return


def _lock_posts(questions: tuple[Question, ...]) -> list[list[int]]:
    return [list(rows.select_for_update(no_key=True)) for rows in _rows(questions)]


def _posts(questions: tuple[Question, ...]) -> list[list[int]]:
    return [list(rows) for rows in _rows(questions)]


def _rows(questions: tuple[Question, ...]) -> list:
    return [
        model._base_manager.filter(question__in=questions).order_by("pk").values_list("pk", flat=True)
        for model in (Answer, Comment)
    ]
