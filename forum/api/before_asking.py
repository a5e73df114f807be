"""Before a question is posted, for programs such as a help widget: what answers it already, and whether it did.

Open to everybody, as the pages are: who shows no key is counted without a name.
"""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from community.catalogue.models import Topic
from community.content import subjects
from community.members.limits import Rate, count, limited, who
from forum.asking.held_out import as_seen_by
from forum.asking.suggestions import Seen, seen_by, suggestions_for
from forum.limits import DEFLECTIONS, LOOKS

router = Router()
_TITLE = Query(min_length=1, max_length=200, description="What is about to be asked, in one line.")
_TOPIC = Query("", description="The slug of the topic that was chosen, if one was.")


class AnswersItOut(Schema):
    name: str = Field(description="Send it as `helped`, if this answered it.")
    kind: str = Field(alias="result.kind", description="question or article")
    title: str = Field(alias="result.document.title")
    url: str = Field(alias="result.document.url")
    before: str
    best: str = Field(
        description="The sentence that answers it, `before` and `after` around it. Empty where none can be told."
    )
    after: str


class LookOut(Schema):
    suggestions: list[AnswersItOut]
    seen: str = Field(description="What was shown, signed, good for a day. Empty where nothing was.")


@router.get("/questions/suggestions", response=LookOut, summary="What answers a question before it is asked")
def look(request, response: HttpResponse, title: str = _TITLE, topic: str = _TOPIC):
    """At most three questions and articles, the nearest first, with the sentence that answers; often none.

    Looking leaves nothing behind. Say afterwards that one of them answered it, or ask, with `seen`.
    """
    count("before-asking", who(request), [Rate.parse(rate) for rate in LOOKS])
    response["Cache-Control"] = "private, no-store"
    chosen = get_object_or_404(Topic.objects.open_for_questions(), slug=topic) if topic else None
    title = " ".join(title.replace("\0", "").split())
    topic_id = chosen.pk if chosen else None
    suggestions = as_seen_by(request.user, suggestions_for(title, request.user), topic_id=topic_id)
    seen = seen_by(title, topic_id, suggestions).written if suggestions else ""
    return {"suggestions": suggestions, "seen": seen}


class SeenIn(Schema):
    seen: str = Field(description="As it came with the suggestions.")


class HelpedIn(SeenIn):
    helped: str = Field(description="The `name` of the suggestion that answered it.")


@router.post("/questions/deflections", response={204: None}, summary="This answered it: nothing needs to be asked")
@limited("deflection", *DEFLECTIONS)
def answered(request, said: HelpedIn):
    """Counted once for each look, the last thing that is said. 422 for what was not shown, 404 for what is gone."""
    seen = _read(said)
    helped = seen.named(said.helped)
    if helped is None:
        raise HttpError(422, "helped: name one of the suggestions that were shown.")
    subjects.get_visible(*helped, request.user)
    seen.note(by=request.user, helped=helped)
    return Status(204, None)


@router.post("/questions/deflections/remove", response={204: None}, summary="It did not answer it after all")
@limited("deflection", *DEFLECTIONS)
def did_not_answer(request, said: SeenIn):
    """Nothing that was shown helped. Send `seen` along when you ask then."""
    _read(said).note(by=request.user)
    return Status(204, None)


def _read(said: SeenIn) -> Seen:
    """What was shown; 422 for what we did not sign, and a day later."""
    seen = Seen.read(said.seen)
    if seen is None:
        raise HttpError(422, "seen: send what came with the suggestions, within a day.")
    return seen
