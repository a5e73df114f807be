"""What askers and followers are told when their question belongs to an incident."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.incidents.notices import news
from community.members.models import Member
from community.notifications.models import Kind, Subscription
from community.notifications.notices import Notice, notice
from forum.models import Question
from forum.notices.common import FOLLOWS, about, waiting_for


@notice("forum.question.attached")
def attached_to_incident(event) -> Iterator[Notice]:
    """The asker and whoever follows hear that it is broken for many, and where the news is."""
    question: Question = event.subject
    incident = question.incident
    if incident is None or not incident.is_open:
        return
    yield Notice(
        to=waiting_for(question, and_asker=True),
        kind=Kind.MINE,
        title=_("It is not only you: this is broken for many"),
        next_step=format_lazy(_("We work on “{title}” and tell you each time there is news."), title=incident.title),
        action=_("See where it stands"),
        because=FOLLOWS,
        **about(question, question, actor=None) | {"url": incident.get_absolute_url(), "words": ""},
    )


@notice("incidents.incident.updated", "incidents.incident.resolved")
def incident_of_a_question_updated(event) -> Iterator[Notice]:
    """Whoever asked or follows a question that is about the incident."""
    attached = Question.objects.shown().filter(incident=event.subject)
    questions = Subscription.objects.filter(
        subject_type=ContentType.objects.get_for_model(Question), subject_id__in=attached.values("pk"), muted_at=None
    )
    yield from news(
        event,
        to=Member.objects.filter(pk__in=questions.values("member")),
        because=_("You get this because you follow a question about it."),
    )
