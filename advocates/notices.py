"""What members are told about their ranks."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from advocates.models import RankChange
from community.notifications.models import Kind
from community.notifications.notices import Notice, notice


@notice("advocates.rank.gained", "advocates.rank.lost")
def rank_changed(event) -> Iterator[Notice]:
    """The member: what they rose to, with the figures and the rights; or what they fell to, and why.

    Each step up or down is told the first time only: who goes to and fro is not written to each time.
    """
    change: RankChange = event.subject
    if change.is_repeated:
        return
    if change.is_rise:
        title = format_lazy(_("You are a {rank} now"), rank=change.after.name)
        next_step = _("Thank you for being there. Your page shows what the next rank needs.")
    else:
        title = format_lazy(_("You are no longer a {rank}"), rank=change.before.name)
        next_step = _("Your page shows each point with its reason, and what it takes to come back.")
    yield Notice(
        to=[change.member],
        kind=Kind.RECOGNITION,
        title=title,
        subject=title,
        next_step=next_step,
        action=_("See your points"),
        because=_("You get this because you take part in the advocates' programme."),
        thread=change.member,
        thread_title=str(_("Your rank")),
        url=reverse("advocates:me"),
        in_sight=None,
        state="lit" if change.is_rise else "",
        state_word=change.after.name if change.is_rise else "",
        template="mail/rank_changed",
        extra={"change": change},
    )
