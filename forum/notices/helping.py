"""What members are told when somebody asks them to answer."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from community.notifications.models import Kind
from community.notifications.notices import Notice, notice, withdrawn_by
from forum.models import Invitation
from forum.notices.common import about

withdrawn_by("forum.invitation.withdrawn")


@notice("forum.invitation.made")
def asked_to_answer(event) -> Iterator[Notice]:
    """Whoever was asked, unless they have said something or the question got its help meanwhile."""
    invitation: Invitation = event.subject
    question, member = invitation.question, invitation.member
    if not invitation.is_open or not question.is_open:
        return
    often = ngettext_lazy(
        "You are asked at most once in a day; how often is for you to say, in your profile.",
        "You are asked at most {n} times in a day; how often is for you to say, in your profile.",
        member.invitations_a_day,
    )
    yield Notice(
        to=[member],
        kind=Kind.INVITED,
        title=format_lazy(_("{name} asks you to answer a question"), name=event.actor.name if event.actor else "—"),
        next_step=_("Do you know it? Then answer. If not, or not now, leave it to others on the page: that is fine."),
        action=_("Look at it"),
        because=format_lazy(
            "{why} {often}",
            why=_("You get this because you have helped others before."),
            often=format_lazy(often, n=member.invitations_a_day),
        ),
        **about(question, question, actor=event.actor),
    )
