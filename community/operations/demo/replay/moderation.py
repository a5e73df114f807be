"""What was reported, and what was decided about it."""

from community.moderation.models import Decision, Flag, Review
from community.operations.demo.replay.acts import plays
from community.operations.demo.script import Happening
from community.operations.demo.stage import Stage


@plays("flag")
def flag(stage: Stage, happening: Happening) -> None:
    Flag.raise_on(
        stage.thing(happening, "on"),
        by=stage.person(happening),
        reason=happening["reason"],
        note=stage.words(happening),
    )


@plays("decide")
def decide(stage: Stage, happening: Happening) -> None:
    """The words go to the author; `log` is the line for everybody."""
    Decision.make(
        Review.objects.of(stage.thing(happening, "on")).open().get(),
        by=stage.person(happening),
        action=happening["action"],
        reason=happening.get("reason"),
        statement=stage.words(happening),
        public_line=happening.get("log"),
    )
