"""The mail that says why a reply was not posted, and where its words are."""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from community.notifications.models import InboundMail, Mail
from community.notifications.outbox import AUTOMATIC, new_message_id

MOST_AN_HOUR = 5  # such mails to one member


def tell(inbound: InboundMail, why: str, sentence: str, words: str) -> None:
    """Keep the words for their author and write the mail, in the language that is active; in silence past the limit."""
    last_hour = timezone.now() - timedelta(hours=1)
    told = InboundMail.objects.filter(
        member=inbound.member, outcome=InboundMail.Outcome.TOLD, received_at__gt=last_hour
    ).count()
    inbound.note_told(why, sentence, words)
    if told >= MOST_AN_HOUR:
        inbound.note_dropped(InboundMail.Why.TOO_MANY)
        return
    context = {
        "title": _("Your reply was not posted"),
        "sentence": sentence,
        "has_words": bool(words),
        "preview": sentence,
        "action_url": settings.SITE_URL
        + (reverse("notifications:reply", args=[inbound.pk]) if words else "/notifications/"),
        "action_label": _("See your words") if words else _("Open your notifications"),
        "reason": _("You get this because you answered a mail of ours."),
    }
    Mail.post(
        [
            Mail(
                key=f"reply:{inbound.pk}",
                member=inbound.member,
                to=inbound.sender,
                sender=settings.DEFAULT_FROM_EMAIL,
                subject=_("Your reply was not posted"),
                text=render_to_string("mail/reply_refused.txt", context).strip() + "\n",
                html=render_to_string("mail/reply_refused.html", context),
                headers=AUTOMATIC
                | {
                    "Auto-Submitted": "auto-replied",
                    "In-Reply-To": inbound.message_id,
                    "References": inbound.message_id,
                },
                message_id=new_message_id(),
            )
        ]
    )
