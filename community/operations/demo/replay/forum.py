"""Questions, answers, comments and what is said about them with one click."""

from community.operations.demo.replay.acts import plays
from community.operations.demo.script import Happening
from community.operations.demo.stage import Stage
from forum.models import Comment, Duplicate, Invitation, Question


@plays("question")
def ask(stage: Stage, happening: Happening) -> None:
    """`after` is the article that its asker had read."""
    question = Question.ask(
        by=stage.person(happening),
        title=happening.title,
        body=stage.words(happening),
        topic=stage.topics[happening.topic],
        tags=happening.listed("tags"),
        intake=stage.intake(happening),
        language=happening.get("lang", "en"),
        after_article=stage.thing(happening, "after") if happening.get("after") else None,
        **stage.about(happening),
        **stage.audience(happening),
    )
    stage.name(happening.thread, question)


@plays("answer")
def answer(stage: Stage, happening: Happening) -> None:
    question = stage.thing(happening)
    stage.name(
        happening["as"],
        question.answer(
            by=stage.person(happening),
            body=stage.words(happening),
            language=happening.get("lang", question.language),
        ),
    )


@plays("comment", "needs-info")
def comment(stage: Stage, happening: Happening) -> None:
    """On the question, or `on` an answer; `needs-info` asks the asker for detail and stops the clock."""
    question = stage.thing(happening)
    made = Comment.post(
        by=stage.person(happening),
        question=question,
        answer=stage.thing(happening, "on") if happening.get("on") else None,
        body=stage.words(happening),
        language=happening.get("lang", question.language),
        asks_for_detail=happening.verb == "needs-info",
    )
    stage.name(happening.get("as"), made)


@plays("edit")
def edit(stage: Stage, happening: Happening) -> None:
    stage.thing(happening, "on").edit(
        by=stage.person(happening), reason=happening.get("reason"), body=stage.words(happening)
    )


@plays("vote")
def vote(stage: Stage, happening: Happening) -> None:
    for member in stage.everybody(happening):
        stage.thing(happening, "on").vote(by=member)


@plays("endorse")
def endorse(stage: Stage, happening: Happening) -> None:
    stage.thing(happening, "answer").endorse(by=stage.person(happening))


@plays("confirm", "no-help")
def confirm(stage: Stage, happening: Happening) -> None:
    for member in stage.everybody(happening):
        stage.thing(happening, "answer").confirm(
            by=member, worked=happening.verb == "confirm", release=stage.about(happening).get("release")
        )


@plays("me-too")
def say_me_too(stage: Stage, happening: Happening) -> None:
    for member in stage.everybody(happening):
        stage.thing(happening).say_me_too(by=member)


@plays("accept")
def accept(stage: Stage, happening: Happening) -> None:
    stage.thing(happening).accept(stage.thing(happening, "answer"), by=stage.person(happening))


@plays("duplicate")
def mark_duplicate(stage: Stage, happening: Happening) -> None:
    Duplicate.mark(stage.thing(happening), canonical=stage.thing(happening, "of"), by=stage.person(happening))


@plays("attach")
def attach(stage: Stage, happening: Happening) -> None:
    stage.thing(happening).attach_to(stage.thing(happening, "incident"), by=stage.person(happening))


@plays("invite")
def invite(stage: Stage, happening: Happening) -> None:
    Invitation.make(stage.thing(happening), stage.people[happening["to"]], by=stage.person(happening))
