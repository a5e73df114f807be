"""Which function plays which verb of the story."""

from collections.abc import Callable

from django.utils import timezone

from community.operations.demo.script import BadStoryError, Happening
from community.operations.demo.stage import Stage

Act = Callable[[Stage, Happening], None]

_acts: dict[str, Act] = {}
# Facts of the story that no room keeps yet. They are read and checked like all others.
KEPT_NOWHERE = frozenset({"thanks"})


def plays(*verbs: str) -> Callable[[Act], Act]:
    """Let the decorated function play `verbs`."""

    def register(act: Act) -> Act:
        _acts.update(dict.fromkeys(verbs, act))
        return act

    return register


def play(stage: Stage, happening: Happening) -> None:
    """Let it happen; whoever does something is there on that day, as everybody is who opens a page.

    Raises BadStoryError for a verb that nobody plays, and for names that mean nothing.
    """
    if happening.verb in KEPT_NOWHERE:
        return
    if happening.verb not in _acts:
        raise BadStoryError(f"{happening.place}: nobody plays `{happening.verb}`.")
    for member in stage.everybody(happening):
        member.note_seen(timezone.now())
    _acts[happening.verb](stage, happening)
