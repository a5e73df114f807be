"""What the knowledge base tells the rooms below it, and what it reads itself."""

from django.contrib.contenttypes.models import ContentType

from community.activity.registry import also_reads, reader
from community.content.models import AttachmentUse
from community.search import index
from knowledgebase import sources, uses
from knowledgebase.models import Article, Revision
from knowledgebase.requests.deciding import decide_about

also_reads(
    "search",
    "kb.article.archived",
    "kb.article.published",
    "kb.article.revised",
    "kb.article.filed",
    "kb.article.readdressed",
    "kb.article.restored",
    "kb.article.hidden",
    "kb.article.shown",
    "kb.article.tied",
    "kb.article.untied",
    "kb.ticket.hidden",
    "kb.ticket.shown",
)


@reader("article-sources", verbs=())
def look_at_what_is_quoted(events: list) -> None:
    """Rooms with posts say in their `readers.py` which of their verbs change what a post says, or whether it stands."""
    for event in events:
        sources.look_at([(event.subject_type_id, event.subject_id)], seen=event.pk)


@reader("article-uses", verbs=())
def look_what_is_cited(events: list) -> None:
    """Rooms with answers say in their `readers.py` which of their verbs change what an answer says, or who sees it."""
    uses.note({(event.subject_type_id, event.subject_id) for event in events})


@reader("article-tasks", verbs=["kb.article.published", "kb.article.archived"])
def settle_what_is_done(events: list) -> None:
    """An article that says something else, or nothing any more, has other sources to look after."""
    for article in {event.subject for event in events if event.subject is not None}:
        sources.look_again(article)


@reader(
    "article-requests",
    verbs=[
        "kb.article.published",
        "kb.article.archived",
        "kb.article.restored",
        "kb.article.hidden",
        "kb.article.shown",
        "kb.article.filed",
    ],
)
def decide_what_it_answers(events: list) -> None:
    """What many ask for is answered as soon as the article can be read, and asked for again once it cannot."""
    decide_about(event.subject_id for event in events)


@reader(
    "article-videos",
    verbs=[
        "content.video.captioned",
        "content.video.uncaptioned",
        "content.video.transcribed",
        "content.video.described",
    ],
)
def find_what_videos_say(events: list) -> None:
    """What is said in a video is found with the articles that show it."""
    kind = ContentType.objects.get_for_model(Revision)
    shown = AttachmentUse.objects.filter(
        post_type=kind, opens=True, attachment__video__in=[event.subject_id for event in events]
    )
    index.refresh(Article, Article.objects.filter(current__in=shown.values("post_id")).values_list("pk", flat=True))
