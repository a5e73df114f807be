"""Play what happened through the verbs of the rooms: one module per room, one function per verb of the story."""

from community.operations.demo.replay import articles, cases, forum, incidents, looking, moderation
from community.operations.demo.replay.acts import play

__all__ = ["articles", "cases", "forum", "incidents", "looking", "moderation", "play"]
