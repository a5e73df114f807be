"""A worker of its own process, for the tests that kill it: reads the log slowly until nothing is left."""

import os
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "community.settings"
django.setup()

from django.db import connections  # noqa: E402

from community.activity import dispatch, registry  # noqa: E402
from community.members.models import LimitWindow  # noqa: E402

VERB = "test.killing.happened"


def read(events):
    """Leaves one row an event: a doubled effect would raise, a lost one would be missed. Slow, so that a kill hits it."""
    for event in events:
        LimitWindow.objects.create(key=f"effect:{event.pk}", starts_at=event.at, count=1)
        time.sleep(0.002)


if __name__ == "__main__":
    connections["default"].settings_dict["NAME"] = sys.argv[1]
    registry.reader("killed", [VERB])(read)
    while dispatch.read_batch("killed"):
        pass
