"""What all notices about a thread have in common."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from community.members.models import Member
from community.notifications.notices import followers_of
from forum.models import Answer, Comment, Question

ASKED = _("You get this because you asked this question.")
FOLLOWS = _("You get this because you follow this question.")
WROTE = _("You get this because you answered this question.")


def about(question: Question, said: Question | Answer | Comment, *, actor: Member | None) -> dict[str, Any]:
    """What all notices about something said in a thread have in common."""
    return {
        "thread": question,
        "thread_title": question.title,
        "url": said.get_absolute_url(),
        "in_sight": said,
        "actor": actor,
        "words": said.body_html,
        "state": question.lamp,
        "is_private": not question.is_public,
    }


def waiting_for(question: Question, *, and_asker: bool = False) -> Iterable[Member]:
    """Followers and whoever has the problem too; who muted the question is left out by the reader."""
    members = followers_of(question) | Member.objects.filter(me_toos__question=question)
    if and_asker:
        members = members | Member.objects.filter(pk=question.author_id)
    return members.distinct()
