"""An import that is killed in the middle leaves whole threads only, and goes on where it stopped."""

import io
import os
import signal
import time

import pytest
from django.core.management import call_command
from django.db import connection, connections

from community.operations.stackexchange import threads
from forum.models import Answer, Comment, Question
from tests.operations import dumps

QUESTIONS = 240


@pytest.fixture
def large(tmp_path):
    folder = tmp_path / "large.stackexchange.com"
    folder.mkdir()
    questions = [dumps.question(n, AcceptedAnswerId=n + 1) for n in range(1, QUESTIONS * 10, 10)]
    # All answers stand after all questions, as far from theirs as can be.
    answers = [dumps.answer(row["Id"] + k, to=row["Id"]) for row in questions for k in (1, 2)]
    dumps.write_rows(folder, "Posts.xml", questions + answers)
    dumps.write_rows(folder, "Comments.xml", [dumps.comment(row["Id"], on=row["Id"]) for row in answers])
    dumps.write_rows(folder, "Users.xml", [dumps.user(1, "Ann"), dumps.user(2, "Hugo")])
    return folder


def start(folder) -> int:
    """Run the import in a process of its own, with a connection of its own."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            call_command("import_stackexchange", str(folder), stdout=io.StringIO())
        finally:
            os._exit(0)
    return pid


@pytest.mark.slow
def test_killed_five_times_it_ends_complete(transactional_db, large, monkeypatch):
    monkeypatch.setattr(threads, "BATCH", 20)
    killed_at = set()
    for wanted in (1, 40, 80, 120, 160):
        pid = start(large)
        ends = time.monotonic() + 120
        while Question.objects.count() < wanted and time.monotonic() < ends:
            time.sleep(0.01)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        killed_at.add(Question.objects.count())
        whole()
    assert len(killed_at) > 2, "it was killed in the middle, more than once"

    call_command("import_stackexchange", str(large), stdout=io.StringIO())
    whole()
    assert (Question.objects.count(), Answer.objects.count(), Comment.objects.count()) == (240, 480, 480)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM content_origin")
        assert cursor.fetchone()[0] == 240 + 480 + 480 + 2


def whole():
    """Whatever is there is complete: its answers, comments, solution and counters."""
    for question in Question.objects.all():
        assert question.answer_count == question.answers.count() == question.comments.count() == 2
        assert question.solution_id is not None
