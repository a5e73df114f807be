"""Topics for programs."""

from ninja import Field, Router, Schema

from community.catalogue.models import Topic

router = Router()


class TopicOut(Schema):
    slug: str
    name: str
    description: str
    is_open: bool
    is_private: bool = Field(alias="is_private_by_default", description="What is asked there is for support alone.")


@router.get("/topics", response=list[TopicOut], summary="All topics")
def list_topics(request):
    """Every topic, in the order of the editors."""
    return Topic.objects.all()
