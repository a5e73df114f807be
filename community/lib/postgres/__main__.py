"""``python -m community.lib.postgres FOLDER``: keep the cluster in the folder running until told to end."""

import signal
import sys
from types import FrameType

from community.lib.postgres.cluster import Cluster


def end(signum: int, frame: FrameType | None) -> None:
    sys.exit(0)


if __name__ == "__main__":
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, end)
    Cluster.at(sys.argv[1]).keep()
