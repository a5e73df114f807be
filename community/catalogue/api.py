"""Topics for programs."""

from ninja import Router, Schema

from community.catalogue.models import Topic

router = Router()


class TopicOut(Schema):
    slug: str
    name: str
    description: str
    is_open: bool


@router.get("/topics", response=list[TopicOut], summary="All topics")
def list_topics(request):
    """Every topic, in the order of the editors."""
    return Topic.objects.all()
