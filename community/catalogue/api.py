"""Topics for programs."""

from django.db.models import Prefetch
from ninja import Field, Router, Schema

from community.catalogue.models import IntakeField, Topic

router = Router()


class IntakeFieldOut(Schema):
    label: str
    kind: str
    options: list[str]
    help_text: str
    is_required: bool


class TopicOut(Schema):
    slug: str
    name: str
    description: str
    is_open: bool
    is_private: bool = Field(alias="is_private_by_default", description="What is asked there is for support alone.")
    intake: list[IntakeFieldOut] = Field(alias="asked", description="What whoever asks here is asked as well.")


@router.get("/topics", response=list[TopicOut], summary="All topics")
def list_topics(request):
    """Every topic, in the order of the editors, with its short form. Two queries."""
    asked = IntakeField.objects.filter(is_asked=True).order_by("position", "id")
    return Topic.objects.prefetch_related(Prefetch("intake_fields", asked, to_attr="asked"))
