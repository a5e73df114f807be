"""kill -9 in the middle of a batch, again and again: nothing is lost, nothing happens twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection, transaction

from community.activity import registry
from community.activity.models import Delivery, Event
from community.members.models import LimitWindow
from tests.activity import killed_worker


def start_worker():
    return subprocess.Popen(
        [sys.executable, killed_worker.__file__, connection.settings_dict["NAME"]],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
        stderr=subprocess.PIPE,
    )


@pytest.mark.slow
@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_kills_lose_and_double_nothing(cast, monkeypatch, is_proving, figure):
    most = 20 if is_proving else 6
    monkeypatch.setitem(registry._by_verb, killed_worker.VERB, {"killed"})
    topic = cast.topic
    events = []
    for _batch in range(most + most // 2):
        with transaction.atomic():
            events += [Event.record(killed_worker.VERB, actor=None, subject=topic).pk for _ in range(100)]
    chance = random.Random(7)

    kills = 0
    for _kill in range(most):
        worker = start_worker()
        before = LimitWindow.objects.count()
        deadline = time.monotonic() + 30
        while LimitWindow.objects.count() == before and worker.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.25))
        if worker.poll() is None:
            worker.send_signal(signal.SIGKILL)
            kills += 1
        worker.wait()
        if not Delivery.objects.filter(reader="killed").exists():
            break
    killed_at = time.monotonic()
    last = start_worker()
    assert last.wait(timeout=60) == 0, last.stderr.read().decode()[-2000:]

    effects = Counter(LimitWindow.objects.values_list("key", flat=True))
    assert effects == Counter(f"effect:{pk}" for pk in events)
    assert not Delivery.objects.exists()
    assert time.monotonic() - killed_at < 60
    assert kills >= most // 2, "the work was over before the worker could be killed often enough"
    figure(
        f"kill -9 of the worker in mid-batch, {kills} times, {len(events)} events",
        "none lost, none doubled, done within 60 s of the kill",
        f"0 lost, 0 doubled, {time.monotonic() - killed_at:.1f} s",
    )
