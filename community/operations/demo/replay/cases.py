"""Second tier: what was passed on to staff, and how it ended in public."""

from community.operations.demo.replay.acts import plays
from community.operations.demo.script import BadStoryError, Happening
from community.operations.demo.stage import Stage
from community.support.models import Case
from forum.models import Question


@plays("case")
def open_privately(stage: Stage, happening: Happening) -> None:
    case = Case.open_privately(
        by=stage.person(happening),
        title=happening.title,
        body=stage.words(happening),
        topic=stage.topics[happening.topic],
    )
    stage.name(happening.thread, case)


@plays("escalate")
def escalate(stage: Stage, happening: Happening) -> None:
    stage.thing(happening).escalate(by=stage.person(happening), reason=stage.words(happening))


@plays("take")
def take(stage: Stage, happening: Happening) -> None:
    _case(stage, happening).take(by=stage.person(happening))


@plays("acknowledge")
def acknowledge(stage: Stage, happening: Happening) -> None:
    _case(stage, happening).acknowledge(by=stage.person(happening))


@plays("priority")
def set_priority(stage: Stage, happening: Happening) -> None:
    level = Case.Priority[happening["to"].upper()]
    _case(stage, happening).set_priority(level, by=stage.person(happening))


@plays("message")
def write(stage: Stage, happening: Happening) -> None:
    case, member = _case(stage, happening), stage.person(happening)
    if member.pk == case.customer_id:
        case.customer_replies(body=stage.words(happening))
    else:
        case.reply(by=member, body=stage.words(happening))


@plays("note")
def add_note(stage: Stage, happening: Happening) -> None:
    _case(stage, happening).add_note(by=stage.person(happening), body=stage.words(happening))


@plays("handoff")
def hand_off(stage: Stage, happening: Happening) -> None:
    _case(stage, happening).hand_off(
        stage.people[happening["to"]], note=stage.words(happening), by=stage.person(happening)
    )


@plays("accept-handoff")
def accept_handoff(stage: Stage, happening: Happening) -> None:
    _case(stage, happening).accept_handoff(by=stage.person(happening))


@plays("outcome")
def end(stage: Stage, happening: Happening) -> None:
    """How it ended, in public: said with the case, where there is an open one."""
    subject, words = stage.thing(happening), stage.words(happening)
    if isinstance(subject, Question) and not Case.objects.open().filter(question=subject).exists():
        subject.set_outcome(happening["kind"], by=stage.person(happening), reason=words)
    else:
        _case(stage, happening).end(by=stage.person(happening), outcome=happening["kind"], public_words=words)


def _case(stage: Stage, happening: Happening) -> Case:
    """The private case of the thread, or the case of its question. One query. Raises BadStoryError."""
    subject = stage.thing(happening)
    if isinstance(subject, Case):
        return subject
    case = Case.objects.filter(question=subject).select_related("question").first()
    if case is None:
        raise BadStoryError(f"{happening.place}: this question has no case.")
    return case
