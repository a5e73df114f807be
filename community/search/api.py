"""Searching for programs: what the search page finds, and the words that mean the same."""

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema, Status
from ninja.errors import HttpError

from community.catalogue.models import Topic
from community.members.limits import count, limited, who
from community.members.permissions import require, require_staff
from community.search.finding import DEPTH, find
from community.search.models import Synonyms
from community.search.permissions import can_say_synonyms
from community.search.queries import Filters
from community.search.queries.filters import NoSuchFilter
from community.search.queries.operators import LONGEST_QUERY
from community.search.shown import Shown, note_opened
from community.search.views.searching import VISITORS

router = Router()
# What also who shows no key may do.
for_everybody = Router()


class SearchIn(Schema):
    q: str = Field(
        min_length=1,
        max_length=LONGEST_QUERY,
        description='Words, "phrases", -words, tag:, topic:, is:, by:, version:.',
    )
    kind: str = Field("", description="question, article or incident.")
    topic: str = Field("", description="The slug of a topic.")
    tag: str = Field("", description="Tags with commas between them: all of them.")
    state: str = Field("", description="solved, answered or open.")
    since: str = Field("", description="day, week, month or year.")
    version: str = Field("", description="A release as it is read, such as Hub 3.10.")
    by: str = Field("", description="The username of somebody whose words it holds.")
    limit: int = Field(20, ge=1, le=DEPTH)


class ResultOut(Schema):
    kind: str
    id: int
    title: str
    title_html: str = Field(description="Escaped, with the words of the query in <mark>.")
    excerpt_html: str = Field(description="The passage that fits best, likewise.")
    url: str
    topic: str | None
    language: str
    is_answered: bool
    is_solved: bool
    fits: bool = Field(
        description="It has all the words in some way or means about the same; else it merely shares words."
    )
    likeness: float | None = Field(description="Where it was found by its meaning: 1 is the same.")


class SearchOut(Schema):
    results: list[ResultOut]
    meant: str = Field(description="The query as it may have been meant, where something is misspelt.")
    instead: bool = Field(description="Nothing has the words as they were typed.")
    shown: str = Field(description="Send it to /search/opened with the place of what was opened.")


class OpenedIn(Schema):
    shown: str
    place: int = Field(ge=1, le=DEPTH)


class SynonymsIn(Schema):
    words: list[str]
    topic: str | None = Field(
        None, description="The slug of the topic in which they mean the same; everywhere if left out."
    )


class SynonymsOut(Schema):
    id: int
    words: str
    topic: str | None = Field(alias="topic.slug", default=None)


@router.get("/search", response=SearchOut, summary="Search questions, articles and incidents")
def search(request, said: Query[SearchIn]):
    """As the search page: at most 50 results that you may see, best first. The search is counted, without who searched."""
    if not request.user.is_authenticated:
        count("search", who(request), VISITORS)
    try:
        filters = Filters.of({name: str(value) for name, value in said.dict(exclude={"q", "limit"}).items()})
    except NoSuchFilter as wrong:
        raise HttpError(422, "There is nothing of that kind to search for.") from wrong
    found = find(said.q.replace("\0", " "), request.user, filters=filters, limit=said.limit)
    narrowed = bool(filters.and_also(found.query.filters))
    names = [each.name for each in found]
    shown = Shown(found.query.typed, get_language(), names, found.fitting, found.topic_id, narrowed)
    shown.note()
    return {
        "results": [_result(each) for each in found],
        "meant": found.meant,
        "instead": found.instead,
        "shown": shown.mark,
    }


@for_everybody.post("/search/opened", response={204: None}, summary="Say what of a search was opened")
@limited("opened", "60/m")
def opened(request, said: OpenedIn):
    """So that editors see which searches lead nowhere. What was opened first counts; nobody's name is kept."""
    note_opened(said.shown, said.place)
    return Status(204, None)


@router.get("/search/synonyms", response=list[SynonymsOut], summary="Editors: words that mean the same")
def synonyms(request):
    """All groups: those of everywhere first."""
    require_staff(request.user, "review-articles")
    return Synonyms.objects.in_order()


@router.post("/search/synonyms", response={201: SynonymsOut}, summary="Editors: say which words mean the same")
@limited("synonyms", "30/m")
def say_synonyms(request, said: SynonymsIn):
    """Searches know it within seconds. Saying the same twice is the same as once."""
    require_staff(request.user, "review-articles")
    topic = get_object_or_404(Topic, slug=said.topic) if said.topic else None
    require(can_say_synonyms(request.user, topic.pk if topic else None))
    return Status(201, Synonyms.say(by=request.user, words=said.words, topic=topic))


@router.post("/search/synonyms/{synonyms_id}/remove", response={204: None}, summary="Editors: they no longer do")
@limited("synonyms", "30/m")
def withdraw_synonyms(request, synonyms_id: int):
    """Each word finds itself alone again."""
    require_staff(request.user, "review-articles")
    group = get_object_or_404(Synonyms, pk=synonyms_id)
    require(can_say_synonyms(request.user, group.topic_id))
    group.withdraw(by=request.user)
    return Status(204, None)


def _result(result) -> dict:
    document = result.document
    return {
        "kind": result.kind,
        "id": document.subject_id,
        "title": document.title,
        "title_html": result.title_html,
        "excerpt_html": result.excerpt_html,
        "url": result.url,
        "topic": document.topic.slug if document.topic else None,
        "language": document.language,
        "is_answered": document.is_answered,
        "is_solved": document.is_solved,
        "fits": result.fits,
        "likeness": result.likeness,
    }
