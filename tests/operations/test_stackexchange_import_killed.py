"""An import that is killed in the middle leaves whole threads only, and goes on where it stopped."""

import io
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from forum.models import Answer, Comment, Question
from tests.operations import dumps

QUESTIONS = 240
BATCH = 20


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


IN_SMALL_BATCHES = f"""
from community.operations.stackexchange import threads
threads.BATCH = {BATCH}
from django.core.management import call_command
call_command("import_stackexchange", folder)
"""


def start(folder) -> subprocess.Popen:
    """Run the import as a program of its own."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", f"folder = {str(folder)!r}\n{IN_SMALL_BATCHES}"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_NAME": connection.settings_dict["NAME"]},
        stdout=subprocess.DEVNULL,
    )


@pytest.mark.slow
def test_killed_five_times_it_ends_complete(transactional_db, large):
    killed_at = set()
    for wanted in (1, 40, 80, 120, 160):
        program = start(large)
        while Question.objects.count() < wanted and program.poll() is None:
            time.sleep(0.01)
        program.kill()
        program.wait()
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
