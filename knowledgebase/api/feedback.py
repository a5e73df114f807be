"""What readers say about an article, for programs: open to everybody, as the pages are."""

from django.utils import timezone
from ninja import Router, Schema, Status

from community.members.limits import limited, network_of
from community.members.permissions import require
from knowledgebase.finding import find_article
from knowledgebase.limits import HELPFUL
from knowledgebase.models.reader import reader_key

router = Router()


class HelpfulIn(Schema):
    helped: bool


@router.post("/articles/{slug}/helpful", response={204: None}, summary="It helped, or it did not")
@limited("helpful", *HELPFUL)
def say_helpful(request, slug: str, said: HelpfulIn):
    """The last thing you say counts. Without a key, once a day for a network and a program."""
    article = find_article(request.user, slug)
    require(article.is_published)
    network, browser = network_of(request.META.get("REMOTE_ADDR", "")), request.headers.get("User-Agent", "")
    reader = reader_key(request.user, network, browser, timezone.now().date())
    member = request.user if request.user.is_authenticated else None
    article.note_reader(reader=reader, helped=said.helped, member=member)
    return Status(204, None)
