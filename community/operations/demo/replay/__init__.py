"""Play what happened through the verbs of the rooms: one module per room, one function per verb of the story."""

from community.operations.demo.replay import forum, incidents
from community.operations.demo.replay.acts import play

__all__ = ["forum", "incidents", "play"]
