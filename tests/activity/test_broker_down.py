"""With the broker stopped, asking and answering work as ever; mail and points come when it is back, once."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from advocates.models import PointEntry
from community.activity.models import Delivery
from community.members.models import Member
from community.notifications.models import Mail
from tests.activity import visit

redis_server = shutil.which("redis-server")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.proof,
    pytest.mark.skipif(redis_server is None, reason="redis-server is not installed: apt install redis-server"),
]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def program(*command, **environment):
    """A program of the site on the test's database; stopped with the block."""
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env={**os.environ, **environment}) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until(true, seconds=30):
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.2)


def redis(port):
    return program(redis_server, "--port", str(port), "--save", "", "--bind", "127.0.0.1", "--loglevel", "warning")


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def go_through_the_pages(cast, environment):
    """They have been here for a while: forms that nobody opened are taken from them at once."""
    usernames = [cast.asker.username, cast.helper.username]
    Member.objects.filter(username__in=usernames).update(date_joined=timezone.now() - timedelta(days=30))
    done = subprocess.run(
        [sys.executable, visit.__file__, *usernames, str(cast.topic.pk)],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment, "PYTHONPATH": str(settings.BASE_DIR)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.django_db(transaction=True)
def test_asking_and_answering_go_on_and_nothing_is_lost(cast, port, tmp_path, figure):
    environment = {
        "BROKER_URL": f"redis://127.0.0.1:{port}/0",
        "DATABASE_NAME": connection.settings_dict["NAME"],
        "LOG_LEVEL": "ERROR",
    }
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "community.celery"]
    with (
        program(
            *celery,
            "worker",
            "--queues",
            "events,mail,index",
            "--concurrency",
            "1",
            "--loglevel",
            "ERROR",
            **environment,
        ),
        program(
            *celery, "beat", "--loglevel", "ERROR", "--schedule", str(tmp_path / "beat"), "--pidfile=", **environment
        ),
    ):
        visited = go_through_the_pages(cast, environment)
        assert Delivery.objects.exists()
        assert not Mail.objects.exists()

        with redis(port):
            wait_until(lambda: listens(port))
            returned = time.monotonic()
            wait_until(lambda: not Delivery.objects.exists(), 60)
            wait_until(lambda: Mail.objects.exists() and not Mail.objects.filter(sent_at=None).exists())
            took = time.monotonic() - returned

    # One to the asker for the answer; to the helper one for being accepted, and one where that makes a rank.
    said = list(Mail.objects.values_list("to", "text"))
    assert len(said) == len(set(said))
    assert Mail.objects.filter(member=cast.asker).count() == 1
    assert Mail.objects.filter(member=cast.helper, text__contains=f"/questions/{visited['question']}/").count() == 1
    assert PointEntry.objects.filter(member=cast.helper).count() == 1
    assert max(visited["seconds"]) < 1
    figure(
        "broker stopped: asking, answering, accepting",
        "each under one second; mail and points after it returns; nothing twice",
        f"slowest {max(visited['seconds']):.2f} s; all done {took:.1f} s after its return; each mail once, 1 entry of points",
    )
