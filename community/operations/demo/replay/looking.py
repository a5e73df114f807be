"""What people were shown before they posted a question, and how that ended."""

from django.utils import timezone

from community.operations.demo.replay.acts import plays
from community.operations.demo.script import Happening
from community.operations.demo.stage import Stage
from forum.asking.held_out import is_held_out, pseudonym, takes_part
from forum.asking.suggestions import Seen
from forum.models import Exposure, Question


@plays("found")
def find(stage: Stage, happening: Happening) -> None:
    """They typed the words, saw the question or the article, and said that it answers theirs."""
    thing = stage.thing(happening)
    _look(stage, happening, thing, typed=happening.body, helped=_name(thing))


@plays("asked-anyway")
def ask_anyway(stage: Stage, happening: Happening) -> None:
    """They saw another question, and posted this one all the same."""
    question = stage.thing(happening)
    _look(stage, happening, stage.thing(happening, "shown"), typed=question.title, question=question)


def _look(stage: Stage, happening: Happening, thing, *, typed: str, **how) -> None:
    """What whoever was shown `thing` made of it. Whom the lot of the day holds out was shown nothing."""
    member, now = stage.person(happening), timezone.now()
    if is_held_out(member, now):
        return
    if takes_part(member):
        Exposure.note(person=pseudonym(member, now), member=member, topic_id=thing.topic_id, is_held_out=False, at=now)
    Seen(typed, thing.topic_id, [_name(thing)]).note(by=member, **how)


def _name(thing) -> tuple[str, int]:
    return ("question" if isinstance(thing, Question) else "article", thing.pk)
