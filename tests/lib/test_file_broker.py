"""The broker that is a folder: many write and read it at once, and any of them may be killed at any moment."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import kombu
import kombu.simple
import pytest
from kombu.transport.virtual import BrokerState

from community.lib import broker

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import sys
from pathlib import Path
import kombu
from queue import Empty
folder, what, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
options = {"data_folder_in": str(folder / "queue"), "data_folder_out": str(folder / "queue"),
           "control_folder": str(folder / "control"), "polling_interval": 0.01}
with kombu.Connection("filesystem://localhost", transport="community.lib.broker:Transport",
                      transport_options=options) as connection:
    queue = connection.SimpleQueue("events")
    print("ready", flush=True)
    if what == "send":
        for n in range(count):
            queue.put({"n": n})
    else:
        try:
            while True:
                message = queue.get(timeout=3)
                message.ack()
                print(message.payload["n"], flush=True)
        except Empty:
            pass
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ["queue", "control"]:
        (tmp_path / name).mkdir()
    return tmp_path


def connect(folder: Path) -> kombu.Connection:
    """A connection as of a new process: within one, kombu remembers which queues it has entered."""

    class Transport(broker.Transport):
        global_state = BrokerState()

    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
    }
    return kombu.Connection("filesystem://localhost", transport=Transport, transport_options=options)


def start(folder: Path, what: str, count: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(folder), what, str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_many_at_once_get_each_message_once(folder):
    readers = [start(folder, "read") for _ in range(2)]
    senders = [start(folder, "send", 200) for _ in range(3)]
    for sender in senders:
        assert sender.communicate(timeout=60)[1] == ""
    said = [reader.communicate(timeout=60) for reader in readers]

    assert [errors for _, errors in said] == ["", ""]
    read = sorted(int(n) for words, _ in said for n in words.split() if n != "ready")
    assert read == sorted([*range(200)] * 3)
    assert list((folder / "queue").iterdir()) == []


def test_whoever_is_killed_leaves_nothing_that_stops_the_others(folder):
    for round_ in range(6):
        sender = start(folder, "send", 100_000)
        sender.stdout.readline()
        time.sleep(0.02 * (round_ + 1))
        os.kill(sender.pid, signal.SIGKILL)
        sender.communicate()

    reader = start(folder, "read")
    words, errors = reader.communicate(timeout=120)
    assert errors == ""
    assert len(words.split()) > 1


def test_a_table_of_queues_cut_short_is_made_anew(folder):
    with connect(folder) as connection:
        connection.SimpleQueue("events").put({"n": 1})
    table = next((folder / "control").glob("*.exchange"))
    table.write_text(table.read_text()[:5])

    with connect(folder) as connection:
        queue = connection.SimpleQueue("events")
        queue.put({"n": 2})
        assert [next_of(queue) for _ in range(2)] == [1, 2]


def test_what_is_no_message_is_passed_over(folder):
    with connect(folder) as connection:
        queue = connection.SimpleQueue("events")
        (folder / "queue" / "0_cut-short.events.msg").write_text("")
        queue.put({"n": 1})

        assert next_of(queue) == 1


def next_of(queue: kombu.simple.SimpleQueue) -> int:
    message = queue.get(timeout=2)
    message.ack()
    return message.payload["n"]
