"""What an author is told when something they wrote was decided about."""

from collections.abc import Iterator

from django.utils.html import linebreaks
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from community.moderation.models import Decision
from community.notifications.models import Kind
from community.notifications.notices import Notice, notice

_EFFECTS = {
    Decision.Action.HIDE: _(
        "You still see it, others do not. If you think that this is wrong, tell us in a private case."
    ),
    Decision.Action.LOCK: _(
        "Everybody can read it, but nobody can add to it. If you think that this is wrong, tell us in a private case."
    ),
}


@notice("moderation.decision.made")
def decision_made(event) -> Iterator[Notice]:
    """The author: what was done, the reason, the statement. What was reported and kept is not worth a mail."""
    decision: Decision = event.subject
    review = decision.review
    thing = review.subject
    if review.author is None or thing is None:
        return
    kind = type(thing)._meta.verbose_name
    if decision.action == Decision.Action.KEEP:
        if not review.hidden_at_once:
            return
        if review.held_for:
            title = format_lazy(_("Your {thing} is live"), thing=kind)
            next_step = _("A moderator has looked at it, as at many a first post. From now on yours are seen at once.")
        else:
            title = format_lazy(_("Your {thing} is shown again"), thing=kind)
            next_step = _("A moderator has looked at it: it breaks no rule. We are sorry for the trouble.")
    else:
        title = format_lazy(_("Your {thing} was {done}"), thing=kind, done=decision.get_action_display())
        next_step = _EFFECTS[Decision.Action(decision.action)]
    yield Notice(
        to=[review.author],
        kind=Kind.ACCOUNT,
        title=title,
        subject=title,
        words=linebreaks(decision.statement, autoescape=True) if decision.statement else "",
        next_step=next_step,
        action=_("See it"),
        because=_("You get this because you wrote it. Mail about decisions cannot be switched off."),
        thread=review,
        thread_title=thing.excerpt(80),
        url=thing.get_absolute_url(),
        in_sight=None,
        template="mail/decision_made",
        extra={"decision": decision},
    )
