"""Wake a worker, without ever waiting for the broker.

A task carries no facts: what is to be done stands in rows, and beat sweeps them anyway. So a wake-up may get lost. It goes
through a connection of its own, which gives up after 0.3 s; after a failure nobody tries again for ten seconds. The worker
keeps its own patient connection: the same short limits would end it when the broker restarts.
"""

import time

import kombu
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError
from kombu.pools import producers

_GIVE_UP = 0.3
_REST = 10.0
_rests_until = 0.0
_options: dict[str, object]
if settings.CELERY_BROKER_URL.startswith("filesystem"):
    _options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
elif settings.CELERY_BROKER_URL.startswith("amqp"):
    _options = {"max_retries": 0, "connect_timeout": _GIVE_UP, "read_timeout": _GIVE_UP, "write_timeout": _GIVE_UP}
else:
    _options = {
        "socket_connect_timeout": _GIVE_UP,
        "socket_timeout": _GIVE_UP,
        "max_retries": 0,
        "retry_on_timeout": False,
    }
# Knows queues and routes only; the app that runs tasks is community.celery.
_publisher = Celery("porchlight-wakeup", set_as_current=False)
_publisher.config_from_object("django.conf:settings", namespace="CELERY")
_connection = kombu.Connection(
    settings.CELERY_BROKER_URL,
    transport=getattr(settings, "CELERY_BROKER_TRANSPORT", None),
    connect_timeout=_GIVE_UP,
    transport_options=_options,
)


def wake(task_name: str) -> None:
    """Ask a worker to run the task soon. Returns within 0.3 s whatever the broker does, and never raises for it."""
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    try:
        with producers[_connection].acquire(block=True, timeout=_GIVE_UP) as producer:
            _publisher.send_task(task_name, producer=producer, retry=False, expires=60)
    except (OperationalError, OSError):
        _rests_until = time.monotonic() + _REST


def wake_readers() -> None:
    """Ask a worker to read the event log."""
    wake("community.activity.tasks.read_events")
